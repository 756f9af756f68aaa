#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cpa::rules {

/// How a result is brought to a step. `kUp` is toward +∞, `kDown` toward −∞, halves go away from
/// zero in `kHalfUp`, to the even step in `kHalfEven`; `kExact` refuses what is not a step.
enum class RoundMode : std::uint8_t { kUp, kDown, kHalfUp, kHalfEven, kExact };

/// The word of a pack for it: "up", "down", "half_up", "half_even", "exact".
std::string_view round_mode_name(RoundMode mode) noexcept;

/// An exact number: 64-bit numerator and positive denominator in lowest terms.
/// Operations that leave 64 bits, or divide by zero, give nothing: the same on all targets.
class Rational {
 public:
  constexpr Rational() = default;
  constexpr explicit Rational(std::int64_t whole) : num_(whole) {}
  /// num/den in lowest terms; nothing for den = 0 or when it does not fit.
  static std::optional<Rational> make(std::int64_t num, std::int64_t den);
  /// "803.5", "-2", "0.10": digits, at most one point, no exponent. Nothing for another form.
  static std::optional<Rational> parse(std::string_view text);

  [[nodiscard]] constexpr std::int64_t num() const noexcept { return num_; }
  [[nodiscard]] constexpr std::int64_t den() const noexcept { return den_; }
  [[nodiscard]] constexpr bool is_whole() const noexcept { return den_ == 1; }

  friend std::optional<Rational> add(const Rational& a, const Rational& b);
  friend std::optional<Rational> subtract(const Rational& a, const Rational& b);
  friend std::optional<Rational> multiply(const Rational& a, const Rational& b);
  friend std::optional<Rational> divide(const Rational& a, const Rational& b);
  friend std::optional<Rational> negate(const Rational& a);
  /// Exact for every pair: -1, 0 or 1.
  friend int compare(const Rational& a, const Rational& b) noexcept;
  /// The whole number below or equal, above or equal.
  [[nodiscard]] std::int64_t floor() const noexcept;
  [[nodiscard]] std::optional<std::int64_t> ceil() const noexcept;
  /// The multiple of `step` (> 0) that `mode` says; nothing for an inexact kExact, or no fit.
  [[nodiscard]] std::optional<Rational> round_to(const Rational& step, RoundMode mode) const;

  /// "300000/1607", or "250" when whole.
  [[nodiscard]] std::string fraction_text() const;
  /// Decimal text when it ends; nothing otherwise.
  [[nodiscard]] std::optional<std::string> decimal_text() const;
  /// Decimal text cut (not rounded) after `decimals`, for display beside "…".
  [[nodiscard]] std::string cut_text(int decimals) const;

  friend bool operator==(const Rational&, const Rational&) = default;

 private:
  constexpr Rational(std::int64_t num, std::int64_t den) : num_(num), den_(den) {}
  std::int64_t num_{0};
  std::int64_t den_{1};
};

std::optional<Rational> add(const Rational& a, const Rational& b);
std::optional<Rational> subtract(const Rational& a, const Rational& b);
std::optional<Rational> multiply(const Rational& a, const Rational& b);
std::optional<Rational> divide(const Rational& a, const Rational& b);
std::optional<Rational> negate(const Rational& a);
int compare(const Rational& a, const Rational& b) noexcept;

}  // namespace cpa::rules
