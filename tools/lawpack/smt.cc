#include "tools/lawpack/smt.h"

#include <utility>

#include "core/rules/operations.h"
#include "core/rules/program.h"

namespace cpa::lawpack {

using rules::Node;
using rules::Op;
using rules::Rational;

std::string smt_number(const Rational& number) {
  const bool negative = number.num() < 0;
  std::string text = std::to_string(number.num()).substr(negative ? 1 : 0) + ".0";
  if (!number.is_whole()) text = "(/ " + text + " " + std::to_string(number.den()) + ".0)";
  return negative ? "(- " + text + ")" : text;
}

namespace {

using Index = std::uint32_t;
using Term = Result<std::string>;

std::string symbol_of(std::string name, const std::string& prefix, const std::string& suffix) {
  for (char& c : name) {
    if (c == '.') c = '_';
  }
  return prefix + name + suffix;
}

Error unsupported(const std::string& what) { return Error{ErrorCode::kUnsupported, what}; }

std::string sort_of(const rules::Type& type) {
  return type.kind == rules::Kind::kBool ? "Bool" : "Real";
}

/// Toward −∞ to a multiple of `step`, as a term. Constants only multiply: a solver that divides by
/// them takes the whole for a question of another kind.
std::string floored(const std::string& term, const Rational& step) {
  const Rational inverse = rules::divide(Rational(1), step).value_or(Rational(1));
  return "(* (to_real (to_int (* " + term + " " + smt_number(inverse) + "))) " + smt_number(step) +
         ")";
}

Term rounded(const std::string& raw, const rules::VarDeclaration& info) {
  const Rational& step = *info.round_to;
  const std::string up = "(- " + floored("(- " + raw + ")", step) + ")";
  switch (info.round_mode) {
    case rules::RoundMode::kUp:
      return up;
    case rules::RoundMode::kDown:
      return floored(raw, step);
    case rules::RoundMode::kExact:
      return raw;
    case rules::RoundMode::kHalfUp: {
      const std::string half = smt_number(divide(step, Rational(2)).value_or(step));
      return "(ite (>= " + raw + " 0.0) " + floored("(+ " + raw + " " + half + ")", step) + " (- " +
             floored("(- " + half + " " + raw + ")", step) + "))";
    }
    case rules::RoundMode::kHalfEven:
      break;
  }
  return unsupported("rounding half_even");
}

std::string operator_of(Op op) {
  switch (op) {
    case Op::kOr:
      return "or";
    case Op::kAnd:
      return "and";
    case Op::kNot:
      return "not";
    case Op::kLess:
      return "<";
    case Op::kLessEqual:
      return "<=";
    case Op::kGreater:
      return ">";
    case Op::kGreaterEqual:
      return ">=";
    case Op::kEqual:
      return "=";
    case Op::kNotEqual:
      return "distinct";
    case Op::kAdd:
    case Op::kAddDays:
      return "+";
    case Op::kSubtract:
    case Op::kNegate:
      return "-";
    case Op::kMultiply:
      return "*";
    case Op::kDivide:
      return "/";
    case Op::kIf:
      return "ite";
    case Op::kLiteral:
    case Op::kLawYear:
    case Op::kLawDate:
    case Op::kParam:
    case Op::kParamAt:
    case Op::kInput:
    case Op::kVar:
    case Op::kField:
    case Op::kFloor:
    case Op::kCeil:
    case Op::kMin:
    case Op::kMax:
    case Op::kDate:
    case Op::kAddMonths:
    case Op::kWorkingDay:
    case Op::kDaysBetween:
    case Op::kAge:
    case Op::kSum:
    case Op::kCount:
    case Op::kMost:
      break;
  }
  return "";
}

}  // namespace

/// Writes terms of one variable after the other into its writer.
class SmtTerm {
 public:
  SmtTerm(SmtWriter& writer, const std::map<Index, std::string>& inputs, std::string suffix)
      : writer_(writer),
        pack_(writer.pack_),
        program_(writer.pack_.program()),
        inputs_(inputs),
        suffix_(std::move(suffix)) {}

  /// The variable that is asked cannot be left open: that would prove nothing.
  Term asked(Index var) {
    CPA_TRY_ASSIGN(const std::string term, formula(var));
    return define(var, term);
  }

  Term variable(Index var) {
    const std::string symbol = symbol_of(pack_.vars()[var].name, "v_", suffix_);
    if (writer_.written_.contains(symbol)) return symbol;
    const Term term = formula(var);
    if (term) return define(var, *term);
    if (pack_.vars()[var].type.kind != rules::Kind::kBool) return term.error();
    writer_.text_ += "(declare-const " + symbol + " Bool)\n";
    writer_.written_.insert(symbol);
    ++writer_.open_;
    return symbol;
  }

 private:
  std::string define(Index var, const std::string& term) {
    const rules::VarDeclaration& info = pack_.vars()[var];
    std::string symbol = symbol_of(info.name, "v_", suffix_);
    const bool loose = info.round_to && writer_.rounding_ == SmtRounding::kOrdered;
    const std::string name = loose ? symbol + "_raw" : symbol;
    writer_.text_ += "(define-fun " + name + " () " + sort_of(info.type) + " " + term + ")\n";
    if (loose) keep_order(info, symbol);
    writer_.written_.insert(symbol);
    return symbol;
  }

  /// `symbol` is near its raw value, and ordered as these are beside the first writing of it.
  void keep_order(const rules::VarDeclaration& info, const std::string& symbol) {
    const std::string raw = symbol + "_raw";
    const std::string step = smt_number(*info.round_to);
    std::string& text = writer_.text_;
    text += "(declare-const " + symbol + " Real)\n";
    text += "(assert (< (- " + raw + " " + step + ") " + symbol + "))\n";
    text += "(assert (< " + symbol + " (+ " + raw + " " + step + ")))\n";
    const std::string first = symbol_of(info.name, "v_", "");
    if (suffix_.empty() || !writer_.written_.contains(first)) return;
    text += "(assert (=> (<= " + first + "_raw " + raw + ") (<= " + first + " " + symbol + ")))\n";
    text += "(assert (=> (<= " + raw + " " + first + "_raw) (<= " + symbol + " " + first + ")))\n";
  }

  Term formula(Index var) {
    CPA_TRY_ASSIGN(const std::string term, chosen(var));
    const rules::VarDeclaration& info = pack_.vars()[var];
    const bool exact = info.round_to && writer_.rounding_ == SmtRounding::kExact;
    return exact ? rounded(term, info) : Term(term);
  }

  /// The formula of the one rule that is chosen.
  Term chosen(Index var) {
    std::vector<std::pair<Index, std::string>> alive;  // rule, condition
    const std::vector<rules::Rule>& rules = program_.rules[var];
    for (Index i = 0; i < rules.size(); ++i) {
      if (writer_.day_ < rules[i].from || writer_.day_ >= rules[i].to) continue;
      std::string when = "true";
      if (rules[i].when != rules::kNoNode) {
        CPA_TRY_ASSIGN(when, node(rules[i].when));
      }
      alive.emplace_back(i, std::move(when));
    }
    std::string term;
    for (auto rule = alive.rbegin(); rule != alive.rend(); ++rule) {
      CPA_TRY_ASSIGN(const std::string then, node(rules[rule->first].then));
      std::string selected = "(and " + rule->second;
      for (const auto& [other, when] : alive) {
        if ((rules[other].over >> rule->first & 1U) != 0) selected += " (not " + when + ")";
      }
      // The last one stands for "else": that exactly one is selected, loading has looked at.
      term = term.empty() ? then : "(ite " + selected + ") " + then + " " + term + ")";
    }
    if (term.empty()) return unsupported("no rule on this day");
    return term;
  }

  Term node(Index index) {
    const Node& node = program_.nodes[index];
    switch (node.op) {
      case Op::kLiteral:
        return constant(program_.literals[node.index].number, node.type);
      case Op::kLawYear:
        return smt_number(Rational(model::year_of(writer_.day_)));
      case Op::kLawDate:
        return unsupported("the day itself");
      case Op::kParam: {
        const rules::ParamValue* value = program_.params[node.index].on(writer_.day_);
        if (value == nullptr) return unsupported("a parameter without a value");
        return constant(value->cell.number, node.type);
      }
      case Op::kInput:
        return input(node.index);
      case Op::kVar:
        return variable(node.index);
      case Op::kMin:
      case Op::kMax:
        return extreme(node);
      case Op::kFloor:
      case Op::kCeil: {
        CPA_TRY_ASSIGN(const std::string term, this->node(operand(node, 0)));
        if (node.op == Op::kFloor) return "(to_real (to_int " + term + "))";
        return "(- (to_real (to_int (- " + term + "))))";
      }
      case Op::kDaysBetween: {
        CPA_TRY_ASSIGN(const std::string a, this->node(operand(node, 0)));
        CPA_TRY_ASSIGN(const std::string b, this->node(operand(node, 1)));
        return "(- " + b + " " + a + ")";
      }
      case Op::kCount:
        return any_count(node);
      case Op::kParamAt:
      case Op::kField:
      case Op::kDate:
      case Op::kAddMonths:
      case Op::kWorkingDay:
      case Op::kAge:
      case Op::kSum:
      case Op::kMost:
        return unsupported(node.op == Op::kAge ? "age()" : "lists, or dates that are computed");
      case Op::kOr:
      case Op::kAnd:
      case Op::kNot:
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
      case Op::kAddDays:
      case Op::kIf:
        break;
    }
    std::string term = "(" + operator_of(node.op);
    for (Index i = 0; i < node.count; ++i) {
      CPA_TRY_ASSIGN(const std::string part, this->node(operand(node, i)));
      term += " " + part;
    }
    return term + ")";
  }

  static std::string constant(const Rational& number, const rules::Type& type) {
    if (type.kind == rules::Kind::kBool) return number.num() != 0 ? "true" : "false";
    return smt_number(number);
  }

  Term extreme(const Node& node) {
    CPA_TRY_ASSIGN(std::string term, this->node(operand(node, 0)));
    for (Index i = 1; i < node.count; ++i) {
      CPA_TRY_ASSIGN(const std::string next, this->node(operand(node, i)));
      const std::string sign = node.op == Op::kMin ? "<=" : ">=";
      term = "(ite (" + sign + " " + term + " " + next + ") " + term + " " + next + ")";
    }
    return term;
  }

  std::string input(Index index) {
    const auto given = inputs_.find(index);
    if (given != inputs_.end()) return given->second;
    const auto known = writer_.inputs_.find(index);
    return known != writer_.inputs_.end() ? known->second : writer_.declare(index, "");
  }

  /// Some whole number up to the length of the list.
  Term any_count(const Node& node) {
    const std::string symbol = "open_" + std::to_string(++writer_.open_);
    const Rational most = pack_.inputs()[node.index].max.value_or(Rational(0));
    writer_.text_ += "(declare-const " + symbol + " Int)\n(assert (and (<= 0 " + symbol +
                     ") (<= " + symbol + " " + std::to_string(most.num()) + ")))\n";
    return "(to_real " + symbol + ")";
  }

  [[nodiscard]] Index operand(const Node& node, Index i) const {
    return program_.operands[node.first + i];
  }

  SmtWriter& writer_;
  const rules::Pack& pack_;
  const rules::Pack::Program& program_;
  const std::map<Index, std::string>& inputs_;
  std::string suffix_;
};

std::string SmtWriter::declare(std::uint32_t input, const std::string& suffix) {
  const rules::InputDeclaration& info = pack_.inputs()[input];
  const std::string symbol = symbol_of(info.name, "i_", suffix);
  text_ += "(declare-const " + symbol + " " + sort_of(info.type) + ")\n";
  if (info.min) text_ += "(assert (<= " + smt_number(*info.min) + " " + symbol + "))\n";
  if (info.max) text_ += "(assert (<= " + symbol + " " + smt_number(*info.max) + "))\n";
  // Money is in whole cents, days are whole.
  const std::string unit = info.type.text();
  const bool whole = unit == "EUR" || unit == "date";
  if (whole && rounding_ == SmtRounding::kExact) {
    const std::string count = unit == "EUR" ? "(* 100.0 " + symbol + ")" : symbol;
    text_ += "(assert (is_int " + count + "))\n";
  }
  // Of the options of a choice, at most one is true.
  for (const auto& [other, known] : inputs_) {
    const bool rival = !info.choice.empty() && pack_.inputs()[other].choice == info.choice;
    if (rival && suffix.empty()) text_ += "(assert (not (and " + known + " " + symbol + ")))\n";
  }
  if (suffix.empty()) inputs_.emplace(input, symbol);
  return symbol;
}

Result<std::string> SmtWriter::write(std::uint32_t var,
                                     const std::map<std::uint32_t, std::string>& inputs,
                                     const std::string& suffix) {
  return SmtTerm(*this, inputs, suffix).asked(var);
}

}  // namespace cpa::lawpack
