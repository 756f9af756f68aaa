#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/model/date.h"
#include "core/rules/cell.h"
#include "core/rules/pack.h"
#include "core/rules/value.h"

namespace cpa::rules {

/// What a node of a compiled expression does. The grammar is closed.
enum class Op : std::uint8_t {
  kLiteral,
  kLawYear,
  kLawDate,
  kParam,
  kParamAt,
  kInput,
  kVar,
  kField,
  kOr,
  kAnd,
  kNot,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kEqual,
  kNotEqual,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kNegate,
  kIf,
  kFloor,
  kCeil,
  kMin,
  kMax,
  kDate,
  kAddMonths,
  kAddDays,
  kWorkingDay,
  kDaysBetween,
  kAge,
  kSum,
  kCount,
  kMost
};

/// A node: its operands are `count` entries of `Program::operands` from `first`.
struct Node {
  Op op{Op::kLiteral};
  std::uint32_t first{0};
  std::uint32_t count{0};
  std::uint32_t index{0};  ///< of the literal, parameter, input, variable, or field
  Type type;
};

inline constexpr std::uint32_t kNoNode = std::numeric_limits<std::uint32_t>::max();

/// A field of a list's items: given by the caller, or derived from the others.
struct Field {
  std::string name;
  Type type;
  std::uint32_t derive{kNoNode};
};

/// The compiled side of an input.
struct InputCode {
  std::uint32_t default_node{kNoNode};
  std::vector<Field> fields;  ///< of a list; given ones first
};

/// How far the texts carry a rule.
enum class RuleMark : std::uint8_t { kSettled, kInterpretation, kDisputed };

/// A compiled rule, alive on [from, to).
struct Rule {
  RuleDeclaration info;
  model::Date from;
  model::Date to;
  RuleMark mark{RuleMark::kSettled};
  std::uint32_t when{kNoNode};
  std::uint32_t then{kNoNode};
  std::uint32_t over{0};  ///< rules of the same variable that it stands over, transitively: bits
};

/// All compiled code of a pack. Inputs and variables have the indices of `Pack`'s lists.
struct Pack::Program {
  std::vector<Node> nodes;
  std::vector<std::uint32_t> operands;
  std::vector<Cell> literals;
  std::vector<Param> params;
  std::vector<InputCode> inputs;
  std::vector<std::vector<Rule>> rules;
};

}  // namespace cpa::rules
