#include "core/rules/operations.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cpa::rules {
namespace {

constexpr std::int64_t kMonthsMax = 24'000;
constexpr std::int64_t kDaysMax = 366'000;
constexpr std::int64_t kYearMax = 9999;

Computed number_or(std::optional<Rational> number, std::string_view error) {
  return {number, number ? std::string_view() : error};
}

std::chrono::year_month_day civil(const Rational& day) {
  return std::chrono::year_month_day{model::Date{std::chrono::days{static_cast<int>(day.num())}}};
}

Rational day_number(const std::chrono::year_month_day& civil) {
  return Rational(model::Date{civil}.time_since_epoch().count());
}

bool is_part(const Rational& number, std::int64_t highest) {
  return number.is_whole() && number.num() >= 1 && number.num() <= highest;
}

/// Easter Sunday of the Gregorian calendar (Butcher's algorithm), as days after 22 March.
int easter_after_22_march(int year) {
  const int golden = year % 19;
  const int century = year / 100;
  const int moon = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
  const int full_moon =
      moon - (moon / 28) * (1 - (moon / 28) * (29 / (moon + 1)) * ((21 - golden) / 11));
  const int weekday = (year + year / 4 + full_moon + 2 - century + century / 4) % 7;
  return full_moon - weekday + 6;
}

/// The eleven holidays of L3133-1; those that move are 1, 39 and 50 days after Easter.
bool is_holiday(model::Date day) {
  using std::chrono::days;
  const std::chrono::year_month_day date{day};
  const int fixed = static_cast<int>(static_cast<unsigned>(date.month()) * 100 +
                                     static_cast<unsigned>(date.day()));
  for (const int holiday : {101, 501, 508, 714, 815, 1101, 1111, 1225}) {
    if (fixed == holiday) return true;
  }
  const int year = static_cast<int>(date.year());
  const model::Date easter =
      model::Date{date.year() / std::chrono::March / 22} + days(easter_after_22_march(year));
  return day == easter + days(1) || day == easter + days(39) || day == easter + days(50);
}

Rational working_day(const Rational& number) {
  model::Date day{std::chrono::days{static_cast<int>(number.num())}};
  while (std::chrono::weekday(day).iso_encoding() > 5 || is_holiday(day)) {
    day += std::chrono::days(1);
  }
  return Rational(day.time_since_epoch().count());
}

}  // namespace

Computed compute(Op op, const Rational& a, const Rational& b) {
  if (op == Op::kAdd) return number_or(add(a, b), "E_OVERFLOW");
  if (op == Op::kSubtract) return number_or(subtract(a, b), "E_OVERFLOW");
  if (op == Op::kMultiply) return number_or(multiply(a, b), "E_OVERFLOW");
  if (b.num() == 0) return {std::nullopt, "E_DIVIDE"};
  return number_or(divide(a, b), "E_OVERFLOW");
}

Computed compute(Op op, const Rational& a) {
  if (op == Op::kNegate) return number_or(negate(a), "E_OVERFLOW");
  if (op == Op::kWorkingDay) return {working_day(a), {}};
  if (op == Op::kFloor) return {Rational(a.floor()), {}};
  const std::optional<std::int64_t> above = a.ceil();
  if (!above) return {std::nullopt, "E_OVERFLOW"};
  return {Rational(*above), {}};
}

bool compared(Op op, int sign) noexcept {
  if (op == Op::kLess) return sign < 0;
  if (op == Op::kLessEqual) return sign <= 0;
  if (op == Op::kGreater) return sign > 0;
  if (op == Op::kGreaterEqual) return sign >= 0;
  return op == Op::kEqual ? sign == 0 : sign != 0;
}

Computed make_day(const Rational& year, const Rational& month, const Rational& day) {
  if (!is_part(year, kYearMax) || !is_part(month, 12) || !is_part(day, 31)) {
    return {std::nullopt, "E_DATE"};
  }
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(year.num())},
                                         std::chrono::month{static_cast<unsigned>(month.num())},
                                         std::chrono::day{static_cast<unsigned>(day.num())}};
  if (!date.ok()) return {std::nullopt, "E_DATE"};
  return {day_number(date), {}};
}

Computed add_months(const Rational& day, const Rational& months) {
  if (!months.is_whole() || months.num() < -kMonthsMax || months.num() > kMonthsMax) {
    return {std::nullopt, "E_DATE"};
  }
  const std::chrono::year_month_day start = civil(day);
  const std::chrono::year_month target =
      start.year() / start.month() + std::chrono::months{static_cast<int>(months.num())};
  const std::chrono::year_month_day_last last = target / std::chrono::last;
  return {day_number(target / std::min(start.day(), last.day())), {}};
}

Computed add_days(const Rational& day, const Rational& days) {
  if (!days.is_whole() || days.num() < -kDaysMax || days.num() > kDaysMax) {
    return {std::nullopt, "E_DATE"};
  }
  return {Rational(day.num() + days.num()), {}};
}

Rational age(const Rational& birth, const Rational& day) {
  const std::chrono::year_month_day a = civil(birth);
  const std::chrono::year_month_day b = civil(day);
  std::int64_t years = static_cast<int>(b.year()) - static_cast<int>(a.year());
  if (std::pair(b.month(), b.day()) < std::pair(a.month(), a.day())) --years;
  return Rational(years);
}

}  // namespace cpa::rules
