#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace cpa::model {

/// A civil date in Europe/Paris. Valid by construction.
using Date = std::chrono::sys_days;
/// An instant in UTC, whole seconds.
using Instant = std::chrono::sys_seconds;

/// A date from numbers known to be valid (CPA_CHECK).
Date make_date(int year, unsigned month, unsigned day);
/// "2025-12-31". Errors: kMalformed for another form or a day that does not exist.
Result<Date> parse_date(std::string_view text);
std::string format_date(Date date);
/// "2025-12-31T23:59:59Z" (RFC 3339, UTC, whole seconds). Errors: kMalformed.
Result<Instant> parse_instant(std::string_view text);
std::string format_instant(Instant instant);
/// The civil year of `date`.
int year_of(Date date);
Date first_day_of_year(int year);
Date last_day_of_year(int year);

}  // namespace cpa::model
