#include "core/rules/grain.h"

#include <map>
#include <numeric>

#include "core/rules/program.h"

namespace cpa::rules {
namespace {

using Grain = std::optional<std::int64_t>;
using Index = std::uint32_t;

/// Beyond this a grain says nothing that anybody asks.
constexpr std::int64_t kGrainMax = 1'000'000;

Grain common(const Grain& a, const Grain& b) {
  if (!a || !b) return std::nullopt;
  const std::int64_t both = std::lcm(*a, *b);
  return both <= kGrainMax ? Grain(both) : std::nullopt;
}

Grain product(const Grain& a, const Grain& b) {
  if (!a || !b || *a * *b > kGrainMax) return std::nullopt;
  return *a * *b;
}

Grain of_number(const Rational& number) {
  return number.den() <= kGrainMax ? Grain(number.den()) : std::nullopt;
}

Grain of_given(const Type& type) {
  const Unit euro = *Unit::parse("EUR");
  return type.kind == Kind::kNumber && type.unit == euro ? Grain(100) : std::nullopt;
}

class Grains {
 public:
  explicit Grains(const Pack& pack) : pack_(pack), program_(pack.program()) {}

  Grain of_var(Index var) {
    const auto [known, fresh] = vars_.try_emplace(var);
    if (!fresh) return known->second;
    const std::optional<Rational>& step = pack_.vars()[var].round_to;
    Grain grain = 1;
    if (step) {
      grain = of_number(*step);
    } else {
      for (const Rule& rule : program_.rules[var]) grain = common(grain, of_node(rule.then));
    }
    return vars_[var] = grain;
  }

 private:
  Grain of_node(Index index) {
    const Node& node = program_.nodes[index];
    switch (node.op) {
      case Op::kLiteral:
        return of_number(program_.literals[node.index].number);
      case Op::kParam:
      case Op::kParamAt:
        return of_param(program_.params[node.index]);
      case Op::kInput:
      case Op::kField:
        return of_given(node.type);
      case Op::kVar:
        return of_var(node.index);
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kNegate:
      case Op::kMin:
      case Op::kMax:
      case Op::kSum:
      case Op::kMost:
        return of_operands(node, 0);
      case Op::kIf:
        return of_operands(node, 1);
      case Op::kMultiply:
        return product(of_node(operand(node, 0)), of_node(operand(node, 1)));
      case Op::kDivide:
        return std::nullopt;
      case Op::kLawYear:
      case Op::kFloor:
      case Op::kCeil:
      case Op::kCount:
      case Op::kAge:
      case Op::kDaysBetween:
        return 1;
      case Op::kOr:
      case Op::kAnd:
      case Op::kNot:
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual:
      case Op::kEqual:
      case Op::kNotEqual:
      case Op::kDate:
      case Op::kLawDate:
      case Op::kAddMonths:
      case Op::kAddDays:
      case Op::kWorkingDay:
        break;
    }
    return std::nullopt;
  }

  Grain of_operands(const Node& node, Index first) {
    Grain grain = 1;
    for (Index i = first; i < node.count; ++i) grain = common(grain, of_node(operand(node, i)));
    return grain;
  }

  static Grain of_param(const Param& param) {
    Grain grain = 1;
    for (const ParamValue& value : param.values) {
      if (value.value) grain = common(grain, of_number(value.cell.number));
    }
    return grain;
  }

  [[nodiscard]] Index operand(const Node& node, Index i) const {
    return program_.operands[node.first + i];
  }

  const Pack& pack_;
  const Pack::Program& program_;
  std::map<Index, Grain> vars_;
};

}  // namespace

std::optional<std::int64_t> grain_of(const Pack& pack, std::uint32_t var) {
  return Grains(pack).of_var(var);
}

}  // namespace cpa::rules
