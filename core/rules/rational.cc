#include "core/rules/rational.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace cpa::rules {
namespace {

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();

using Maybe = std::optional<std::int64_t>;

Maybe checked_add(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_add_overflow(a, b, &result)) return std::nullopt;
  return result;
}

Maybe checked_multiply(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(a, b, &result)) return std::nullopt;
  return result;
}

/// a / b toward −∞ for b > 0.
std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  const std::int64_t quotient = a / b;
  return a % b < 0 ? quotient - 1 : quotient;
}

/// What a / b leaves then, in [0, b). Never computed by multiplying back: that may not fit.
std::int64_t floor_rest(std::int64_t a, std::int64_t b) {
  const std::int64_t rest = a % b;
  return rest < 0 ? rest + b : rest;
}

}  // namespace

std::string_view round_mode_name(RoundMode mode) noexcept {
  switch (mode) {
    case RoundMode::kUp:
      return "up";
    case RoundMode::kDown:
      return "down";
    case RoundMode::kHalfUp:
      return "half_up";
    case RoundMode::kHalfEven:
      return "half_even";
    case RoundMode::kExact:
      return "exact";
  }
  return "invalid";
}

std::optional<Rational> Rational::make(std::int64_t num, std::int64_t den) {
  if (den == 0 || num == kLowest || den == kLowest) return std::nullopt;
  if (den < 0) {
    num = -num;
    den = -den;
  }
  const std::int64_t common = std::gcd(num, den);
  return Rational(num / common, den / common);
}

std::optional<Rational> Rational::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  std::int64_t num = 0;
  std::int64_t den = 1;
  bool point = false;
  bool digit = false;
  for (const char c : text) {
    if (c == '.') {
      if (point || !digit) return std::nullopt;
      point = true;
      digit = false;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    digit = true;
    const Maybe tens = checked_multiply(num, 10);
    const Maybe sum = tens ? checked_add(*tens, c - '0') : std::nullopt;
    const Maybe scale = point ? checked_multiply(den, 10) : Maybe(den);
    if (!sum || !scale) return std::nullopt;
    num = *sum;
    den = *scale;
  }
  if (!digit) return std::nullopt;
  return make(negative ? -num : num, den);
}

std::optional<Rational> add(const Rational& a, const Rational& b) {
  if (a.den_ == 1 && b.den_ == 1) {
    const Maybe sum = checked_add(a.num_, b.num_);
    if (!sum || *sum == kLowest) return std::nullopt;
    return Rational(*sum);
  }
  const std::int64_t common = std::gcd(a.den_, b.den_);
  const Maybe left = checked_multiply(a.num_, b.den_ / common);
  const Maybe right = checked_multiply(b.num_, a.den_ / common);
  const Maybe den = checked_multiply(a.den_, b.den_ / common);
  if (!left || !right || !den) return std::nullopt;
  const Maybe num = checked_add(*left, *right);
  if (!num) return std::nullopt;
  return Rational::make(*num, *den);
}

std::optional<Rational> negate(const Rational& a) {
  // The least number has no opposite in 64 bits.
  if (a.num_ == kLowest) return std::nullopt;
  return Rational(-a.num_, a.den_);
}

std::optional<Rational> subtract(const Rational& a, const Rational& b) {
  const std::optional<Rational> opposite = negate(b);
  return opposite ? add(a, *opposite) : std::nullopt;
}

std::optional<Rational> multiply(const Rational& a, const Rational& b) {
  if (a.den_ == 1 && b.den_ == 1) {
    const Maybe product = checked_multiply(a.num_, b.num_);
    if (!product || *product == kLowest) return std::nullopt;
    return Rational(*product);
  }
  // The greatest common divisor of the least number need not fit.
  if (a.num_ == kLowest || b.num_ == kLowest) return std::nullopt;
  // Cancelling first keeps what fits within 64 bits within 64 bits.
  const std::int64_t first = std::gcd(a.num_, b.den_);
  const std::int64_t second = std::gcd(b.num_, a.den_);
  const Maybe num = checked_multiply(a.num_ / first, b.num_ / second);
  const Maybe den = checked_multiply(a.den_ / second, b.den_ / first);
  if (!num || !den || *num == kLowest) return std::nullopt;
  // Both were in lowest terms, and so is their product once it is cancelled crosswise.
  return Rational(*num, *den);
}

std::optional<Rational> divide(const Rational& a, const Rational& b) {
  const std::optional<Rational> inverse = Rational::make(b.den_, b.num_);
  if (!inverse) return std::nullopt;
  return multiply(a, *inverse);
}

int compare(const Rational& a, const Rational& b) noexcept {
  if (a.den_ == b.den_) return a.num_ < b.num_ ? -1 : (a.num_ > b.num_ ? 1 : 0);
  // Whole parts first, then the inverses of what remains: no product that could overflow.
  std::int64_t an = a.num_, ad = a.den_, bn = b.num_, bd = b.den_;
  int sign = 1;
  while (true) {
    const std::int64_t aq = floor_divide(an, ad);
    const std::int64_t bq = floor_divide(bn, bd);
    if (aq != bq) return aq < bq ? -sign : sign;
    const std::int64_t ar = floor_rest(an, ad);
    const std::int64_t br = floor_rest(bn, bd);
    if (ar == 0 || br == 0) {
      if (ar == br) return 0;
      return ar == 0 ? -sign : sign;
    }
    an = ad;
    ad = ar;
    bn = bd;
    bd = br;
    sign = -sign;
  }
}

std::int64_t Rational::floor() const noexcept { return floor_divide(num_, den_); }

std::optional<std::int64_t> Rational::ceil() const noexcept {
  return is_whole() ? Maybe(num_) : checked_add(floor(), 1);
}

std::optional<Rational> Rational::round_to(const Rational& step, RoundMode mode) const {
  const std::optional<Rational> count = divide(*this, step);
  if (!count) return std::nullopt;
  if (count->is_whole()) return *this;
  Maybe whole = count->floor();
  const Maybe above = checked_add(*whole, 1);
  if (!above) return std::nullopt;
  const std::int64_t rest = floor_rest(count->num_, count->den_);
  const std::int64_t lacking = count->den_ - rest;
  const int half = rest == lacking ? 0 : (rest < lacking ? -1 : 1);
  switch (mode) {
    case RoundMode::kExact:
      return std::nullopt;
    case RoundMode::kDown:
      break;
    case RoundMode::kUp:
      whole = above;
      break;
    case RoundMode::kHalfUp:
      if (half > 0 || (half == 0 && num_ > 0)) whole = above;
      break;
    case RoundMode::kHalfEven:
      if (half > 0 || (half == 0 && *whole % 2 != 0)) whole = above;
      break;
  }
  return multiply(Rational(*whole), step);
}

std::string Rational::fraction_text() const {
  return is_whole() ? std::to_string(num_) : std::to_string(num_) + "/" + std::to_string(den_);
}

std::optional<std::string> Rational::decimal_text() const {
  std::int64_t rest = den_;
  int decimals = 0;
  int twos = 0;
  int fives = 0;
  for (; rest % 2 == 0; rest /= 2) ++twos;
  for (; rest % 5 == 0; rest /= 5) ++fives;
  if (rest != 1) return std::nullopt;
  decimals = std::max(twos, fives);
  return cut_text(decimals);
}

std::string Rational::cut_text(int decimals) const {
  const bool negative = num_ < 0;
  // Unsigned: the least number has no opposite in 64 signed bits.
  const auto bits = static_cast<std::uint64_t>(num_);
  const std::uint64_t size = negative ? 0 - bits : bits;
  const auto den = static_cast<std::uint64_t>(den_);
  std::string text = (negative ? "-" : "") + std::to_string(size / den);
  std::uint64_t rest = size % den;
  if (decimals > 0) text += '.';
  for (int i = 0; i < decimals; ++i) {
    // rest < den < 2^63: ten times it may not fit, so the digit is found by addition.
    char digit = '0';
    std::uint64_t sum = 0;
    for (int k = 0; k < 10; ++k) {
      sum += rest;
      if (sum >= den) {
        sum -= den;
        ++digit;
      }
    }
    rest = sum;
    text += digit;
  }
  return text;
}

}  // namespace cpa::rules
