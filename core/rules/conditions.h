#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/rules/pack.h"

namespace cpa::rules {

/// Looks for facts and days on which two rules of a variable hold and neither stands over the
/// other: both sides of every truth, and the days and numbers at, just below and just above every
/// constant that the conditions name, in all combinations as long as these are few, else in a
/// fixed sample, and never more than 20,000 trials in all. What it finds is real; what it does not
/// find may still exist where the names that come back say so: variables whose conditions were
/// sampled and not enumerated. Errors: kLawPack, "E_OVERLAP v/a, b hold together on 2019-01-01 when
/// x = true".
Result<std::vector<std::string>> check_conditions(const Pack& pack);

}  // namespace cpa::rules
