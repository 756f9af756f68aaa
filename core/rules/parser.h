#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/rules/pack.h"
#include "core/rules/program.h"

namespace cpa::rules {

/// What names mean inside one expression.
struct Scope {
  const Pack& pack;
  /// Bare names that are fields of this list's items (a derived field), or kNoNode.
  std::uint32_t fields_of{kNoNode};
};

/// Compiles the text of one expression into `program` and gives its root node. Types and units are
/// checked on the way; all names must be declared before.
/// Errors: kLawPack, "E_PARSE … at COLUMN" (columns from 1); kLimitExceeded.
Result<std::uint32_t> parse_expression(std::string_view text, const Scope& scope,
                                       Pack::Program& program);

}  // namespace cpa::rules
