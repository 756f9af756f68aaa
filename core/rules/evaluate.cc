#include "core/rules/evaluate.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/rules/facts_check.h"
#include "core/rules/order.h"
#include "core/rules/program.h"

namespace cpa::rules {
namespace {

constexpr int kStepsMax = 100'000;
constexpr std::size_t kTraceMax = 20'000;
/// More unknown guards than this are not enumerated: the variable is then missing.
constexpr std::size_t kUnknownGuardsMax = 10;

using Index = std::uint32_t;

/// A value, or why there is none.
struct Slot {
  enum class State : std::uint8_t { kKnown, kMissing, kError } state{State::kMissing};
  Scalar value{false};

  static Slot known(Scalar value) { return {State::kKnown, value}; }
  static Slot missing() { return {State::kMissing, false}; }
  static Slot error() { return {State::kError, false}; }
  [[nodiscard]] bool is_known() const noexcept { return state == State::kKnown; }
  [[nodiscard]] bool is_error() const noexcept { return state == State::kError; }
  [[nodiscard]] bool is(bool truth) const noexcept {
    return is_known() && std::get<bool>(value) == truth;
  }
};

class Evaluator {
 public:
  Evaluator(const Pack& pack, const EvalDates& dates, const Facts& facts, Trace* trace)
      : pack_(pack),
        program_(pack.program()),
        dates_(dates),
        trace_(trace),
        memo_(pack.vars().size()),
        given_(pack.inputs().size(), nullptr) {
    for (std::size_t i = 0; i < pack.inputs().size(); ++i) {
      const auto found = facts.find(pack.inputs()[i].name);
      if (found != facts.end()) given_[i] = &found->second;
    }
  }

  Outcome run(Index var) {
    const Slot slot = variable(var);
    if (slot.is_known()) {
      outcome_.value = slot.value;
    } else if (slot.is_error()) {
      outcome_.error = error_;
    } else {
      for (const Index input : missing_) outcome_.missing.push_back(pack_.inputs()[input].name);
    }
    return std::move(outcome_);
  }

 private:
  struct Memo {
    bool done{false};
    Slot slot;
    std::vector<Index> missing;
  };

  /// Where an expression stands: its variable's law date, its rule (for errors), its item.
  struct Context {
    model::Date law;
    Index var{0};
    const Rule* rule{nullptr};
    const Item* item{nullptr};
    Index list{0};
    TraceNode* node{nullptr};
  };

  // --- variables -----------------------------------------------------------------------------
  Slot variable(Index var) {
    Memo& memo = memo_[var];
    if (!memo.done) {
      TraceNode node;
      // Its own list: what the caller asked before may turn out not to be needed.
      std::vector<Index> asked_before;
      std::swap(asked_before, missing_);
      memo.slot = compute(var, node);
      memo.missing = std::move(missing_);
      missing_ = std::move(asked_before);
      memo.done = true;
      if (trace_ != nullptr && memo.slot.is_known() && trace_->size() < kTraceMax) {
        trace_->push_back(std::move(node));
      }
    }
    for (const Index input : memo.missing) note_missing(input);
    return memo.slot;
  }

  Slot compute(Index var, TraceNode& node) {
    const VarDeclaration& info = pack_.vars()[var];
    Context context{info.law_at_event ? dates_.event : dates_.period_end,
                    var,
                    nullptr,
                    nullptr,
                    0,
                    trace_ != nullptr ? &node : nullptr};
    if (context.law >= pack_.covers_to()) outcome_.beyond_known_law = true;
    const std::size_t mark = missing_.size();
    const Choice choice = choose(context);
    if (choice.error) return Slot::error();
    if (choice.rule == nullptr) return ask_candidates(choice, context);
    missing_.resize(mark);
    context.rule = choice.rule;
    if (choice.rule->info.status == "interpretation") outcome_.interpretation = true;
    if (choice.rule->info.status == "disputed") outcome_.disputed = true;
    if (context.node != nullptr) describe(choice, context);
    return rounded(value(choice.rule->then, context), info, context);
  }

  /// Which rule was selected; none when an unknown guard decides, and then who could be.
  struct Choice {
    bool error{false};
    const Rule* rule{nullptr};
    std::vector<const Rule*> candidates;
    std::vector<std::pair<const Rule*, Slot>> alive;  // with its guard
  };

  Choice choose(Context& context) {
    Choice choice;
    const std::vector<Rule>& rules = program_.rules[context.var];
    std::vector<std::size_t> unknown;
    for (const Rule& rule : rules) {
      if (context.law < rule.from || context.law >= rule.to) continue;
      context.rule = &rule;
      const Slot guard = rule.when == kNoNode ? Slot::known(true) : value(rule.when, context);
      if (guard.is_error()) {
        choice.error = true;
        return choice;
      }
      if (!guard.is_known()) unknown.push_back(choice.alive.size());
      choice.alive.emplace_back(&rule, guard);
    }
    context.rule = nullptr;
    if (unknown.size() > kUnknownGuardsMax) {
      for (const auto& [rule, guard] : choice.alive) choice.candidates.push_back(rule);
      return choice;
    }
    select(choice, unknown, context);
    return choice;
  }

  /// Tries every completion of the unknown guards: only where two of them differ is one needed.
  void select(Choice& choice, const std::vector<std::size_t>& unknown, const Context& context) {
    std::vector<bool> holds(choice.alive.size());
    for (std::size_t i = 0; i < holds.size(); ++i) holds[i] = choice.alive[i].second.is(true);
    bool differs = false;
    const Rule* first = nullptr;
    for (std::size_t bits = 0; bits < (std::size_t{1} << unknown.size()); ++bits) {
      for (std::size_t k = 0; k < unknown.size(); ++k) holds[unknown[k]] = ((bits >> k) & 1U) != 0;
      const auto [rule, count] = survivor(choice, holds, context.var);
      if (unknown.empty() && count != 1) {
        fail(count == 0 ? "E_NO_RULE" : "E_CONFLICT", context);
        choice.error = true;
        return;
      }
      const Rule* chosen = count == 1 ? rule : nullptr;
      if (chosen != nullptr && std::find(choice.candidates.begin(), choice.candidates.end(),
                                         chosen) == choice.candidates.end()) {
        choice.candidates.push_back(chosen);
      }
      if (bits == 0) first = chosen;
      if (chosen != first || chosen == nullptr) differs = true;
    }
    if (!differs) choice.rule = first;
  }

  /// Drops, all at once, the rules that another true rule stands over.
  std::pair<const Rule*, int> survivor(const Choice& choice, const std::vector<bool>& holds,
                                       Index var) const {
    const Rule* kept = nullptr;
    int count = 0;
    const Rule* const begin = program_.rules[var].data();
    for (std::size_t i = 0; i < holds.size(); ++i) {
      if (!holds[i]) continue;
      const auto index = static_cast<Index>(choice.alive[i].first - begin);
      bool overridden = false;
      for (std::size_t k = 0; k < holds.size() && !overridden; ++k) {
        const std::vector<Index>& over = choice.alive[k].first->over;
        overridden = holds[k] && std::find(over.begin(), over.end(), index) != over.end();
      }
      if (overridden) continue;
      kept = choice.alive[i].first;
      ++count;
    }
    return {kept, count};
  }

  /// Unknown guards decide: what the rules that may win would ask for is asked as well.
  Slot ask_candidates(const Choice& choice, Context& context) {
    for (const auto& [rule, guard] : choice.alive) {
      const auto& list = choice.candidates;
      if (std::find(list.begin(), list.end(), rule) == list.end()) continue;
      context.rule = rule;
      if (value(rule->then, context).is_error()) return Slot::error();
    }
    return Slot::missing();
  }

  void describe(const Choice& choice, Context& context) const {
    TraceNode& node = *context.node;
    const VarDeclaration& info = pack_.vars()[context.var];
    node.var = info.name;
    node.unit = info.type.text();
    node.law_date = context.law;
    node.rule = choice.rule->info.id;
    node.ref = choice.rule->info.ref;
    for (const Rule& rule : program_.rules[context.var]) {
      if (&rule == choice.rule) continue;
      std::string why = "date";
      for (const auto& [alive, guard] : choice.alive) {
        if (alive == &rule) why = guard.is(false) ? "condition" : "overridden";
      }
      node.rejected.push_back({rule.info.id, why});
    }
  }

  Slot rounded(Slot slot, const VarDeclaration& info, const Context& context) {
    if (!slot.is_known()) return slot;
    if (context.node != nullptr) context.node->raw = raw_text(slot.value);
    if (info.round_to) {
      const Quantity before = std::get<Quantity>(slot.value);
      const std::optional<Rational> after = before.number.round_to(*info.round_to, info.round_mode);
      if (!after)
        return fail(info.round_mode == RoundMode::kExact ? "E_EXACT" : "E_OVERFLOW", context);
      if (context.node != nullptr && *after != before.number) {
        context.node->rounding = std::string(round_mode_name(info.round_mode)) + " " +
                                 value_text(Quantity{*info.round_to, before.unit});
      }
      slot.value = Quantity{*after, before.unit};
    }
    if (context.node != nullptr) context.node->value = value_text(slot.value);
    return slot;
  }

  static std::string raw_text(const Scalar& value) {
    const auto* quantity = std::get_if<Quantity>(&value);
    return quantity != nullptr ? quantity->number.fraction_text() : value_text(value);
  }

  // --- failures and questions ------------------------------------------------------------------
  Slot fail(std::string_view code, const Context& context) {
    if (!error_) {
      std::string rule = pack_.vars()[context.var].name;
      if (context.rule != nullptr) rule += "/" + context.rule->info.id;
      error_ = EvalError{std::string(code), std::move(rule)};
    }
    return Slot::error();
  }

  void note_missing(Index input) {
    if (std::find(missing_.begin(), missing_.end(), input) == missing_.end()) {
      missing_.push_back(input);
    }
  }

  // --- expressions -----------------------------------------------------------------------------
  [[nodiscard]] Index operand(const Node& node, Index i) const {
    return program_.operands[node.first + i];
  }

  Slot value(Index index, Context& context) {
    if (++steps_ > kStepsMax) return fail("E_STEPS", context);
    const Node& node = program_.nodes[index];
    switch (node.op) {
      case Op::kLiteral:
        return Slot::known(program_.literals[node.index]);
      case Op::kLawYear:
        return Slot::known(Quantity{Rational(model::year_of(dates_.period_end)), {}});
      case Op::kParam:
        return parameter(node.index, context.law, context);
      case Op::kParamAt:
        return parameter_at(node, context);
      case Op::kInput:
        return input(node.index, context);
      case Op::kVar:
        if (context.node != nullptr) context.node->calls.push_back(pack_.vars()[node.index].name);
        return variable(node.index);
      case Op::kField:
        return field(node.index, context);
      case Op::kOr:
      case Op::kAnd:
        return logical(node, context);
      case Op::kNot: {
        const Slot slot = value(operand(node, 0), context);
        return slot.is_known() ? Slot::known(!std::get<bool>(slot.value)) : slot;
      }
      case Op::kIf:
        return conditional(node, context);
      case Op::kSum:
      case Op::kCount:
      case Op::kMost:
        return fold(node, context);
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
      case Op::kNegate:
      case Op::kFloor:
      case Op::kCeil:
      case Op::kMin:
      case Op::kMax:
      case Op::kDate:
      case Op::kAddMonths:
      case Op::kDaysBetween:
      case Op::kAge:
        break;
    }
    return strict(node, context);
  }

  /// Operations that need all their operands: each is evaluated, so that all questions are known.
  Slot strict(const Node& node, Context& context) {
    std::array<Slot, 8> slots;
    bool all_known = true;
    bool any_error = false;
    for (Index i = 0; i < node.count; ++i) {
      slots[i] = value(operand(node, i), context);
      all_known = all_known && slots[i].is_known();
      any_error = any_error || slots[i].is_error();
    }
    if (any_error) return Slot::error();
    if (!all_known) return Slot::missing();
    if (node.op == Op::kMin || node.op == Op::kMax) return extreme(node, slots, context);
    if (node.type.kind == Kind::kBool) return compared(node.op, slots[0].value, slots[1].value);
    if (node.type.kind == Kind::kDate) return date_of(node, slots, context);
    if (node.op == Op::kDaysBetween || node.op == Op::kAge) return span(node, slots);
    return arithmetic(node, slots, context);
  }

  static Slot compared(Op op, const Scalar& a, const Scalar& b) {
    const int sign = order(a, b);
    const bool truth = op == Op::kLess           ? sign < 0
                       : op == Op::kLessEqual    ? sign <= 0
                       : op == Op::kGreater      ? sign > 0
                       : op == Op::kGreaterEqual ? sign >= 0
                       : op == Op::kEqual        ? sign == 0
                                                 : sign != 0;
    return Slot::known(truth);
  }

  Slot extreme(const Node& node, const std::array<Slot, 8>& slots, const Context& context) const {
    Index best = 0;
    for (Index i = 1; i < node.count; ++i) {
      const int sign = order(slots[i].value, slots[best].value);
      if (node.op == Op::kMin ? sign < 0 : sign > 0) best = i;
    }
    if (context.node != nullptr && node.op == Op::kMin) {
      context.node->limited_by = best == 0 ? "" : first_name(operand(node, best));
    }
    return slots[best];
  }

  [[nodiscard]] std::string first_name(Index index) const {
    const Node& node = program_.nodes[index];
    if (node.op == Op::kVar) return pack_.vars()[node.index].name;
    if (node.op == Op::kInput) return pack_.inputs()[node.index].name;
    if (node.op == Op::kParam || node.op == Op::kParamAt) {
      return "@" + program_.params[node.index].name;
    }
    for (Index i = 0; i < node.count; ++i) {
      const std::string name = first_name(operand(node, i));
      if (!name.empty()) return name;
    }
    return "";
  }

  Slot date_of(const Node& node, const std::array<Slot, 8>& slots, const Context& context) {
    if (node.op == Op::kAddMonths) {
      const std::chrono::year_month_day start{std::get<model::Date>(slots[0].value)};
      const Rational& months = std::get<Quantity>(slots[1].value).number;
      if (!months.is_whole() || months.num() < -24'000 || months.num() > 24'000) {
        return fail("E_DATE", context);
      }
      const std::chrono::year_month target =
          start.year() / start.month() + std::chrono::months{static_cast<int>(months.num())};
      return Slot::known(model::Date{clamped(target, start.day())});
    }
    std::array<std::int64_t, 3> parts{};
    for (std::size_t i = 0; i < 3; ++i) {
      const Rational& number = std::get<Quantity>(slots[i].value).number;
      if (!number.is_whole() || number.num() < 1 || number.num() > 9999) {
        return fail("E_DATE", context);
      }
      parts[i] = number.num();
    }
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(parts[0])},
                                           std::chrono::month{static_cast<unsigned>(parts[1])},
                                           std::chrono::day{static_cast<unsigned>(parts[2])}};
    return date.ok() ? Slot::known(model::Date{date}) : fail("E_DATE", context);
  }

  static Slot span(const Node& node, const std::array<Slot, 8>& slots) {
    const model::Date a = std::get<model::Date>(slots[0].value);
    const model::Date b = std::get<model::Date>(slots[1].value);
    const std::int64_t count = node.op == Op::kAge ? years_between(a, b) : (b - a).count();
    return Slot::known(Quantity{Rational(count), node.type.unit});
  }

  Slot arithmetic(const Node& node, const std::array<Slot, 8>& slots, const Context& context) {
    const Rational& a = std::get<Quantity>(slots[0].value).number;
    const Rational b = node.count > 1 ? std::get<Quantity>(slots[1].value).number : Rational();
    if (node.op == Op::kDivide && b.num() == 0) return fail("E_DIVIDE", context);
    std::optional<Rational> result;
    if (node.op == Op::kAdd) result = add(a, b);
    if (node.op == Op::kSubtract) result = subtract(a, b);
    if (node.op == Op::kMultiply) result = multiply(a, b);
    if (node.op == Op::kDivide) result = divide(a, b);
    if (node.op == Op::kNegate) result = negate(a);
    if (node.op == Op::kFloor) result = Rational(a.floor());
    if (node.op == Op::kCeil && a.ceil()) result = Rational(*a.ceil());
    if (!result) return fail("E_OVERFLOW", context);
    return Slot::known(Quantity{*result, node.type.unit});
  }

  /// Kleene, left to right: what decides alone stops, and what was asked before is not needed.
  Slot logical(const Node& node, Context& context) {
    const bool decisive = node.op == Op::kOr;
    const std::size_t mark = missing_.size();
    const Slot left = value(operand(node, 0), context);
    if (left.is_error() || left.is(decisive)) return left;
    const Slot right = value(operand(node, 1), context);
    if (right.is_error()) return right;
    if (right.is(decisive)) {
      missing_.resize(mark);
      return right;
    }
    return left.is_known() ? right : Slot::missing();
  }

  Slot conditional(const Node& node, Context& context) {
    const Slot condition = value(operand(node, 0), context);
    if (condition.is_error()) return condition;
    if (condition.is_known()) {
      return value(operand(node, std::get<bool>(condition.value) ? 1 : 2), context);
    }
    const Slot yes = value(operand(node, 1), context);
    const Slot no = value(operand(node, 2), context);
    return yes.is_error() || no.is_error() ? Slot::error() : Slot::missing();
  }

  Slot fold(const Node& node, Context& context) {
    if (context.node != nullptr) note_input(node.index, context);
    const Value* const given = given_[node.index];
    if (given == nullptr) {
      note_missing(node.index);
      return Slot::missing();
    }
    std::optional<Rational> total = Rational();
    bool known = true;
    for (const Item& item : std::get<List>(*given)) {
      Context inner = context;
      inner.item = &item;
      inner.list = node.index;
      const Slot slot = value(operand(node, 0), inner);
      if (slot.is_error()) return slot;
      known = known && slot.is_known();
      if (!known) continue;
      total = folded(node.op, *total, slot.value);
      if (!total) return fail("E_OVERFLOW", context);
    }
    if (!known) return Slot::missing();
    return Slot::known(Quantity{*total, node.type.unit});
  }

  static std::optional<Rational> folded(Op op, const Rational& total, const Scalar& value) {
    if (op == Op::kCount) return std::get<bool>(value) ? add(total, Rational(1)) : total;
    const Rational& number = std::get<Quantity>(value).number;
    if (op == Op::kSum) return add(total, number);
    return compare(number, total) > 0 ? number : total;
  }

  Slot parameter_at(const Node& node, Context& context) {
    const Slot date = value(operand(node, 0), context);
    if (!date.is_known()) return date;
    return parameter(node.index, std::get<model::Date>(date.value), context);
  }

  Slot parameter(Index index, model::Date date, Context& context) {
    const Param& param = program_.params[index];
    const ParamValue* current = nullptr;
    for (const ParamValue& candidate : param.values) {
      if (candidate.from <= date) current = &candidate;
    }
    if (current == nullptr || !current->value) return fail("E_PARAM_GAP", context);
    if (context.node != nullptr) note_param(param, *current, *context.node);
    return Slot::known(*current->value);
  }

  static void note_param(const Param& param, const ParamValue& value, TraceNode& node) {
    for (const TraceUse& use : node.params) {
      if (use.name == param.name) return;
    }
    node.params.push_back(
        {param.name, value_text(*value.value), model::format_date(value.from), value.ref});
  }

  Slot input(Index index, Context& context) {
    const Value* const given = given_[index];
    if (context.node != nullptr) note_input(index, context);
    if (given != nullptr) {
      if (const bool* truth = std::get_if<bool>(given)) return Slot::known(*truth);
      if (const auto* date = std::get_if<model::Date>(given)) return Slot::known(*date);
      return Slot::known(std::get<Quantity>(*given));
    }
    const Index fallback = program_.inputs[index].default_node;
    if (fallback == kNoNode) {
      note_missing(index);
      return Slot::missing();
    }
    outcome_.assumed = true;
    return value(fallback, context);
  }

  void note_input(Index index, const Context& context) const {
    TraceNode& node = *context.node;
    const std::string& name = pack_.inputs()[index].name;
    for (const TraceUse& use : node.inputs) {
      if (use.name == name) return;
    }
    TraceUse use{name, "", "", ""};
    if (const Value* const given = given_[index]) {
      if (const bool* truth = std::get_if<bool>(given)) use.value = value_text(*truth);
      if (const auto* date = std::get_if<model::Date>(given)) use.value = value_text(*date);
      if (const auto* number = std::get_if<Quantity>(given)) use.value = value_text(*number);
      if (const auto* list = std::get_if<List>(given)) use.value = std::to_string(list->size());
    }
    node.inputs.push_back(std::move(use));
  }

  Slot field(Index index, Context& context) {
    const Field& field = program_.inputs[context.list].fields[index];
    if (field.derive != kNoNode) return value(field.derive, context);
    const auto found = context.item->find(field.name);
    if (found == context.item->end()) {
      note_missing(context.list);
      return Slot::missing();
    }
    return Slot::known(found->second);
  }

  const Pack& pack_;
  const Pack::Program& program_;
  const EvalDates& dates_;
  Trace* trace_;
  std::vector<Memo> memo_;
  std::vector<const Value*> given_;
  std::vector<Index> missing_;
  std::optional<EvalError> error_;
  Outcome outcome_;
  int steps_{0};
};

}  // namespace

Result<Outcome> evaluate(const Pack& pack, std::string_view var, const EvalDates& dates,
                         const Facts& facts, Trace* trace) {
  const VarDeclaration* const info = pack.find_var(var);
  if (info == nullptr) return Error{ErrorCode::kNotFound, "no such variable: " + std::string(var)};
  CPA_TRY(check_facts(pack, facts));
  const model::Date law = info->law_at_event ? dates.event : dates.period_end;
  if (law < pack.covers_from()) {
    return Error{ErrorCode::kLawMissing, "the date lies before the law of this pack"};
  }
  if (trace != nullptr) trace->clear();
  return Evaluator(pack, dates, facts, trace).run(static_cast<Index>(info - pack.vars().data()));
}

}  // namespace cpa::rules
