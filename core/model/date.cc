#include "core/model/date.h"

#include <cstdio>

#include "core/base/check.h"

namespace cpa::model {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

/// `count` decimal digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

year_month_day civil(Date date) { return year_month_day{date}; }

}  // namespace

Date make_date(int y, unsigned m, unsigned d) {
  const year_month_day civil_date{year{y}, month{m}, day{d}};
  CPA_CHECK(civil_date.ok());
  return Date{civil_date};
}

Result<Date> parse_date(std::string_view text) {
  const Error wrong{ErrorCode::kMalformed, "not a date of the form YYYY-MM-DD"};
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return wrong;
  const int y = digits(text, 0, 4);
  const int m = digits(text, 5, 2);
  const int d = digits(text, 8, 2);
  if (y < 1 || m < 1 || d < 1) return wrong;
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                            day{static_cast<unsigned>(d)}};
  if (!date.ok()) return Error{ErrorCode::kMalformed, "a day that does not exist"};
  return Date{date};
}

std::string format_date(Date date) {
  const year_month_day parts = civil(date);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(parts.year()),
                static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()));
  return text;
}

Result<Instant> parse_instant(std::string_view text) {
  const Error wrong{ErrorCode::kMalformed, "not an instant of the form YYYY-MM-DDThh:mm:ssZ"};
  if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text[19] != 'Z') {
    return wrong;
  }
  CPA_TRY_ASSIGN(const Date date, parse_date(text.substr(0, 10)));
  const int h = digits(text, 11, 2);
  const int m = digits(text, 14, 2);
  const int s = digits(text, 17, 2);
  if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59) return wrong;
  return Instant{date} + std::chrono::hours{h} + std::chrono::minutes{m} + std::chrono::seconds{s};
}

std::string format_instant(Instant instant) {
  const Date date = std::chrono::floor<std::chrono::days>(instant);
  const std::int64_t seconds = (instant - Instant{date}).count();
  char text[32];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02dZ", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return format_date(date) + text;
}

int year_of(Date date) { return static_cast<int>(civil(date).year()); }

Date first_day_of_year(int y) { return make_date(y, 1, 1); }

Date last_day_of_year(int y) { return make_date(y, 12, 31); }

}  // namespace cpa::model
