#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/date.h"
#include "core/rules/pack.h"
#include "core/rules/value.h"

namespace cpa::rules {

class BoundFacts;
struct Record;

/// The dates of a question. Each variable's `law_at` says which selects its law.
struct EvalDates {
  model::Date event;
  model::Date period_start;
  model::Date period_end;
  model::Date posting;
};

/// Why a rule gave no value: "E_OVERFLOW", "E_DIVIDE", "E_EXACT", "E_NO_RULE", "E_CONFLICT",
/// "E_PARAM_GAP", "E_STEPS", "E_DATE".
struct EvalError {
  std::string code;
  std::string rule;  ///< "cpf.right/prorata"
};

/// An input or parameter that a step used.
struct TraceUse {
  std::string name;
  std::string value;
  std::string since;  ///< of a parameter: since when it has this value
  std::string ref;    ///< of a parameter, or of an input that has its default: the article
};

/// A rule that was not chosen, and why: "date", "condition" or "overridden".
struct TraceRejected {
  std::string rule;
  std::string why;
};

/// The arm of a min() or max() that won.
struct TraceArm {
  std::string op;        ///< "min", "max"
  std::uint32_t arm{1};  ///< counted from 1
  std::string name;      ///< the first name in it, "" when it has none
};

/// One variable as it was computed.
struct TraceNode {
  std::string var;
  model::Date law_date;
  std::string rule;
  std::string ref;
  std::string value;  ///< after rounding
  std::string unit;
  std::string raw;       ///< before rounding, "300000/1607"
  std::string rounding;  ///< "up 0.01", "" when the value was not changed
  std::vector<TraceUse> inputs;
  std::vector<TraceUse> params;
  std::vector<TraceRejected> rejected;
  /// The first name in the arm of min() that won, when it was not the first arm; "" otherwise.
  std::string limited_by;
  std::vector<TraceArm> arms;
  std::vector<std::string> calls;  ///< variables it asked, in order
};

/// The steps of one evaluation, each variable once, in order of completion: the asked one last.
using Trace = std::vector<TraceNode>;

/// What an evaluation came to: a value, or what is missing, or an error.
struct Outcome {
  std::optional<Scalar> value;
  std::vector<std::string> missing;  ///< inputs to ask, first reached first
  std::optional<EvalError> error;
  bool assumed{false};         ///< a default took part
  bool interpretation{false};  ///< a rule that the texts do not settle took part
  bool disputed{false};
  bool beyond_known_law{false};  ///< a law date outside the pack's `covers`: law assumed unchanged
};

/// Computes `var`. A pure function: dates are arguments, never the clock.
/// Errors: kNotFound (no such variable), kInvalidArgument (a fact of another type or out of its
/// range, or of an unknown name), kLawMissing (a law date before the pack).
Result<Outcome> evaluate(const Pack& pack, std::string_view var, const EvalDates& dates,
                         const Facts& facts, Trace* trace = nullptr);

/// The same for facts that were bound to `pack` before, many times: no name is looked up, and the
/// steps are kept in numbers (`trace_of` writes them out). `var` is its place in `pack.vars()`.
/// Errors: kLawMissing.
Result<Outcome> evaluate(const Pack& pack, std::uint32_t var, const EvalDates& dates,
                         const BoundFacts& facts, Record* record = nullptr);

}  // namespace cpa::rules
