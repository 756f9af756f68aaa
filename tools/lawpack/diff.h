#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace cpa::lawpack {

/// What a pack says in another way than an earlier one.
struct Difference {
  std::string what;  ///< "parameter cpf.annual, 2026-01-01", "rule cpf.right/full", "example x"
  std::string was;   ///< "" when it is new
  std::string now;   ///< "" when it is gone
};

/// Parameters by date, inputs, variables, rules, references and hooks, in this order; then every
/// worked example of either pack whose result is another under the other pack. Both are packs as
/// JSON that load. Errors: kLawPack.
Result<std::vector<Difference>> difference(std::string_view before, std::string_view after);

}  // namespace cpa::lawpack
