#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace cpa::model {

/// An amount of euros in whole cents. Never floating point.
class Cents {
 public:
  constexpr Cents() = default;
  constexpr explicit Cents(std::int64_t value) : value_(value) {}
  [[nodiscard]] constexpr std::int64_t get() const noexcept { return value_; }
  constexpr auto operator<=>(const Cents&) const = default;
  friend constexpr Cents operator+(Cents a, Cents b) { return Cents(a.value_ + b.value_); }
  friend constexpr Cents operator-(Cents a, Cents b) { return Cents(a.value_ - b.value_); }

 private:
  std::int64_t value_{0};
};

/// C2P points (points du compte professionnel de prévention).
class Points {
 public:
  constexpr Points() = default;
  constexpr explicit Points(std::int64_t value) : value_(value) {}
  [[nodiscard]] constexpr std::int64_t get() const noexcept { return value_; }
  constexpr auto operator<=>(const Points&) const = default;
  friend constexpr Points operator+(Points a, Points b) { return Points(a.value_ + b.value_); }

 private:
  std::int64_t value_{0};
};

/// "186.69": a decimal string with exactly two decimals, as JSON carries amounts.
std::string format_cents(Cents amount);
/// Strict inverse; up to two decimals, |amount| ≤ 10^13 cents. Errors: kMalformed.
Result<Cents> parse_cents(std::string_view text);

}  // namespace cpa::model
