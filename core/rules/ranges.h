#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "core/rules/bound_facts.h"
#include "core/rules/evaluate.h"

namespace cpa::rules {

/// All numbers from `low` to `high`, both included; without an end: no bound is known there.
/// Of truths: 0 to 1 when either is possible. Of dates: day numbers.
struct Range {
  std::optional<Rational> low;
  std::optional<Rational> high;

  static Range at(const Rational& number) { return {number, number}; }
  [[nodiscard]] bool is_point() const { return low && high && *low == *high; }
  friend bool operator==(const Range&, const Range&) = default;
};

/// The smallest range around both.
Range hull(const Range& a, const Range& b);
/// Whether `a` lies within `b`.
bool within(const Range& a, const Range& b);

/// Inputs that may have any value of a range, whatever the facts say of them.
using Box = std::map<std::uint32_t, Range>;

/// Where a result lies while inputs move within a box.
struct Spread {
  Range range;
  /// No condition depends on where in the box the inputs are: one formula holds throughout.
  bool decided{true};
};

/// Computes `var` for all facts of a box at once, by interval arithmetic: every possible result is
/// in the range, which may be wider than they are. An input that neither the box nor the facts
/// give takes part with all that its declaration allows, a list that is not given with anything.
/// Nothing when some of these facts might be an error, of which no range can be told.
std::optional<Spread> spread_of(const Pack& pack, std::uint32_t var, const EvalDates& dates,
                                const BoundFacts& facts, const Box& box);

}  // namespace cpa::rules
