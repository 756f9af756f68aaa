#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/codec/json.h"

namespace cpa::lawpack {

/// Reads one YAML file of a law pack as JSON. Every scalar becomes a string, but a plain `null`
/// and the integers `semantics`, `seq` and the `max` of a list input. Refused, with file, line
/// and column: duplicate keys, anchors, aliases, tags, keys that are no scalar, an empty value, a
/// second document, text that is no YAML. Errors: kLawPack, message starting with "E_YAML".
Result<codec::Json> read_yaml(std::string_view text, std::string_view file);

}  // namespace cpa::lawpack
