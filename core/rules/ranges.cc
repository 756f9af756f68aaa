#include "core/rules/ranges.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <vector>

#include "core/rules/operations.h"
#include "core/rules/program.h"

namespace cpa::rules {
namespace {

using Index = std::uint32_t;
using Mask = std::uint32_t;
using End = std::optional<Rational>;

constexpr int kStepsMax = 100'000;
constexpr int kUnknownConditionsMax = 10;

const Range kEither{Rational(0), Rational(1)};
Range truth(bool known) { return Range::at(Rational(known ? 1 : 0)); }
bool is(const Range& range, bool truth) {
  return range.is_point() && (range.low->num() != 0) == truth;
}

/// The lowest or highest of several ends; unbounded when one of them is.
template <typename Better>
End best(std::span<const End> ends, const Better& better) {
  End found = ends.front();
  for (const End& end : ends) {
    if (!end) return std::nullopt;
    if (better(compare(*end, *found))) found = end;
  }
  return found;
}
End lowest(std::span<const End> ends) {
  return best(ends, [](int sign) { return sign < 0; });
}
End highest(std::span<const End> ends) {
  return best(ends, [](int sign) { return sign > 0; });
}

/// Interval arithmetic over one pack, one set of facts and one box.
class Ranges {
 public:
  Ranges(const Pack& pack, const EvalDates& dates, const BoundFacts& facts, const Box& box)
      : pack_(pack),
        program_(pack.program()),
        dates_(dates),
        facts_(facts),
        box_(box),
        memo_(pack.vars().size()) {}

  std::optional<Spread> run(Index var) {
    const Range range = variable(var);
    if (failed_) return std::nullopt;
    return Spread{range, decided_};
  }

 private:
  struct Frame {
    model::Date law;
    Index list{0};
    std::span<const Cell> item;
    bool any_item{false};  ///< of a list that is not given
  };

  Range fail() {
    failed_ = true;
    return {};
  }

  // --- variables -----------------------------------------------------------------------------
  Range variable(Index var) {
    if (!memo_[var]) memo_[var] = compute_var(var);
    return *memo_[var];
  }

  Range compute_var(Index var) {
    const VarDeclaration& info = pack_.vars()[var];
    Frame frame;
    frame.law = info.law_at_event ? dates_.event : dates_.period_end;
    const Mask candidates = choose(var, frame);
    if (failed_ || candidates == 0) return fail();
    if (!std::has_single_bit(candidates)) decided_ = false;
    std::optional<Range> all;
    for (Mask rest = candidates; rest != 0; rest &= rest - 1) {
      const auto rule = static_cast<std::size_t>(std::countr_zero(rest));
      const Range range = value(program_.rules[var][rule].then, frame);
      all = all ? hull(*all, range) : range;
    }
    return rounded(*all, info);
  }

  /// The rules that may win.
  Mask choose(Index var, Frame& frame) {
    const std::vector<Rule>& rules = program_.rules[var];
    Mask holds = 0;
    Mask unknown = 0;
    for (Index i = 0; i < rules.size(); ++i) {
      if (frame.law < rules[i].from || frame.law >= rules[i].to) continue;
      const Range when = rules[i].when == kNoNode ? truth(true) : value(rules[i].when, frame);
      if (!when.is_point()) unknown |= Mask{1} << i;
      if (is(when, true)) holds |= Mask{1} << i;
    }
    if (std::popcount(unknown) > kUnknownConditionsMax) return holds | unknown;
    Mask candidates = 0;
    Mask completion = 0;
    do {
      // A completion that leaves none or two cannot come about, or is an error elsewhere.
      const Mask left = survivors(holds | completion, rules);
      if (std::has_single_bit(left)) candidates |= left;
      completion = (completion - unknown) & unknown;
    } while (completion != 0);
    return candidates;
  }

  static Mask survivors(Mask holds, const std::vector<Rule>& rules) {
    Mask overridden = 0;
    for (Mask rest = holds; rest != 0; rest &= rest - 1) {
      overridden |= rules[static_cast<std::size_t>(std::countr_zero(rest))].over;
    }
    return holds & ~overridden;
  }

  /// Every mode of rounding keeps order, so it may be done at the ends.
  Range rounded(const Range& raw, const VarDeclaration& info) {
    if (!info.round_to || info.round_mode == RoundMode::kExact) return raw;
    Range range;
    if (raw.low) range.low = raw.low->round_to(*info.round_to, info.round_mode);
    if (raw.high) range.high = raw.high->round_to(*info.round_to, info.round_mode);
    return range;
  }

  // --- expressions -----------------------------------------------------------------------------
  [[nodiscard]] Index operand(const Node& node, Index i) const {
    return program_.operands[node.first + i];
  }

  Range value(Index index, Frame& frame) {
    if (failed_ || ++steps_ > kStepsMax) return fail();
    const Node& node = program_.nodes[index];
    switch (node.op) {
      case Op::kLiteral:
        return Range::at(program_.literals[node.index].number);
      case Op::kLawYear:
        return Range::at(Rational(model::year_of(dates_.period_end)));
      case Op::kLawDate:
        return Range::at(Cell::known(frame.law).number);
      case Op::kParam:
        return parameter(node.index, frame.law);
      case Op::kParamAt:
        return parameter_at(node, frame);
      case Op::kInput:
        return input(node.index, frame);
      case Op::kVar:
        return variable(node.index);
      case Op::kField:
        return field(node.index, frame);
      case Op::kOr:
      case Op::kAnd:
        return logical(node, frame);
      case Op::kIf:
        return conditional(node, frame);
      case Op::kSum:
      case Op::kCount:
      case Op::kMost:
        return fold(node, frame);
      case Op::kMin:
      case Op::kMax:
        return extreme(node, frame);
      case Op::kDate:
        return day(node, frame);
      case Op::kNot:
      case Op::kNegate:
      case Op::kFloor:
      case Op::kCeil:
      case Op::kWorkingDay:
        return unary(node.op, value(operand(node, 0), frame));
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
    const Range a = value(operand(node, 0), frame);
    const Range b = value(operand(node, 1), frame);
    if (failed_) return {};
    return node.type.kind == Kind::kBool ? comparison(node.op, a, b) : binary(node.op, a, b);
  }

  Range unary(Op op, const Range& a) {
    if (failed_) return {};
    if (op == Op::kNot) return a.is_point() ? truth(!is(a, true)) : kEither;
    const auto each = [&](const End& end) { return end ? ended(compute(op, *end)) : End(); };
    if (op == Op::kNegate) return {each(a.high), each(a.low)};
    return {each(a.low), each(a.high)};
  }

  /// An end that cannot be computed exactly might be an error.
  End ended(const Computed& computed) {
    if (!computed.number) failed_ = true;
    return computed.number;
  }

  End ended(Op op, const End& a, const End& b) {
    return a && b ? ended(compute(op, *a, *b)) : End();
  }

  Range binary(Op op, const Range& a, const Range& b) {
    if (op == Op::kAdd) return {ended(op, a.low, b.low), ended(op, a.high, b.high)};
    if (op == Op::kSubtract) return {ended(op, a.low, b.high), ended(op, a.high, b.low)};
    if (op == Op::kDaysBetween) return binary(Op::kSubtract, b, a);
    if (op == Op::kMultiply) return product(a, b);
    if (op == Op::kDivide) return quotient(a, b);
    if (op == Op::kAge) return ages(a, b);
    const auto later = op == Op::kAddDays ? add_days : add_months;
    Range range;
    if (a.low && b.low) range.low = ended(later(*a.low, *b.low));
    if (a.high && b.high) range.high = ended(later(*a.high, *b.high));
    return range;
  }

  static Range ages(const Range& birth, const Range& day) {
    Range range;
    if (birth.high && day.low) range.low = age(*birth.high, *day.low);
    if (birth.low && day.high) range.high = age(*birth.low, *day.high);
    return range;
  }

  Range product(const Range& a, const Range& b) {
    if (!a.low || !a.high || !b.low || !b.high) {
      const Rational zero(0);
      const bool from_zero =
          a.low && b.low && compare(*a.low, zero) >= 0 && compare(*b.low, zero) >= 0;
      return from_zero ? Range{ended(Op::kMultiply, a.low, b.low), {}} : Range{};
    }
    const std::array<End, 4> ends = {
        ended(Op::kMultiply, a.low, b.low), ended(Op::kMultiply, a.low, b.high),
        ended(Op::kMultiply, a.high, b.low), ended(Op::kMultiply, a.high, b.high)};
    return {lowest(ends), highest(ends)};
  }

  Range quotient(const Range& a, const Range& b) {
    const Rational zero(0);
    const bool away_from_zero =
        (b.low && compare(*b.low, zero) > 0) || (b.high && compare(*b.high, zero) < 0);
    if (!away_from_zero) return fail();
    if (!a.low || !a.high || !b.low || !b.high) return {};
    const std::array<End, 4> ends = {
        ended(Op::kDivide, a.low, b.low), ended(Op::kDivide, a.low, b.high),
        ended(Op::kDivide, a.high, b.low), ended(Op::kDivide, a.high, b.high)};
    return {lowest(ends), highest(ends)};
  }

  static Range comparison(Op op, const Range& a, const Range& b) {
    const auto known = [&](int sign) { return truth(compared(op, sign)); };
    if (a.is_point() && b.is_point()) return known(compare(*a.low, *b.low));
    if (a.high && b.low && compare(*a.high, *b.low) < 0) return known(-1);
    if (a.low && b.high && compare(*a.low, *b.high) > 0) return known(1);
    // Where they meet in one number only, "at most" and "at least" are known all the same.
    const bool below = a.high && b.low && compare(*a.high, *b.low) == 0;
    const bool above = a.low && b.high && compare(*a.low, *b.high) == 0;
    if (below && (op == Op::kLessEqual || op == Op::kGreater)) return known(-1);
    if (above && (op == Op::kGreaterEqual || op == Op::kLess)) return known(1);
    return kEither;
  }

  Range extreme(const Node& node, Frame& frame) {
    std::optional<Range> all;
    for (Index i = 0; i < node.count; ++i) {
      const Range range = value(operand(node, i), frame);
      all = all ? (node.op == Op::kMin ? lower_of(*all, range) : upper_of(*all, range)) : range;
    }
    return *all;
  }

  /// A bound of one arm alone bounds min() from above and max() from below.
  static Range lower_of(const Range& a, const Range& b) {
    Range range{lowest(std::array{a.low, b.low}), a.high ? a.high : b.high};
    if (a.high && b.high) range.high = lowest(std::array{a.high, b.high});
    return range;
  }
  static Range upper_of(const Range& a, const Range& b) {
    Range range{a.low ? a.low : b.low, highest(std::array{a.high, b.high})};
    if (a.low && b.low) range.low = highest(std::array{a.low, b.low});
    return range;
  }

  Range day(const Node& node, Frame& frame) {
    std::array<Range, 3> parts;
    for (Index i = 0; i < 3; ++i) parts[i] = value(operand(node, i), frame);
    for (const Range& part : parts) {
      if (!part.is_point()) return fail();
    }
    const End day = ended(make_day(*parts[0].low, *parts[1].low, *parts[2].low));
    return {day, day};
  }

  Range logical(const Node& node, Frame& frame) {
    const bool decisive = node.op == Op::kOr;
    const Range left = value(operand(node, 0), frame);
    if (failed_ || is(left, decisive)) return left;
    const Range right = value(operand(node, 1), frame);
    if (is(right, decisive)) return right;
    return left.is_point() ? right : kEither;
  }

  Range conditional(const Node& node, Frame& frame) {
    const Range condition = value(operand(node, 0), frame);
    if (failed_) return {};
    if (condition.is_point()) {
      return value(operand(node, is(condition, true) ? 1 : 2), frame);
    }
    decided_ = false;
    const Range yes = value(operand(node, 1), frame);
    return hull(yes, value(operand(node, 2), frame));
  }

  Range fold(const Node& node, Frame& frame) {
    Frame inner = frame;
    inner.list = node.index;
    if (!facts_.has_list(node.index)) return fold_any(node, inner);
    const bool most = node.op == Op::kMost;
    Range total = Range::at(Rational(0));
    for (Index i = 0; i < facts_.list_size(node.index); ++i) {
      inner.item = facts_.item(node.index, i);
      const Range range = value(operand(node, 0), inner);
      if (failed_) return {};
      total = most ? upper_of(total, range) : binary(Op::kAdd, total, range);
    }
    return total;
  }

  /// A list that is not given may have any items, up to its greatest length.
  Range fold_any(const Node& node, Frame& inner) {
    decided_ = false;
    inner.any_item = true;
    const Range one = hull(Range::at(Rational(0)), value(operand(node, 0), inner));
    if (failed_ || node.op == Op::kMost) return {Rational(0), one.high};
    const Range count{Rational(0), pack_.inputs()[node.index].max};
    return product(one, count);
  }

  Range parameter(Index index, model::Date date) {
    const ParamValue* const value = program_.params[index].on(date);
    return value == nullptr ? fail() : Range::at(value->cell.number);
  }

  Range parameter_at(const Node& node, Frame& frame) {
    const Range date = value(operand(node, 0), frame);
    if (failed_) return {};
    if (date.is_point()) return parameter(node.index, Cell::known(*date.low).date());
    // Any of its values; whether the date lies before the first of them is not known.
    return fail();
  }

  Range input(Index index, Frame& frame) {
    const auto moved = box_.find(index);
    if (moved != box_.end()) return moved->second;
    const Cell& given = facts_.scalar(index);
    if (given.is_known()) return Range::at(given.number);
    const Index fallback = program_.inputs[index].default_node;
    if (fallback != kNoNode) return value(fallback, frame);
    const InputDeclaration& info = pack_.inputs()[index];
    if (info.type.kind == Kind::kBool) return kEither;
    return {info.min, info.max};
  }

  Range field(Index index, Frame& frame) {
    const Field& field = program_.inputs[frame.list].fields[index];
    if (field.derive != kNoNode) return value(field.derive, frame);
    if (!frame.any_item && frame.item[index].is_known()) {
      return Range::at(frame.item[index].number);
    }
    return field.type.kind == Kind::kBool ? kEither : Range{};
  }

  const Pack& pack_;
  const Pack::Program& program_;
  const EvalDates& dates_;
  const BoundFacts& facts_;
  const Box& box_;
  std::vector<std::optional<Range>> memo_;
  bool decided_{true};
  bool failed_{false};
  int steps_{0};
};

}  // namespace

Range hull(const Range& a, const Range& b) {
  return {lowest(std::array{a.low, b.low}), highest(std::array{a.high, b.high})};
}

bool within(const Range& a, const Range& b) {
  const bool low = !b.low || (a.low && compare(*a.low, *b.low) >= 0);
  const bool high = !b.high || (a.high && compare(*a.high, *b.high) <= 0);
  return low && high;
}

std::optional<Spread> spread_of(const Pack& pack, std::uint32_t var, const EvalDates& dates,
                                const BoundFacts& facts, const Box& box) {
  return Ranges(pack, dates, facts, box).run(var);
}

}  // namespace cpa::rules
