#pragma once

#include <cstdint>
#include <optional>

#include "core/rules/rational.h"
#include "core/rules/value.h"

namespace cpa::rules {

/// A value while it is computed, or why there is none. Its type is known beforehand, from the
/// node or the declaration: a truth is 0 or 1, a date is its day number.
struct Cell {
  enum class State : std::uint8_t { kMissing, kKnown, kError };
  Rational number;
  State state{State::kMissing};

  static Cell known(const Rational& number) { return {number, State::kKnown}; }
  static Cell known(bool truth) { return known(Rational(truth ? 1 : 0)); }
  static Cell known(model::Date date) { return known(Rational(date.time_since_epoch().count())); }
  static Cell missing() { return {}; }
  static Cell error() { return {{}, State::kError}; }

  [[nodiscard]] bool is_known() const noexcept { return state == State::kKnown; }
  [[nodiscard]] bool is_missing() const noexcept { return state == State::kMissing; }
  [[nodiscard]] bool is_error() const noexcept { return state == State::kError; }
  [[nodiscard]] bool truth() const noexcept { return number.num() != 0; }
  [[nodiscard]] bool is(bool truth) const noexcept { return is_known() && this->truth() == truth; }
  [[nodiscard]] model::Date date() const noexcept {
    return model::Date{std::chrono::days{static_cast<int>(number.num())}};
  }
};

/// A given value as a cell.
Cell to_cell(const Scalar& value);
/// A known cell as a value of `type`.
Scalar to_scalar(const Cell& cell, const Type& type);

}  // namespace cpa::rules
