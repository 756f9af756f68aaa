#pragma once

#include <cstdint>
#include <vector>

#include "core/rules/cell.h"
#include "core/rules/evaluate.h"

namespace cpa::rules {

/// What a step used: an input, a parameter, or the arm of min() or max() that won.
struct RecordedUse {
  enum class Kind : std::uint8_t { kInput, kParam, kArm } kind{Kind::kInput};
  std::uint32_t index{0};  ///< of the input, the parameter, or the node of min() or max()
  std::uint32_t which{0};  ///< of a parameter: which value; of an arm: which operand; kAssumed
  Cell value;              ///< of an input
};

/// `which` of an input that was not given and has its default.
inline constexpr std::uint32_t kAssumed = 1;

/// One variable as it was computed, in numbers: cheap to keep, written out by `trace_of`.
struct RecordedStep {
  std::uint32_t var{0};
  std::uint32_t rule{0};
  std::uint32_t alive{0};   ///< rules of the variable alive on the law date, as bits
  std::uint32_t silent{0};  ///< of these, those whose condition does not hold
  model::Date law_date;
  Cell raw;
  Cell value;
  std::uint32_t uses_end{0};   ///< its uses in `Record::uses` follow those of the step before
  std::uint32_t calls_end{0};  ///< its calls in `Record::calls` likewise
};

/// The steps of one evaluation, each variable once, in order of completion: the asked one last.
struct Record {
  std::vector<RecordedStep> steps;
  std::vector<RecordedUse> uses;
  std::vector<std::uint32_t> calls;  ///< variables asked, in order
  void clear() {
    steps.clear();
    uses.clear();
    calls.clear();
  }
};

/// The steps with names, values, articles and the reasons why other rules were not chosen.
Trace trace_of(const Pack& pack, const Record& record);

}  // namespace cpa::rules
