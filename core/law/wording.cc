#include "core/law/wording.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>

namespace cpa::law {
namespace {

constexpr std::string_view kThinSpace = "\u202F";
constexpr std::string_view kHardSpace = "\u00A0";
constexpr int kDecimalsShown = 6;

/// One and many, in each language.
struct UnitWords {
  std::string_view unit;
  std::array<std::string_view, 2> french;
  std::array<std::string_view, 2> english;
};

constexpr std::array<UnitWords, 5> kUnits{{
    {"h", {"h", "h"}, {"h", "h"}},
    {"point", {"point", "points"}, {"point", "points"}},
    {"day", {"jour", "jours"}, {"day", "days"}},
    {"month", {"mois", "mois"}, {"month", "months"}},
    {"year", {"an", "ans"}, {"year", "years"}},
}};

std::string group_thousands(std::string_view digits, std::string_view separator) {
  std::string grouped;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at != 0 && (digits.size() - at) % 3 == 0) grouped += separator;
    grouped += digits[at];
  }
  return grouped;
}

/// The first decimals of numerator ÷ denominator, by long division: no floating point.
std::string cut_fraction(std::string_view text) {
  const std::size_t slash = text.find('/');
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
  std::from_chars(text.data(), text.data() + slash, numerator);
  std::from_chars(text.data() + slash + 1, text.data() + text.size(), denominator);
  if (denominator <= 0) return std::string(text);
  const std::int64_t whole = numerator / denominator;
  std::int64_t rest = std::llabs(numerator % denominator);
  std::string decimals = numerator < 0 && whole == 0 ? "-0." : std::to_string(whole) + ".";
  // Beyond this a step of the division would leave int64: the whole part is shown alone.
  if (denominator > INT64_MAX / 10) return std::to_string(whole) + "…";
  for (int digit = 0; digit < kDecimalsShown; ++digit) {
    rest *= 10;
    decimals += std::to_string(rest / denominator);
    rest %= denominator;
  }
  return rest == 0 ? decimals : decimals + "…";
}

std::string localise(std::string_view decimal, bool euros, Language language) {
  const bool negative = decimal.starts_with('-');
  if (negative) decimal.remove_prefix(1);
  const std::size_t point = decimal.find('.');
  const std::string_view whole = decimal.substr(0, point);
  std::string fraction;
  if (point != std::string_view::npos) fraction = decimal.substr(point + 1);
  if (euros && fraction.size() < 2) fraction.append(2 - fraction.size(), '0');
  const bool french = language == Language::kFrench;
  std::string text = negative ? "−" : "";
  // Hours keep their digits together, as the articles write them: 1607 h.
  text += euros ? group_thousands(whole, french ? kThinSpace : std::string_view(","))
                : std::string(whole);
  if (!fraction.empty()) text += (french ? "," : ".") + fraction;
  return text;
}

bool is_one(std::string_view value, Language language) {
  // French counts 0 and 1,5 in the singular; English does so for 1 alone.
  if (language == Language::kEnglish) return value == "1";
  return value == "0" || value == "1" || value.starts_with("0.") || value.starts_with("1.");
}

}  // namespace

std::string show_value(std::string_view value, std::string_view unit, Language language) {
  const bool french = language == Language::kFrench;
  if (value == "true") return french ? "oui" : "yes";
  if (value == "false") return french ? "non" : "no";
  if (unit == "date") {
    const Result<model::Date> date = model::parse_date(value);
    return date ? show_date(*date, language) : std::string(value);
  }
  std::string decimal(value);
  if (value.find('/') != std::string_view::npos) decimal = cut_fraction(value);
  const bool euros = unit == "EUR";
  const std::string number = localise(decimal, euros, language);
  if (euros) {
    return french ? number + std::string(kHardSpace) + "€" : "€" + number;
  }
  for (const UnitWords& words : kUnits) {
    if (words.unit != unit) continue;
    const std::size_t form = is_one(value, language) ? 0 : 1;
    const std::string_view word = french ? words.french.at(form) : words.english.at(form);
    return number + std::string(kHardSpace) + std::string(word);
  }
  return number;
}

std::string show_date(model::Date date, Language language) {
  const std::string iso = model::format_date(date);
  if (language == Language::kFrench) {
    return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
  }
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day civil(date);
  return std::to_string(static_cast<unsigned>(civil.day())) + " " +
         std::string(kMonths.at(static_cast<unsigned>(civil.month()) - 1)) + " " + iso.substr(0, 4);
}

std::string show_rounding(std::string_view mode, std::string_view to, Language language) {
  if (mode.empty() || mode == "exact") return "";
  std::string french = "arrondi à " + std::string(to);
  std::string english(to);
  if (to == "0.01") {
    french = "arrondi au centime";
    english = "cent";
  } else if (to == "1") {
    french = "arrondi à l'entier";
    english = "whole number";
  }
  const bool in_french = language == Language::kFrench;
  if (mode == "up") return in_french ? french + " supérieur" : "rounded up to the next " + english;
  if (mode == "down") {
    return in_french ? french + " inférieur" : "rounded down to the " + english + " below";
  }
  return in_french ? french + " le plus proche" : "rounded to the nearest " + english;
}

}  // namespace cpa::law
