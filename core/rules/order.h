#pragma once

#include "core/rules/value.h"

namespace cpa::rules {

/// -1, 0 or 1 for two values of one type.
int order(const Scalar& a, const Scalar& b);
/// `months` with the day `day`, or its last day when it is shorter.
std::chrono::year_month_day clamped(std::chrono::year_month months, std::chrono::day day);
/// Whole years from `birth` to `day`: one who is born on 29 February turns on 1 March.
std::int64_t years_between(model::Date birth, model::Date day);

}  // namespace cpa::rules
