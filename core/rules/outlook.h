#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/rules/bound_facts.h"
#include "core/rules/evaluate.h"
#include "core/rules/ranges.h"

namespace cpa::rules {

/// Between which values a result lies whatever the missing inputs are, as tight as a few hundred
/// trials make it; an end is absent where none is known. Nothing when the law might not answer
/// for some of these inputs. Of a truth: only what both ends have in common says something.
std::optional<Range> bounds_of(const Pack& pack, std::uint32_t var, const EvalDates& dates,
                               const BoundFacts& facts);

/// What one input would have to become for another rule or condition to decide.
struct Threshold {
  std::uint32_t input{0};
  Rational at;      ///< the nearest value on the other side, in hundredths (days and others: whole)
  Rational change;  ///< `at` less the value given
  Cell result;      ///< the result there
};

/// The nearest threshold below and above each number that was given and that the holder or the
/// facts supply (not the ledger), where the result becomes another. In order of the inputs, below
/// before above. Empty when the result is not known.
std::vector<Threshold> thresholds_of(const Pack& pack, std::uint32_t var, const EvalDates& dates,
                                     const BoundFacts& facts);

}  // namespace cpa::rules
