#include "core/rules/evaluate.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <utility>

#include "core/rules/bound_facts.h"
#include "core/rules/operations.h"
#include "core/rules/program.h"
#include "core/rules/record.h"

namespace cpa::rules {
namespace {

constexpr int kStepsMax = 100'000;
constexpr std::size_t kTraceMax = 20'000;
/// More unknown conditions than this are not enumerated: the variable is then missing.
constexpr int kUnknownConditionsMax = 10;

using Index = std::uint32_t;
/// Rules of one variable as bits (at most 32).
using Mask = std::uint32_t;

/// Appends to `to` what `from` holds from `first` on.
template <typename To, typename From>
void append(To& to, const From& from, std::size_t first) {
  to.insert(to.end(), from.data() + first, from.data() + from.size());
}

class Evaluator {
 public:
  Evaluator(const Pack& pack, const EvalDates& dates, const BoundFacts& facts, Record* record)
      : pack_(pack),
        program_(pack.program()),
        dates_(dates),
        facts_(facts),
        record_(record),
        place_(pack.vars().size()) {}

  Outcome run(Index var) {
    const Cell cell = variable(var);
    if (cell.is_known()) {
      outcome_.value = to_scalar(cell, pack_.vars()[var].type);
    } else if (cell.is_error()) {
      outcome_.error = error_;
    } else {
      for (const Index input : missing_) ask(pack_.inputs()[input]);
    }
    return std::move(outcome_);
  }

 private:
  /// A variable's result, with the inputs it lacks: a range of `kept_`.
  struct Memo {
    Cell cell;
    Index first{0};
    Index count{0};
  };

  /// Where an expression stands: its variable, that one's law date, its rule, its list's item,
  /// and where the variable's own uses and calls begin.
  struct Frame {
    model::Date law;
    Index var{0};
    Index rule{kNoNode};
    Index list{0};
    std::span<const Cell> item;
    std::size_t uses{0};
    std::size_t calls{0};
  };

  // --- variables -----------------------------------------------------------------------------
  Cell variable(Index var) {
    if (place_[var] == 0) {
      // Its own list: what the caller asked before may turn out not to be needed.
      const std::size_t base = std::exchange(missing_base_, missing_.size());
      const Cell cell = compute(var);
      memo_.push_back({cell, static_cast<Index>(kept_.size()),
                       static_cast<Index>(missing_.size() - missing_base_)});
      place_[var] = static_cast<std::uint16_t>(memo_.size());
      append(kept_, missing_, missing_base_);
      missing_.resize(missing_base_);
      missing_base_ = base;
    }
    const Memo memo = memo_[place_[var] - 1U];
    for (Index i = 0; i < memo.count; ++i) note_missing(kept_[memo.first + i]);
    return memo.cell;
  }

  Cell compute(Index var) {
    const VarDeclaration& info = pack_.vars()[var];
    Frame frame;
    frame.law = info.law_at_event ? dates_.event : dates_.period_end;
    frame.var = var;
    frame.uses = uses_.size();
    frame.calls = calls_.size();
    if (frame.law >= pack_.covers_to()) outcome_.beyond_known_law = true;
    const std::size_t mark = missing_.size();
    const Cell cell = choose_and_apply(frame, info, mark);
    uses_.resize(frame.uses);
    calls_.resize(frame.calls);
    return cell;
  }

  Cell choose_and_apply(Frame& frame, const VarDeclaration& info, std::size_t mark) {
    Choice choice;
    if (!choose(choice, frame)) return Cell::error();
    if (choice.rule == kNoNode) return ask_candidates(choice, frame);
    missing_.resize(mark);
    frame.rule = choice.rule;
    const Rule& rule = program_.rules[frame.var][choice.rule];
    if (rule.mark == RuleMark::kInterpretation) outcome_.interpretation = true;
    if (rule.mark == RuleMark::kDisputed) outcome_.disputed = true;
    const Cell raw = value(rule.then, frame);
    const Cell cell = rounded(raw, info, frame);
    if (record_ != nullptr && cell.is_known()) keep_step(choice, frame, raw, cell);
    return cell;
  }

  /// Which rule was selected, none when an unknown condition decides; and the others.
  struct Choice {
    Index rule{kNoNode};
    Mask alive{0};       ///< rules alive on the law date
    Mask silent{0};      ///< of these, whose condition does not hold
    Mask unknown{0};     ///< of these, whose condition is not known
    Mask candidates{0};  ///< rules that some completion of the unknown conditions selects
  };

  void keep_step(const Choice& choice, const Frame& frame, const Cell& raw, const Cell& cell) {
    if (record_->steps.size() >= kTraceMax) return;
    // What the variables it asked have used is off the stacks by now: the rest is its own.
    append(record_->uses, uses_, frame.uses);
    append(record_->calls, calls_, frame.calls);
    record_->steps.push_back({frame.var, choice.rule, choice.alive, choice.silent, frame.law, raw,
                              cell, static_cast<Index>(record_->uses.size()),
                              static_cast<Index>(record_->calls.size())});
  }

  /// False on an error.
  bool choose(Choice& choice, Frame& frame) {
    const std::vector<Rule>& rules = program_.rules[frame.var];
    Mask holds = 0;
    for (Index i = 0; i < rules.size(); ++i) {
      const Rule& rule = rules[i];
      if (frame.law < rule.from || frame.law >= rule.to) continue;
      const Mask bit = Mask{1} << i;
      choice.alive |= bit;
      frame.rule = i;
      const Cell condition = rule.when == kNoNode ? Cell::known(true) : value(rule.when, frame);
      if (condition.is_error()) return false;
      if (condition.is_missing()) {
        choice.unknown |= bit;
      } else {
        (condition.truth() ? holds : choice.silent) |= bit;
      }
    }
    frame.rule = kNoNode;
    if (std::popcount(choice.unknown) > kUnknownConditionsMax) {
      choice.candidates = holds | choice.unknown;
      return true;
    }
    return select(choice, holds, frame);
  }

  /// Tries every completion of the unknown conditions: only where two differ is one needed.
  bool select(Choice& choice, Mask holds, const Frame& frame) {
    Mask completion = 0;
    bool first = true;
    bool differs = false;
    do {
      const Mask left = survivors(holds | completion, frame.var);
      const bool one = std::has_single_bit(left);
      if (choice.unknown == 0 && !one) {
        return conflict(left, frame);
      }
      const Index rule = one ? static_cast<Index>(std::countr_zero(left)) : kNoNode;
      if (one) choice.candidates |= left;
      if (first) choice.rule = rule;
      differs = differs || rule != choice.rule || !one;
      first = false;
      completion = (completion - choice.unknown) & choice.unknown;  // the next subset
    } while (completion != 0);
    if (differs) choice.rule = kNoNode;
    return true;
  }

  /// No rule holds, or several do: their names follow the variable's.
  bool conflict(Mask left, const Frame& frame) {
    fail(left == 0 ? "E_NO_RULE" : "E_CONFLICT", frame);
    const char* before = "/";
    for (Mask rest = left; rest != 0; rest &= rest - 1) {
      const auto rule = static_cast<std::size_t>(std::countr_zero(rest));
      error_->rule += before + program_.rules[frame.var][rule].info.id;
      before = ", ";
    }
    return false;
  }

  /// Drops, all at once, the rules that another true rule stands over.
  [[nodiscard]] Mask survivors(Mask holds, Index var) const {
    Mask overridden = 0;
    for (Mask rest = holds; rest != 0; rest &= rest - 1) {
      overridden |= program_.rules[var][static_cast<std::size_t>(std::countr_zero(rest))].over;
    }
    return holds & ~overridden;
  }

  /// Unknown conditions decide: what the rules that may win would ask for is asked as well.
  Cell ask_candidates(const Choice& choice, Frame& frame) {
    for (Mask rest = choice.candidates; rest != 0; rest &= rest - 1) {
      frame.rule = static_cast<Index>(std::countr_zero(rest));
      if (value(program_.rules[frame.var][frame.rule].then, frame).is_error()) {
        return Cell::error();
      }
    }
    return Cell::missing();
  }

  Cell rounded(const Cell& raw, const VarDeclaration& info, const Frame& frame) {
    if (!raw.is_known() || !info.round_to) return raw;
    const std::optional<Rational> after = raw.number.round_to(*info.round_to, info.round_mode);
    if (after) return Cell::known(*after);
    return fail(info.round_mode == RoundMode::kExact ? "E_EXACT" : "E_OVERFLOW", frame);
  }

  // --- failures and questions ------------------------------------------------------------------
  /// One question for all options of a choice.
  void ask(const InputDeclaration& input) {
    const std::string& name = input.choice.empty() ? input.name : input.choice;
    std::vector<std::string>& asked = outcome_.missing;
    if (std::find(asked.begin(), asked.end(), name) == asked.end()) asked.push_back(name);
  }

  Cell fail(std::string_view code, const Frame& frame) {
    if (!error_) {
      std::string place = pack_.vars()[frame.var].name;
      if (frame.rule != kNoNode) place += "/" + program_.rules[frame.var][frame.rule].info.id;
      error_ = EvalError{std::string(code), std::move(place)};
    }
    return Cell::error();
  }

  Cell done(const Computed& computed, const Frame& frame) {
    return computed.number ? Cell::known(*computed.number) : fail(computed.error, frame);
  }

  void note_missing(Index input) {
    const std::span<const Index> noted = std::span<const Index>(missing_).subspan(missing_base_);
    if (std::find(noted.begin(), noted.end(), input) == noted.end()) missing_.push_back(input);
  }

  void note_use(RecordedUse::Kind kind, Index index, Index which, const Cell& value) {
    if (record_ != nullptr) uses_.push_back({kind, index, which, value});
  }

  // --- expressions -----------------------------------------------------------------------------
  [[nodiscard]] Index operand(const Node& node, Index i) const {
    return program_.operands[node.first + i];
  }

  Cell value(Index index, Frame& frame) {
    if (++steps_ > kStepsMax) return fail("E_STEPS", frame);
    const Node& node = program_.nodes[index];
    switch (node.op) {
      case Op::kLiteral:
        return program_.literals[node.index];
      case Op::kLawYear:
        return Cell::known(Rational(model::year_of(dates_.period_end)));
      case Op::kLawDate:
        return Cell::known(frame.law);
      case Op::kParam:
        return parameter(node.index, frame.law, frame);
      case Op::kParamAt: {
        const Cell date = value(operand(node, 0), frame);
        return date.is_known() ? parameter(node.index, date.date(), frame) : date;
      }
      case Op::kInput:
        return input(node.index, frame);
      case Op::kVar:
        if (record_ != nullptr) calls_.push_back(node.index);
        return variable(node.index);
      case Op::kField:
        return field(node.index, frame);
      case Op::kOr:
      case Op::kAnd:
        return logical(node, frame);
      case Op::kNot: {
        const Cell cell = value(operand(node, 0), frame);
        return cell.is_known() ? Cell::known(!cell.truth()) : cell;
      }
      case Op::kIf:
        return conditional(node, frame);
      case Op::kSum:
      case Op::kCount:
      case Op::kMost:
        return fold(node, frame);
      case Op::kMin:
      case Op::kMax:
        return extreme(index, frame);
      case Op::kDate:
        return day(node, frame);
      case Op::kNegate:
      case Op::kFloor:
      case Op::kCeil:
      case Op::kWorkingDay: {
        const Cell cell = value(operand(node, 0), frame);
        return cell.is_known() ? done(compute_one(node.op, cell), frame) : cell;
      }
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual:
      case Op::kEqual:
      case Op::kNotEqual:
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kMultiply:
      case Op::kDivide:
      case Op::kAddMonths:
      case Op::kAddDays:
      case Op::kDaysBetween:
      case Op::kAge:
        break;
    }
    return binary(node, frame);
  }

  static Computed compute_one(Op op, const Cell& cell) { return rules::compute(op, cell.number); }

  /// Operations that need both sides: each is evaluated, so that all questions are known.
  Cell binary(const Node& node, Frame& frame) {
    const Cell a = value(operand(node, 0), frame);
    const Cell b = value(operand(node, 1), frame);
    if (a.is_error() || b.is_error()) return Cell::error();
    if (a.is_missing() || b.is_missing()) return Cell::missing();
    if (node.type.kind == Kind::kBool) {
      return Cell::known(compared(node.op, compare(a.number, b.number)));
    }
    if (node.op == Op::kAddMonths) return done(add_months(a.number, b.number), frame);
    if (node.op == Op::kAddDays) return done(add_days(a.number, b.number), frame);
    if (node.op == Op::kAge) return Cell::known(age(a.number, b.number));
    if (node.op == Op::kDaysBetween) {
      return done(rules::compute(Op::kSubtract, b.number, a.number), frame);
    }
    return done(rules::compute(node.op, a.number, b.number), frame);
  }

  Cell extreme(Index index, Frame& frame) {
    const Node& node = program_.nodes[index];
    Cell best;
    Index arm = 0;
    bool missing = false;
    bool error = false;
    for (Index i = 0; i < node.count; ++i) {
      const Cell cell = value(operand(node, i), frame);
      missing = missing || cell.is_missing();
      error = error || cell.is_error();
      if (missing || error) continue;
      const int sign = i == 0 ? 0 : compare(cell.number, best.number);
      if (i > 0 && (node.op == Op::kMin ? sign >= 0 : sign <= 0)) continue;
      best = cell;
      arm = i;
    }
    if (error) return Cell::error();
    if (missing) return Cell::missing();
    note_use(RecordedUse::Kind::kArm, index, arm, best);
    return best;
  }

  Cell day(const Node& node, Frame& frame) {
    std::array<Cell, 3> parts;
    bool missing = false;
    bool error = false;
    for (Index i = 0; i < 3; ++i) {
      parts[i] = value(operand(node, i), frame);
      missing = missing || parts[i].is_missing();
      error = error || parts[i].is_error();
    }
    if (error) return Cell::error();
    if (missing) return Cell::missing();
    return done(make_day(parts[0].number, parts[1].number, parts[2].number), frame);
  }

  /// Kleene, left to right: what decides alone stops, and what was asked before is not needed.
  Cell logical(const Node& node, Frame& frame) {
    const bool decisive = node.op == Op::kOr;
    const std::size_t mark = missing_.size();
    const Cell left = value(operand(node, 0), frame);
    if (left.is_error() || left.is(decisive)) return left;
    const Cell right = value(operand(node, 1), frame);
    if (right.is_error()) return right;
    if (right.is(decisive)) {
      missing_.resize(mark);
      return right;
    }
    return left.is_known() ? right : Cell::missing();
  }

  Cell conditional(const Node& node, Frame& frame) {
    const Cell condition = value(operand(node, 0), frame);
    if (condition.is_error()) return condition;
    if (condition.is_known()) return value(operand(node, condition.truth() ? 1 : 2), frame);
    const Cell yes = value(operand(node, 1), frame);
    const Cell no = value(operand(node, 2), frame);
    return yes.is_error() || no.is_error() ? Cell::error() : Cell::missing();
  }

  Cell fold(const Node& node, Frame& frame) {
    note_use(RecordedUse::Kind::kInput, node.index, 0, facts_.scalar(node.index));
    if (!facts_.has_list(node.index)) {
      note_missing(node.index);
      return Cell::missing();
    }
    Frame inner = frame;
    inner.list = node.index;
    Rational total;
    bool known = true;
    for (Index i = 0; i < facts_.list_size(node.index); ++i) {
      inner.item = facts_.item(node.index, i);
      const Cell cell = value(operand(node, 0), inner);
      if (cell.is_error()) return cell;
      known = known && cell.is_known();
      if (!known) continue;
      if (node.op == Op::kMost) {
        if (compare(cell.number, total) > 0) total = cell.number;
        continue;
      }
      const std::optional<Rational> sum = add(total, cell.number);
      if (!sum) return fail("E_OVERFLOW", frame);
      total = *sum;
    }
    return known ? Cell::known(total) : Cell::missing();
  }

  Cell parameter(Index index, model::Date date, Frame& frame) {
    const std::vector<ParamValue>& values = program_.params[index].values;
    Index which = 0;
    while (which < values.size() && values[which].from <= date) ++which;
    if (which == 0 || !values[which - 1].value) return fail("E_PARAM_GAP", frame);
    note_use(RecordedUse::Kind::kParam, index, which - 1, {});
    return values[which - 1].cell;
  }

  Cell input(Index index, Frame& frame) {
    const Cell& given = facts_.scalar(index);
    const Index fallback = program_.inputs[index].default_node;
    if (given.is_known() || fallback == kNoNode) {
      note_use(RecordedUse::Kind::kInput, index, 0, given);
      if (given.is_missing()) note_missing(index);
      return given;
    }
    outcome_.assumed = true;
    const Cell assumed = value(fallback, frame);
    note_use(RecordedUse::Kind::kInput, index, kAssumed, assumed);
    return assumed;
  }

  Cell field(Index index, Frame& frame) {
    const Field& field = program_.inputs[frame.list].fields[index];
    if (field.derive != kNoNode) return value(field.derive, frame);
    if (frame.item[index].is_missing()) note_missing(frame.list);
    return frame.item[index];
  }

  const Pack& pack_;
  const Pack::Program& program_;
  const EvalDates& dates_;
  const BoundFacts& facts_;
  Record* record_;
  std::vector<std::uint16_t> place_;  ///< of each variable in `memo_`, from 1; 0: not computed yet
  std::vector<Memo> memo_;
  std::vector<Index> missing_;   ///< of the open variables, one after the other
  std::size_t missing_base_{0};  ///< where those of the innermost open variable begin
  std::vector<Index> kept_;      ///< of the variables that are done
  std::vector<RecordedUse> uses_;
  std::vector<Index> calls_;
  std::optional<EvalError> error_;
  Outcome outcome_;
  int steps_{0};
};

}  // namespace

Result<Outcome> evaluate(const Pack& pack, std::uint32_t var, const EvalDates& dates,
                         const BoundFacts& facts, Record* record) {
  const model::Date law = pack.vars()[var].law_at_event ? dates.event : dates.period_end;
  if (law < pack.covers_from()) {
    return Error{ErrorCode::kLawMissing, "the date lies before the law of this pack"};
  }
  if (record != nullptr) record->clear();
  return Evaluator(pack, dates, facts, record).run(var);
}

Result<Outcome> evaluate(const Pack& pack, std::string_view var, const EvalDates& dates,
                         const Facts& facts, Trace* trace) {
  const VarDeclaration* const info = pack.find_var(var);
  if (info == nullptr) return Error{ErrorCode::kNotFound, "no such variable: " + std::string(var)};
  CPA_TRY_ASSIGN(const BoundFacts bound, BoundFacts::bind(pack, facts));
  const auto index = static_cast<std::uint32_t>(info - pack.vars().data());
  if (trace == nullptr) return evaluate(pack, index, dates, bound);
  Record record;
  CPA_TRY_ASSIGN(Outcome outcome, evaluate(pack, index, dates, bound, &record));
  *trace = trace_of(pack, record);
  return outcome;
}

}  // namespace cpa::rules
