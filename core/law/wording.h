#pragma once

#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/model/date.h"

namespace cpa::law {

/// "5000.00", "EUR" → "5 000,00 €" (U+202F and U+00A0) or "€5,000.00"; "600", "h" → "600 h";
/// "1", "point" → "1 point". Euros always show two decimals when the figure is in whole cents.
/// "true", "bool" → "oui" or "yes". An exact fraction, "300000/1607", is cut after six decimals
/// and ends in "…".
std::string show_value(std::string_view value, std::string_view unit, Language language);
/// "31/12/2025" or "31 Dec 2025".
std::string show_date(model::Date date, Language language);
/// "up 0.01" → "arrondi au centime supérieur", "rounded up to the next cent"; "" for no rounding.
std::string show_rounding(std::string_view mode, std::string_view to, Language language);

}  // namespace cpa::law
