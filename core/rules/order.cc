#include "core/rules/order.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cpa::rules {

int order(const Scalar& a, const Scalar& b) {
  if (const auto* left = std::get_if<Quantity>(&a)) {
    return compare(left->number, std::get<Quantity>(b).number);
  }
  if (const auto* left = std::get_if<model::Date>(&a)) {
    const model::Date right = std::get<model::Date>(b);
    return *left < right ? -1 : (right < *left ? 1 : 0);
  }
  return static_cast<int>(std::get<bool>(a)) - static_cast<int>(std::get<bool>(b));
}

std::chrono::year_month_day clamped(std::chrono::year_month months, std::chrono::day day) {
  const std::chrono::year_month_day_last last = months / std::chrono::last;
  return months / std::min(day, last.day());
}

std::int64_t years_between(model::Date birth, model::Date day) {
  const std::chrono::year_month_day a{birth};
  const std::chrono::year_month_day b{day};
  std::int64_t years = static_cast<int>(b.year()) - static_cast<int>(a.year());
  if (std::pair(b.month(), b.day()) < std::pair(a.month(), a.day())) --years;
  return years;
}

}  // namespace cpa::rules
