#include "core/rules/conditions.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/rules/bound_facts.h"
#include "core/rules/evaluate.h"
#include "core/rules/program.h"

namespace cpa::rules {
namespace {

using Index = std::uint32_t;

/// More combinations than this are sampled.
constexpr std::size_t kCombinationsMax = 128;
/// A pack that would want more trials than this in all is a hostile one: the rest is left.
constexpr int kTrialsMax = 20'000;
constexpr std::int64_t kNumberMax = 1'000'000;

/// The next of a fixed sequence that looks random (SplitMix64).
std::uint64_t next(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15U;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
  return mixed ^ (mixed >> 31U);
}

/// What the conditions of one variable depend on.
struct Cone {
  std::set<Index> inputs;
  std::set<Index> vars;
  std::set<Index> params;
  std::vector<std::pair<Type, Rational>> constants;
  bool simple{true};  ///< every comparison is with a constant, of an input or a constant
};

class Conditions {
 public:
  explicit Conditions(const Pack& pack) : pack_(pack), program_(pack.program()) {}

  Result<std::vector<std::string>> all() {
    std::vector<std::string> sampled;
    for (Index var = 0; var < pack_.vars().size(); ++var) {
      if (program_.rules[var].size() < 2) continue;
      CPA_TRY_ASSIGN(const bool complete, check(var));
      if (!complete || trials_ >= kTrialsMax) sampled.push_back(pack_.vars()[var].name);
    }
    return sampled;
  }

 private:
  Result<bool> check(Index var) {
    Cone cone;
    for (const Rule& rule : program_.rules[var]) {
      if (rule.when != kNoNode) visit(rule.when, cone);
    }
    Digits digits;
    std::size_t combinations = 1;
    for (const Index input : cone.inputs) {
      std::optional<Digit> digit = digit_of(input, cone);
      if (!digit) continue;
      combinations = std::min(kCombinationsMax + 1, combinations * digit->size());
      digits.push_back(std::move(*digit));
    }
    const bool enumerated = combinations <= kCombinationsMax;
    for (const model::Date day : days_of(var, cone)) {
      CPA_TRY(enumerated ? enumerate(var, day, digits) : sample(var, day, digits));
    }
    return enumerated && cone.simple;
  }

  /// One way to answer one question: an input, or all options of a choice.
  using Setting = std::vector<std::pair<Index, Cell>>;
  using Digit = std::vector<Setting>;
  using Digits = std::vector<Digit>;

  static void apply(const Setting& setting, BoundFacts& facts) {
    for (const auto& [input, value] : setting) facts.set(input, value);
  }

  Status enumerate(Index var, model::Date day, const Digits& digits) {
    CPA_TRY_ASSIGN(BoundFacts facts, BoundFacts::bind(pack_, {}));
    std::vector<std::size_t> at(digits.size());
    while (true) {
      for (std::size_t i = 0; i < digits.size(); ++i) apply(digits[i][at[i]], facts);
      CPA_TRY(judge(var, day, facts, digits));
      std::size_t digit = 0;
      while (digit < at.size() && ++at[digit] == digits[digit].size()) at[digit++] = 0;
      if (digit == at.size()) return {};
    }
  }

  Status sample(Index var, model::Date day, const Digits& digits) {
    CPA_TRY_ASSIGN(BoundFacts facts, BoundFacts::bind(pack_, {}));
    std::uint64_t state = var;
    for (std::size_t i = 0; i < kCombinationsMax; ++i) {
      for (const Digit& digit : digits) apply(digit[next(state) % digit.size()], facts);
      CPA_TRY(judge(var, day, facts, digits));
    }
    return {};
  }

  Status judge(Index var, model::Date day, const BoundFacts& facts, const Digits& digits) {
    if (++trials_ > kTrialsMax) return {};
    const EvalDates dates{day, day, day, day};
    CPA_TRY_ASSIGN(const Outcome outcome, evaluate(pack_, var, dates, facts));
    if (!outcome.error || outcome.error->code != "E_CONFLICT" ||
        !outcome.error->rule.starts_with(pack_.vars()[var].name + "/")) {
      return {};
    }
    std::string when;
    for (const Digit& digit : digits) {
      for (const auto& [input, value] : digit.front()) {
        const InputDeclaration& info = pack_.inputs()[input];
        when += (when.empty() ? " when " : ", ") + info.name + " = " +
                value_text(to_scalar(facts.scalar(input), info.type));
      }
    }
    return Error{ErrorCode::kLawPack, "E_OVERLAP " + outcome.error->rule + " hold together on " +
                                          model::format_date(day) + when};
  }

  // --- what the conditions name -------------------------------------------------------------
  void visit(Index root, Cone& cone) {
    const Node& node = program_.nodes[root];
    if (node.op == Op::kInput) {
      cone.inputs.insert(node.index);
      const Index fallback = program_.inputs[node.index].default_node;
      if (fallback != kNoNode) visit(fallback, cone);
    }
    if (node.op == Op::kLiteral) {
      cone.constants.emplace_back(node.type, program_.literals[node.index].number);
    }
    if (node.op == Op::kParam || node.op == Op::kParamAt) {
      if (cone.params.insert(node.index).second) add_constants(program_.params[node.index], cone);
    }
    if (node.op == Op::kVar && cone.vars.insert(node.index).second) visit_var(node.index, cone);
    // Lists stay unknown here: what they decide is not enumerated.
    const bool folds = node.op == Op::kSum || node.op == Op::kCount || node.op == Op::kMost;
    if (folds || (is_comparison(node) && !is_simple(node))) cone.simple = false;
    if (folds) return;
    for (Index i = 0; i < node.count; ++i) visit(program_.operands[node.first + i], cone);
  }

  void visit_var(Index var, Cone& cone) {
    for (const Rule& rule : program_.rules[var]) {
      if (rule.when != kNoNode) visit(rule.when, cone);
      visit(rule.then, cone);
    }
  }

  static void add_constants(const Param& param, Cone& cone) {
    for (const ParamValue& value : param.values) {
      if (value.value) cone.constants.emplace_back(param.type, value.cell.number);
    }
  }

  static bool is_comparison(const Node& node) {
    return node.op == Op::kLess || node.op == Op::kLessEqual || node.op == Op::kGreater ||
           node.op == Op::kGreaterEqual || node.op == Op::kEqual || node.op == Op::kNotEqual;
  }

  [[nodiscard]] bool is_simple(const Node& node) const {
    const Node& a = program_.nodes[program_.operands[node.first]];
    const Node& b = program_.nodes[program_.operands[node.first + 1]];
    const auto constant = [](Op op) { return op == Op::kLiteral || op == Op::kParam; };
    return (a.op == Op::kInput && constant(b.op)) || (b.op == Op::kInput && constant(a.op)) ||
           (constant(a.op) && constant(b.op));
  }

  // --- what is tried ------------------------------------------------------------------------
  /// Of a choice, its first option that a condition names stands for all of them: each is tried
  /// alone, and none where there are others.
  [[nodiscard]] std::optional<Digit> digit_of(Index input, const Cone& cone) const {
    const InputDeclaration& info = pack_.inputs()[input];
    Digit digit;
    if (info.choice.empty()) {
      for (const Cell& value : values_of(input, cone)) digit.push_back({{input, value}});
      return digit;
    }
    const Choice& choice = *pack_.find_choice(info.choice);
    std::vector<Index> named;
    for (Index i = choice.first; i < choice.first + choice.count; ++i) {
      if (cone.inputs.contains(i)) named.push_back(i);
    }
    if (named.front() != input) return std::nullopt;
    if (named.size() < choice.count) named.push_back(kNoNode);
    for (const Index chosen : named) {
      Setting setting;
      for (const Index each : named) {
        if (each != kNoNode) setting.emplace_back(each, Cell::known(each == chosen));
      }
      digit.push_back(std::move(setting));
    }
    return digit;
  }

  [[nodiscard]] std::vector<Cell> values_of(Index input, const Cone& cone) const {
    const InputDeclaration& info = pack_.inputs()[input];
    if (info.type.kind == Kind::kBool) return {Cell::known(false), Cell::known(true)};
    const bool dated = info.type.kind == Kind::kDate;
    const Rational step = dated ? Rational(1) : Rational::make(1, 100).value_or(Rational(1));
    std::vector<Rational> numbers = {info.min.value_or(Rational(0)),
                                     info.max.value_or(Rational(dated ? 20'000 : kNumberMax))};
    for (const auto& [type, number] : cone.constants) {
      if (type != info.type) continue;
      for (const auto& near : {std::optional(number), add(number, step), subtract(number, step)}) {
        if (near) numbers.push_back(*near);
      }
    }
    std::vector<Cell> cells;
    for (const Rational& number : numbers) {
      const bool low = info.min && compare(number, *info.min) < 0;
      const bool high = info.max && compare(number, *info.max) > 0;
      const bool known = std::any_of(cells.begin(), cells.end(),
                                     [&](const Cell& cell) { return cell.number == number; });
      if (!low && !high && !known) cells.push_back(Cell::known(number));
    }
    return cells;
  }

  /// The days from which other rules or other values count.
  [[nodiscard]] std::vector<model::Date> days_of(Index var, const Cone& cone) const {
    std::set<model::Date> days = {pack_.covers_from()};
    std::set<Index> vars = cone.vars;
    vars.insert(var);
    for (const Index each : vars) {
      for (const Rule& rule : program_.rules[each]) {
        days.insert(rule.from);
        days.insert(rule.to);
      }
    }
    for (const Index param : cone.params) {
      for (const ParamValue& value : program_.params[param].values) days.insert(value.from);
    }
    std::vector<model::Date> covered;
    for (const model::Date day : days) {
      if (day >= pack_.covers_from() && day < pack_.covers_to()) covered.push_back(day);
    }
    return covered;
  }

  const Pack& pack_;
  const Pack::Program& program_;
  int trials_{0};
};

}  // namespace

Result<std::vector<std::string>> check_conditions(const Pack& pack) {
  return Conditions(pack).all();
}

}  // namespace cpa::rules
