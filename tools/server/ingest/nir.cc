#include "tools/server/ingest/nir.h"

#include <cstdint>

namespace cpa::server {
namespace {

constexpr std::size_t kDigits = 13;
constexpr std::size_t kWithKey = 15;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The number the key is computed from: 2A counts as 19 and 2B as 18 (R115-1 CSS).
std::int64_t number_of(std::string_view nir) {
  std::string digits(nir);
  if (digits[6] == 'A') digits.replace(5, 2, "19");
  if (digits[6] == 'B') digits.replace(5, 2, "18");
  std::int64_t number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

Status check_form(std::string_view nir) {
  for (std::size_t i = 0; i < kDigits; ++i) {
    const bool corsica = i == 6 && nir[5] == '2' && (nir[6] == 'A' || nir[6] == 'B');
    if (!is_digit(nir[i]) && !corsica) return Error{ErrorCode::kMalformed, "NIR: not a number", 0};
  }
  constexpr std::string_view kFirst = "1234578";
  if (kFirst.find(nir[0]) == std::string_view::npos) {
    return Error{ErrorCode::kMalformed, "NIR: first digit", 0};
  }
  // Months above 12 exist: 20 to 42 and 50 to 99 where the civil register had no month.
  const int month = (nir[3] - '0') * 10 + (nir[4] - '0');
  const bool usual = month >= 1 && month <= 12;
  const bool unusual = (month >= 20 && month <= 42) || month >= 50;
  if (!usual && !unusual) return Error{ErrorCode::kMalformed, "NIR: month", 0};
  return {};
}

std::string key_of(std::string_view nir) {
  const std::int64_t key = 97 - number_of(nir) % 97;
  std::string text = std::to_string(key);
  return text.size() == 1 ? "0" + text : text;
}

}  // namespace

Result<Nir> Nir::parse(std::string_view text) {
  std::string compact;
  for (const char c : text) {
    if (c != ' ') compact.push_back(c);
    if (compact.size() > kWithKey) break;
  }
  if (compact.size() != kDigits && compact.size() != kWithKey) {
    return Error{ErrorCode::kMalformed, "NIR: 13 characters, or 15 with the key", 0};
  }
  CPA_TRY(check_form(compact));
  if (compact.size() == kWithKey && compact.substr(kDigits) != key_of(compact.substr(0, kDigits))) {
    return Error{ErrorCode::kMalformed, "NIR: the key does not match", 0};
  }
  compact.resize(kDigits);
  return Nir(std::move(compact));
}

std::string Nir::key() const { return key_of(text_); }

}  // namespace cpa::server
