#include "tools/lawpack/compile.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "core/model/date.h"
#include "tools/lawpack/yaml_source.h"

namespace cpa::lawpack {
namespace {

using codec::Json;

Error refuse(std::string_view code, const std::string& reason) {
  return Error{ErrorCode::kLawPack, std::string(code) + " " + reason};
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Error{ErrorCode::kNotFound, "cannot read " + path.string()};
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

/// Rewrites every `last` below `value`, which people write inclusive.
Status open_intervals(Json& value, const std::string& path) {
  if (Json::Array* items = value.as_array()) {
    for (Json& item : *items) CPA_TRY(open_intervals(item, path));
    return {};
  }
  Json::Object* members = value.as_object();
  if (members == nullptr) return {};
  if (value.find("last") != nullptr && value.find("to") != nullptr) {
    return refuse("E_LAST", path + ": write either last or to");
  }
  for (auto& [key, member] : *members) {
    if (key != "last") {
      CPA_TRY(open_intervals(member, path + "." + key));
      continue;
    }
    const std::string* text = member.as_string();
    Result<model::Date> last = model::parse_date(text == nullptr ? "" : *text);
    if (!last) return refuse("E_LAST", path + ": last is no date");
    key = "to";
    member = Json(model::format_date(*last + std::chrono::days(1)));
  }
  return {};
}

/// Adds the members of `more` to the section `into`; lists under the same name are joined.
Status join_section(Json& into, Json more, const std::string& file, const std::string& section) {
  if (more.as_object() == nullptr) return refuse("E_SECTION", file + ": " + section);
  for (auto& [name, value] : *more.as_object()) {
    const Json* present = into.find(name);
    if (present == nullptr) {
      into.set(name, std::move(value));
      continue;
    }
    if (section != "hooks" || value.as_array() == nullptr || present->as_array() == nullptr) {
      return refuse("E_DUPLICATE", file + ": " + section + "." + name + " is in two files");
    }
    Json joined = *present;
    for (Json& item : *value.as_array()) joined.push(std::move(item));
    into.set(name, std::move(joined));
  }
  return {};
}

bool is_section(std::string_view key) {
  constexpr std::string_view kSections[] = {"refs",  "params",   "inputs",     "vars",
                                            "hooks", "commands", "simulations"};
  return std::find(std::begin(kSections), std::end(kSections), key) != std::end(kSections);
}

Status join_document(Json& pack, Json document, const std::string& file) {
  for (auto& [key, value] : *document.as_object()) {
    const Json* present = pack.find(key);
    if (present == nullptr) {
      pack.set(key, std::move(value));
      continue;
    }
    Json joined = *present;
    if (is_section(key)) {
      CPA_TRY(join_section(joined, std::move(value), file, key));
    } else if (key == "tests" && value.as_array() != nullptr && joined.as_array() != nullptr) {
      for (Json& test : *value.as_array()) joined.push(std::move(test));
    } else {
      return refuse("E_DUPLICATE", file + ": " + key + " is in two files");
    }
    pack.set(key, std::move(joined));
  }
  return {};
}

}  // namespace

Result<std::vector<Source>> read_sources(const std::vector<std::string>& paths) {
  std::vector<std::filesystem::path> files;
  for (const std::string& path : paths) {
    std::error_code failed;
    if (!std::filesystem::is_directory(path, failed)) {
      files.emplace_back(path);
      continue;
    }
    std::vector<std::filesystem::path> found;
    for (std::filesystem::directory_iterator at(path, failed), end; !failed && at != end;
         at.increment(failed)) {
      if (at->path().extension() == ".yaml") found.push_back(at->path());
    }
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  if (files.empty()) return Error{ErrorCode::kNotFound, "no .yaml file found"};
  std::vector<Source> sources;
  for (const auto& file : files) {
    CPA_TRY_ASSIGN(std::string text, read_file(file));
    sources.push_back({file.string(), std::move(text)});
  }
  return sources;
}

Result<Json> merge_sources(const std::vector<Source>& sources) {
  Json pack = Json::object();
  for (const Source& source : sources) {
    CPA_TRY_ASSIGN(Json document, read_yaml(source.text, source.file));
    CPA_TRY(open_intervals(document, source.file + ": $"));
    CPA_TRY(join_document(pack, std::move(document), source.file));
  }
  return pack;
}

Result<std::string> compile_pack(const std::vector<Source>& sources) {
  CPA_TRY_ASSIGN(const Json pack, merge_sources(sources));
  return codec::canonical(pack);
}

Result<std::string> read_pack(const std::string& path) {
  CPA_TRY_ASSIGN(const std::vector<Source> sources, read_sources({path}));
  if (sources.size() == 1 && path.ends_with(".json")) return sources.front().text;
  return compile_pack(sources);
}

Result<law::LawPack> load_pack_file(const std::string& path) {
  CPA_TRY_ASSIGN(const std::string text, read_pack(path));
  return law::load_law_pack(text);
}

}  // namespace cpa::lawpack
