#include "core/rules/value.h"

#include <algorithm>

namespace cpa::rules {
namespace {

constexpr std::array<std::string_view, 6> kUnitNames = {"EUR",   "h",    "day",
                                                        "month", "year", "point"};
constexpr std::int8_t kExponentMax = 8;

std::optional<std::int8_t> bounded(int exponent) {
  if (exponent < -kExponentMax || exponent > kExponentMax) return std::nullopt;
  return static_cast<std::int8_t>(exponent);
}

}  // namespace

std::optional<Unit> Unit::parse(std::string_view name) {
  Unit unit;
  if (name == "num") return unit;
  const auto* const found = std::find(kUnitNames.begin(), kUnitNames.end(), name);
  if (found == kUnitNames.end()) return std::nullopt;
  unit.exponents_[static_cast<std::size_t>(found - kUnitNames.begin())] = 1;
  return unit;
}

std::optional<Unit> Unit::times(const Unit& other) const {
  Unit product;
  for (std::size_t i = 0; i < exponents_.size(); ++i) {
    const auto exponent = bounded(exponents_[i] + other.exponents_[i]);
    if (!exponent) return std::nullopt;
    product.exponents_[i] = *exponent;
  }
  return product;
}

std::optional<Unit> Unit::per(const Unit& other) const {
  Unit quotient;
  for (std::size_t i = 0; i < exponents_.size(); ++i) {
    const auto exponent = bounded(exponents_[i] - other.exponents_[i]);
    if (!exponent) return std::nullopt;
    quotient.exponents_[i] = *exponent;
  }
  return quotient;
}

std::string Unit::text() const {
  std::string text;
  for (std::size_t i = 0; i < exponents_.size(); ++i) {
    if (exponents_[i] == 0) continue;
    if (!text.empty()) text += "·";
    text += kUnitNames[i];
    if (exponents_[i] != 1) text += "^" + std::to_string(exponents_[i]);
  }
  return text.empty() ? "num" : text;
}

std::string Type::text() const {
  switch (kind) {
    case Kind::kBool:
      return "bool";
    case Kind::kNumber:
      return unit.text();
    case Kind::kDate:
      return "date";
    case Kind::kList:
      return "list";
  }
  return "invalid";
}

std::optional<Type> Type::parse(std::string_view word) {
  if (word == "bool") return Type{Kind::kBool, {}};
  if (word == "date") return Type{Kind::kDate, {}};
  if (word == "list") return Type{Kind::kList, {}};
  const std::optional<Unit> unit = Unit::parse(word);
  if (!unit) return std::nullopt;
  return Type{Kind::kNumber, *unit};
}

std::string value_text(const Scalar& value) {
  if (const bool* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* date = std::get_if<model::Date>(&value)) return model::format_date(*date);
  const Rational& number = std::get<Quantity>(value).number;
  return number.decimal_text().value_or(number.fraction_text());
}

std::optional<Scalar> parse_scalar(std::string_view text, const Type& type) {
  switch (type.kind) {
    case Kind::kBool:
      if (text != "true" && text != "false") return std::nullopt;
      return Scalar{text == "true"};
    case Kind::kDate: {
      const Result<model::Date> date = model::parse_date(text);
      if (!date) return std::nullopt;
      return Scalar{*date};
    }
    case Kind::kNumber: {
      const std::optional<Rational> number = Rational::parse(text);
      if (!number) return std::nullopt;
      return Scalar{Quantity{*number, type.unit}};
    }
    case Kind::kList:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace cpa::rules
