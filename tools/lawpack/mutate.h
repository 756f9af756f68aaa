#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "tools/lawpack/mutants.h"

namespace cpa::lawpack {

/// What became of the mutants of a pack.
struct MutationScore {
  std::size_t total{0};
  std::size_t killed{0};
  std::vector<std::string> survivors;  ///< names of mutants that load and pass every test
  [[nodiscard]] std::size_t percent() const { return total == 0 ? 100 : 100 * killed / total; }
};

/// Loads each mutant of a pack (JSON) with all checks and runs its own tests; what fails either is
/// killed. `progress` is told how many are done. Errors: kLawPack when the pack itself fails.
Result<MutationScore> mutate(std::string_view pack,
                             const std::function<void(std::size_t done, std::size_t of)>& progress);

/// Survivors that someone has looked at: name → why no test can, or need, tell them apart.
/// YAML: {survivors: [{mutant: …, why: …}]}. Errors: kLawPack.
Result<std::map<std::string, std::string>> read_survivors(std::string_view yaml,
                                                          std::string_view file);

}  // namespace cpa::lawpack
