#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/model/date.h"
#include "core/rules/rational.h"

namespace cpa::rules {

/// The exponents of EUR, h, day, month, year and point.
class Unit {
 public:
  constexpr Unit() = default;
  /// "EUR", "h", "day", "month", "year", "point", or "num" for none; nothing for another name.
  static std::optional<Unit> parse(std::string_view name);
  [[nodiscard]] bool is_plain() const noexcept {
    return exponents_ == std::array<std::int8_t, 6>{};
  }
  /// The unit of a product; nothing when an exponent leaves ±8.
  [[nodiscard]] std::optional<Unit> times(const Unit& other) const;
  [[nodiscard]] std::optional<Unit> per(const Unit& other) const;
  /// "EUR", "EUR·h", "h^-1", "num".
  [[nodiscard]] std::string text() const;
  friend bool operator==(const Unit&, const Unit&) = default;

 private:
  std::array<std::int8_t, 6> exponents_{};
};

/// A number with its unit.
struct Quantity {
  Rational number;
  Unit unit;
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// One known value that is no list.
using Scalar = std::variant<bool, Quantity, model::Date>;
/// One item of a list: its given fields by name. A field that is absent is missing.
using Item = std::map<std::string, Scalar, std::less<>>;
using List = std::vector<Item>;
/// What an input can be given as.
using Value = std::variant<bool, Quantity, model::Date, List>;

/// Inputs that are known, by name. What is absent is missing, never 0 or false.
using Facts = std::map<std::string, Value, std::less<>>;

/// What kind of value a name stands for.
enum class Kind : std::uint8_t { kBool, kNumber, kDate, kList };

/// The declared type of a name.
struct Type {
  Kind kind{Kind::kNumber};
  Unit unit;  ///< of a number
  friend bool operator==(const Type&, const Type&) = default;
  /// "bool", "date", "list", or the unit.
  [[nodiscard]] std::string text() const;
  /// From a pack's type word; nothing for an unknown one.
  static std::optional<Type> parse(std::string_view word);
};

/// A value as canonical text: decimal (or fraction) without its unit, ISO date, "true"/"false".
std::string value_text(const Scalar& value);
/// Reads the text of a value of type `type` (not a list); nothing for another form.
std::optional<Scalar> parse_scalar(std::string_view text, const Type& type);

}  // namespace cpa::rules
