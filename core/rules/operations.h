#pragma once

#include <optional>
#include <string_view>

#include "core/rules/program.h"
#include "core/rules/rational.h"

namespace cpa::rules {

/// A number, or the code of the error that stands in its place ("E_OVERFLOW", "E_DIVIDE",
/// "E_DATE").
struct Computed {
  std::optional<Rational> number;
  std::string_view error;
};

/// kAdd, kSubtract, kMultiply, kDivide of numbers.
Computed compute(Op op, const Rational& a, const Rational& b);
/// kNegate, kFloor, kCeil of a number; kWorkingDay of a day number: that day, or the first after it
/// that is neither a Saturday nor a Sunday nor a public holiday in France (C. trav., L3133-1).
Computed compute(Op op, const Rational& a);
/// The truth of a comparison whose sides are ordered as `sign` says (-1, 0, 1).
bool compared(Op op, int sign) noexcept;

/// The day number of a civil date; "E_DATE" for what is none, or years beyond 1 to 9999.
Computed make_day(const Rational& year, const Rational& month, const Rational& day);
/// The same day so many months on, or the last of a shorter month; "E_DATE" for part months or
/// more than 24,000.
Computed add_months(const Rational& day, const Rational& months);
/// So many days on (or back); "E_DATE" for part days or more than 366,000.
Computed add_days(const Rational& day, const Rational& days);
/// Whole years between two day numbers: who is born on 29 February turns on 1 March.
Rational age(const Rational& birth, const Rational& day);

}  // namespace cpa::rules
