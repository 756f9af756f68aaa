#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/packs.h"

namespace cpa::lawpack {

/// One YAML file.
struct Source {
  std::string file;
  std::string text;
};

/// Reads the files named, and of a folder every `*.yaml`, in name order. Errors: kNotFound.
Result<std::vector<Source>> read_sources(const std::vector<std::string>& paths);

/// Merges the files of one pack and writes the half-open dates that the document wants:
/// `last: D` becomes `to:` the day after D. Sections are joined name by name; the same name in two
/// files is refused, tests follow in file order. Errors: kLawPack.
Result<codec::Json> merge_sources(const std::vector<Source>& sources);

/// The canonical JSON (RFC 8785) of the pack, without a final line break. Does not judge the
/// law: loading the pack does. Errors: kLawPack.
Result<std::string> compile_pack(const std::vector<Source>& sources);

/// The JSON of a pack given as a .json file, a .yaml file or a folder of them.
/// Errors: kNotFound, kLawPack.
Result<std::string> read_pack(const std::string& path);

/// Reads, compiles if need be, checks and tests it. Errors: as `read_pack` and `load_law_pack`.
Result<law::LawPack> load_pack_file(const std::string& path);

}  // namespace cpa::lawpack
