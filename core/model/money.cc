#include "core/model/money.h"

namespace cpa::model {
namespace {

constexpr std::int64_t kCentsMax = 10'000'000'000'000;

}  // namespace

std::string format_cents(Cents amount) {
  const bool negative = amount.get() < 0;
  // Unsigned, so that the lowest value has an opposite.
  const std::uint64_t bits = static_cast<std::uint64_t>(amount.get());
  const std::uint64_t size = negative ? 0 - bits : bits;
  std::string text = std::to_string(size / 100) + '.';
  text += static_cast<char>('0' + size % 100 / 10);
  text += static_cast<char>('0' + size % 10);
  return negative ? "-" + text : text;
}

Result<Cents> parse_cents(std::string_view text) {
  const Error wrong{ErrorCode::kMalformed, "not an amount with at most two decimals"};
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view part = dot == std::string_view::npos ? "" : text.substr(dot + 1);
  if (whole.empty() || whole.size() > 12 || (whole.size() > 1 && whole.front() == '0'))
    return wrong;
  if ((dot != std::string_view::npos && part.empty()) || part.size() > 2) return wrong;
  std::int64_t cents = 0;
  for (const char c : whole) {
    if (c < '0' || c > '9') return wrong;
    cents = cents * 10 + (c - '0');
  }
  for (std::size_t i = 0; i < 2; ++i) {
    const char c = i < part.size() ? part[i] : '0';
    if (c < '0' || c > '9') return wrong;
    cents = cents * 10 + (c - '0');
  }
  if (cents > kCentsMax) return wrong;
  return Cents(negative ? -cents : cents);
}

}  // namespace cpa::model
