#include "core/rules/parser.h"

#include <array>
#include <optional>
#include <vector>

#include "core/rules/lexer.h"
#include "core/rules/operations.h"

namespace cpa::rules {
namespace {

constexpr std::size_t kTextMax = 2048;
constexpr int kDepthMax = 32;
constexpr std::size_t kNodesMax = 20'000;

constexpr Type kBoolType{Kind::kBool, {}};
constexpr Type kDateType{Kind::kDate, {}};

using Index = std::uint32_t;

Type number_type(std::string_view unit) { return {Kind::kNumber, *Unit::parse(unit)}; }

struct Function {
  std::string_view name;
  Op op;
  std::size_t least, most;
};
constexpr std::array kFunctions = {Function{"floor", Op::kFloor, 1, 1},
                                   Function{"ceil", Op::kCeil, 1, 1},
                                   Function{"min", Op::kMin, 2, 8},
                                   Function{"max", Op::kMax, 2, 8},
                                   Function{"date", Op::kDate, 3, 3},
                                   Function{"add_months", Op::kAddMonths, 2, 2},
                                   Function{"add_days", Op::kAddDays, 2, 2},
                                   Function{"working_day", Op::kWorkingDay, 1, 1},
                                   Function{"days_between", Op::kDaysBetween, 2, 2},
                                   Function{"age", Op::kAge, 2, 2}};

/// Recursive descent, one method a line of the grammar. Types are checked as nodes are made.
class Parser {
 public:
  Parser(std::vector<Token> tokens, const Scope& scope, Pack::Program& program)
      : tokens_(std::move(tokens)), scope_(scope), program_(program) {}

  Result<Index> whole() {
    const Index root = disjunction();
    if (peek().kind != TokenKind::kEnd) wrong("unexpected '" + word() + "'");
    if (error_) return *error_;
    return root;
  }

 private:
  [[nodiscard]] const Token& peek() const { return tokens_[at_]; }
  [[nodiscard]] std::string word() const { return std::string(peek().text); }
  [[nodiscard]] bool is(const char* text) const {
    return (peek().kind == TokenKind::kSymbol || peek().kind == TokenKind::kName) &&
           peek().text == text;
  }
  bool take(const char* text) {
    if (!is(text)) return false;
    ++at_;
    return true;
  }
  // The first error stays; from it on the text is at its end, and nothing is made any more.
  Index fail(Error error) {
    if (!error_) error_ = std::move(error);
    at_ = tokens_.size() - 1;
    return 0;
  }
  Index wrong(const std::string& what) { return wrong_at(what, peek().column); }
  Index wrong_at(const std::string& what, std::size_t column) {
    return fail({ErrorCode::kLawPack, "E_PARSE " + what + " at " + std::to_string(column)});
  }
  void expect(const char* text) {
    if (!take(text)) wrong("'" + std::string(text) + "' expected");
  }
  [[nodiscard]] const Type& type_of(Index node) const {
    return error_ ? kBoolType : program_.nodes[node].type;
  }

  Index add(Op op, const Type& type, std::initializer_list<Index> operands, Index index = 0) {
    return add_many(op, type, std::vector<Index>(operands), index);
  }
  Index add_many(Op op, const Type& type, const std::vector<Index>& operands, Index index = 0) {
    if (error_) return 0;
    if (program_.nodes.size() >= kNodesMax) {
      return fail({ErrorCode::kLimitExceeded, "E_LIMIT more than 20000 nodes"});
    }
    Node node{op, static_cast<Index>(program_.operands.size()), static_cast<Index>(operands.size()),
              index, type};
    program_.operands.insert(program_.operands.end(), operands.begin(), operands.end());
    program_.nodes.push_back(node);
    return static_cast<Index>(program_.nodes.size() - 1);
  }
  Index literal(const Scalar& value, const Type& type) {
    program_.literals.push_back(to_cell(value));
    return add(Op::kLiteral, type, {}, static_cast<Index>(program_.literals.size() - 1));
  }

  void want(Index node, const Type& type, std::size_t column) {
    if (type_of(node) != type) mismatch(type_of(node), type, column);
  }
  Index mismatch(const Type& have, const Type& wanted, std::size_t column) {
    if (error_) return 0;
    const bool units = have.kind == Kind::kNumber && wanted.kind == Kind::kNumber;
    return wrong_at(
        std::string(units ? "unit" : "type") + " mismatch " + have.text() + " vs " + wanted.text(),
        column);
  }

  // expr := and {"or" and}
  Index disjunction() {
    if (++depth_ > kDepthMax)
      return fail({ErrorCode::kLimitExceeded, "E_LIMIT expression too deep"});
    Index left = conjunction();
    while (is("or")) {
      const std::size_t column = peek().column;
      ++at_;
      const Index right = conjunction();
      want(left, kBoolType, column);
      want(right, kBoolType, column);
      left = add(Op::kOr, kBoolType, {left, right});
    }
    --depth_;
    return left;
  }

  Index conjunction() {
    Index left = negation();
    while (is("and")) {
      const std::size_t column = peek().column;
      ++at_;
      const Index right = negation();
      want(left, kBoolType, column);
      want(right, kBoolType, column);
      left = add(Op::kAnd, kBoolType, {left, right});
    }
    return left;
  }

  Index negation() {
    const std::size_t column = peek().column;
    if (!take("not")) return comparison();
    if (++depth_ > kDepthMax)
      return fail({ErrorCode::kLimitExceeded, "E_LIMIT expression too deep"});
    const Index operand = negation();
    --depth_;
    want(operand, kBoolType, column);
    return add(Op::kNot, kBoolType, {operand});
  }

  static std::optional<Op> comparison_op(std::string_view text) {
    if (text == "<") return Op::kLess;
    if (text == "<=") return Op::kLessEqual;
    if (text == ">") return Op::kGreater;
    if (text == ">=") return Op::kGreaterEqual;
    if (text == "=") return Op::kEqual;
    if (text == "!=") return Op::kNotEqual;
    return std::nullopt;
  }

  Index comparison() {
    const Index left = sum();
    const std::optional<Op> op =
        peek().kind == TokenKind::kSymbol ? comparison_op(peek().text) : std::nullopt;
    if (!op) return left;
    const std::size_t column = peek().column;
    ++at_;
    const Index right = sum();
    if (type_of(left) != type_of(right)) return mismatch(type_of(left), type_of(right), column);
    const bool equality = *op == Op::kEqual || *op == Op::kNotEqual;
    if (type_of(left).kind == Kind::kBool && !equality) {
      return wrong_at("bool has no order", column);
    }
    return add(*op, kBoolType, {left, right});
  }

  Index sum() {
    Index left = product();
    while (is("+") || is("-")) {
      const Op op = is("+") ? Op::kAdd : Op::kSubtract;
      const std::size_t column = peek().column;
      ++at_;
      const Index right = product();
      numbers(left, right, column);
      if (type_of(left) != type_of(right)) return mismatch(type_of(left), type_of(right), column);
      left = add(op, Type(type_of(left)), {left, right});
    }
    return left;
  }

  void numbers(Index left, Index right, std::size_t column) {
    const bool both = type_of(left).kind == Kind::kNumber && type_of(right).kind == Kind::kNumber;
    if (!both) wrong_at("numbers expected", column);
  }

  Index product() {
    Index left = unary();
    while (is("*") || is("/")) {
      const Op op = is("*") ? Op::kMultiply : Op::kDivide;
      const std::size_t column = peek().column;
      ++at_;
      const Index right = unary();
      numbers(left, right, column);
      const Unit& a = type_of(left).unit;
      const Unit& b = type_of(right).unit;
      const std::optional<Unit> unit = op == Op::kMultiply ? a.times(b) : a.per(b);
      if (!unit) return wrong_at("unit too high", column);
      left = add(op, Type{Kind::kNumber, *unit}, {left, right});
    }
    return left;
  }

  Index unary() {
    const std::size_t column = peek().column;
    if (!take("-")) return primary();
    if (++depth_ > kDepthMax)
      return fail({ErrorCode::kLimitExceeded, "E_LIMIT expression too deep"});
    const Index operand = unary();
    --depth_;
    if (type_of(operand).kind != Kind::kNumber) return wrong_at("numbers expected", column);
    return add(Op::kNegate, Type(type_of(operand)), {operand});
  }

  Index primary() {
    const Token token = peek();
    switch (token.kind) {
      case TokenKind::kNumber:
        return number();
      case TokenKind::kDate: {
        ++at_;
        const Result<model::Date> date = model::parse_date(token.text);
        if (!date) return wrong_at("no such day", token.column);
        return literal(*date, kDateType);
      }
      case TokenKind::kParam: {
        const Index param = param_index();
        return add(Op::kParam, Type(program_.params[param].type), {}, param);
      }
      case TokenKind::kName:
        return name();
      case TokenKind::kSymbol:
      case TokenKind::kEnd:
        break;
    }
    if (!take("("))
      return wrong(token.kind == TokenKind::kEnd ? "unexpected end"
                                                 : "unexpected '" + word() + "'");
    const Index inner = disjunction();
    expect(")");
    return inner;
  }

  Index number() {
    const Token token = peek();
    ++at_;
    const std::optional<Rational> value = Rational::parse(token.text);
    if (!value) return wrong_at("number too large", token.column);
    Unit unit;
    if (peek().kind == TokenKind::kName) {
      const std::optional<Unit> named = Unit::parse(peek().text);
      if (named && peek().text != "num") {
        unit = *named;
        ++at_;
      }
    }
    return literal(Quantity{*value, unit}, {Kind::kNumber, unit});
  }

  Index param_index() {
    const Token token = peek();
    ++at_;
    for (Index i = 0; i < program_.params.size(); ++i) {
      if (program_.params[i].name == token.text) return i;
    }
    return wrong_at("unknown parameter @" + std::string(token.text), token.column);
  }

  Index name() {
    const Token token = peek();
    if (token.text == "true" || token.text == "false") {
      ++at_;
      return literal(token.text == "true", kBoolType);
    }
    if (take("law_year")) return add(Op::kLawYear, number_type("num"), {});
    if (take("law_date")) return add(Op::kLawDate, kDateType, {});
    if (is("if")) return conditional();
    const bool call = tokens_[at_ + 1].kind == TokenKind::kSymbol && tokens_[at_ + 1].text == "(";
    if (!call) return reference();
    if (token.text == "sum" || token.text == "count" || token.text == "most")
      return list_operator();
    if (token.text == "at") return param_at();
    for (const Function& function : kFunctions) {
      if (function.name == token.text) return call_of(function);
    }
    return wrong("unknown function " + word());
  }

  Index conditional() {
    const std::size_t column = peek().column;
    ++at_;
    const Index condition = disjunction();
    expect("then");
    const Index yes = disjunction();
    expect("else");
    const Index no = disjunction();
    want(condition, kBoolType, column);
    if (type_of(yes) != type_of(no)) return mismatch(type_of(yes), type_of(no), column);
    return add(Op::kIf, Type(type_of(yes)), {condition, yes, no});
  }

  Index reference() {
    const Token token = peek();
    ++at_;
    const std::string_view text = token.text;
    if (bound_list_ != kNoNode) {
      const std::size_t dot = text.find('.');
      if (text.substr(0, dot) == bound_name_ && dot != text.npos) {
        return field(bound_list_, text.substr(dot + 1), token.column);
      }
    }
    if (scope_.fields_of != kNoNode && has_field(scope_.fields_of, text)) {
      return field(scope_.fields_of, text, token.column);
    }
    const auto& inputs = scope_.pack.inputs();
    if (const InputDeclaration* input = scope_.pack.find_input(text)) {
      if (input->type.kind == Kind::kList) return wrong_at("a list stands alone", token.column);
      return add(Op::kInput, Type(input->type), {}, static_cast<Index>(input - inputs.data()));
    }
    const auto& vars = scope_.pack.vars();
    if (const VarDeclaration* var = scope_.pack.find_var(text)) {
      return add(Op::kVar, Type(var->type), {}, static_cast<Index>(var - vars.data()));
    }
    return wrong_at("unknown name " + std::string(text), token.column);
  }

  [[nodiscard]] bool has_field(Index list, std::string_view name) const {
    for (const Field& field : program_.inputs[list].fields) {
      if (field.name == name) return true;
    }
    return false;
  }

  Index field(Index list, std::string_view name, std::size_t column) {
    const std::vector<Field>& fields = program_.inputs[list].fields;
    for (Index i = 0; i < fields.size(); ++i) {
      if (fields[i].name == name) return add(Op::kField, Type(fields[i].type), {}, i);
    }
    return wrong_at("unknown field " + std::string(name), column);
  }

  /// ("sum"|"count"|"most") "(" id "in" list ":" expr ")"
  Index list_operator() {
    const Token token = peek();
    at_ += 2;
    if (bound_list_ != kNoNode) return wrong_at("nested list operator", token.column);
    if (peek().kind != TokenKind::kName) return wrong("a name expected");
    const std::string_view bound = peek().text;
    ++at_;
    expect("in");
    const Index list = list_index();
    expect(":");
    bound_name_ = bound;
    bound_list_ = list;
    const Index body = disjunction();
    bound_list_ = kNoNode;
    expect(")");
    if (token.text == "count") {
      want(body, kBoolType, token.column);
      return add(Op::kCount, number_type("num"), {body}, list);
    }
    if (type_of(body).kind != Kind::kNumber) return wrong_at("numbers expected", token.column);
    return add(token.text == "sum" ? Op::kSum : Op::kMost, Type(type_of(body)), {body}, list);
  }

  Index list_index() {
    const Token token = peek();
    const auto& inputs = scope_.pack.inputs();
    for (Index i = 0; i < inputs.size(); ++i) {
      if (inputs[i].name == token.text && inputs[i].type.kind == Kind::kList) {
        ++at_;
        return i;
      }
    }
    return wrong("unknown list " + word());
  }

  /// at(@p, date): a parameter at another date than the variable's.
  Index param_at() {
    at_ += 2;
    if (peek().kind != TokenKind::kParam) return wrong("a parameter expected");
    const Index param = param_index();
    const std::size_t column = peek().column;
    expect(",");
    const Index date = disjunction();
    expect(")");
    want(date, kDateType, column);
    return add(Op::kParamAt, Type(program_.params[param].type), {date}, param);
  }

  Index call_of(const Function& function) {
    const std::size_t column = peek().column;
    at_ += 2;
    std::vector<Index> operands;
    do {
      const Index operand = disjunction();
      operands.push_back(operand);
    } while (take(","));
    expect(")");
    if (operands.size() < function.least || operands.size() > function.most) {
      return wrong_at("wrong number of arguments", column);
    }
    const Type type = check_call(function.op, operands, column);
    if (function.op == Op::kDate && !is_a_day(operands)) return wrong_at("no such day", column);
    return add_many(function.op, type, operands);
  }

  /// False for a date written in numbers that does not exist; a computed one may.
  [[nodiscard]] bool is_a_day(const std::vector<Index>& parts) const {
    std::vector<Rational> numbers;
    for (const Index part : parts) {
      const Node& node = program_.nodes[part];
      if (node.op != Op::kLiteral) return true;
      numbers.push_back(program_.literals[node.index].number);
    }
    return make_day(numbers[0], numbers[1], numbers[2]).number.has_value();
  }

  Type check_call(Op op, const std::vector<Index>& operands, std::size_t column) {
    const Type plain = number_type("num");
    if (op == Op::kMin || op == Op::kMax) {
      const bool dates = type_of(operands.front()).kind == Kind::kDate;
      for (const Index operand : operands) {
        if (!dates) numbers(operands.front(), operand, column);
        want(operand, Type(type_of(operands.front())), column);
      }
      return Type(type_of(operands.front()));
    }
    if (op == Op::kDaysBetween || op == Op::kAge) {
      want(operands[0], kDateType, column);
      want(operands[1], kDateType, column);
      return number_type(op == Op::kAge ? "year" : "day");
    }
    if (op == Op::kAddMonths || op == Op::kAddDays) {
      want(operands[0], kDateType, column);
      want(operands[1], number_type(op == Op::kAddMonths ? "month" : "day"), column);
      return kDateType;
    }
    if (op == Op::kWorkingDay) {
      want(operands[0], kDateType, column);
      return kDateType;
    }
    for (const Index operand : operands) want(operand, plain, column);
    return op == Op::kDate ? kDateType : plain;
  }

  std::vector<Token> tokens_;
  const Scope& scope_;
  Pack::Program& program_;
  std::size_t at_{0};
  int depth_{0};
  std::optional<Error> error_;
  std::string_view bound_name_;
  Index bound_list_{kNoNode};
};

}  // namespace

Result<std::uint32_t> parse_expression(std::string_view text, const Scope& scope,
                                       Pack::Program& program) {
  if (text.size() > kTextMax)
    return Error{ErrorCode::kLimitExceeded, "E_LIMIT expression too long"};
  CPA_TRY_ASSIGN(std::vector<Token> tokens, tokenize(text));
  return Parser(std::move(tokens), scope, program).whole();
}

}  // namespace cpa::rules
