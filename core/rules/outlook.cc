#include "core/rules/outlook.h"

#include <set>
#include <string_view>
#include <utility>

#include "core/rules/program.h"
#include "core/rules/record.h"

namespace cpa::rules {
namespace {

using Index = std::uint32_t;

/// Boxes looked at for one answer.
constexpr int kTrialsMax = 400;
constexpr std::int64_t kHundred = 100;

/// How finely people state a number: hundredths of hours and euros, whole days, months, points.
Rational step_of(const Type& type) {
  const bool fine =
      type.unit == *Unit::parse("EUR") || type.unit == *Unit::parse("h") || type.unit == Unit();
  return fine ? Rational::make(1, kHundred).value_or(Rational(1)) : Rational(1);
}

/// A number well within a range, on the grid of `step`; nothing when there is none.
std::optional<Rational> middle(const Range& range, const Rational& step) {
  if (!range.low || !range.high) return std::nullopt;
  const std::optional<Rational> sum = add(*range.low, *range.high);
  const std::optional<Rational> half = sum ? divide(*sum, Rational(2)) : std::nullopt;
  if (!half) return std::nullopt;
  const std::optional<Rational> on_grid = half->round_to(step, RoundMode::kDown);
  if (!on_grid || compare(*on_grid, *range.low) <= 0 || compare(*on_grid, *range.high) >= 0) {
    return std::nullopt;
  }
  return on_grid;
}

class Bounds {
 public:
  Bounds(const Pack& pack, Index var, const EvalDates& dates, const BoundFacts& facts)
      : pack_(pack), var_(var), dates_(dates), facts_(facts) {}

  std::optional<Range> run() {
    Box box;
    const Result<Outcome> outcome = evaluate(pack_, var_, dates_, facts_);
    if (!outcome || outcome->error) return std::nullopt;
    for (const std::string& name : outcome->missing) {
      const Choice* choice = pack_.find_choice(name);
      const InputDeclaration* info = pack_.find_input(name);
      const Index first =
          choice != nullptr ? choice->first : static_cast<Index>(info - pack_.inputs().data());
      const Index count = choice != nullptr ? choice->count : 1;
      for (Index input = first; input < first + count; ++input) let_range(box, input);
    }
    if (!open(std::move(box))) return std::nullopt;
    while (!open_.empty()) {
      auto [next, spread] = std::move(open_.back());
      open_.pop_back();
      // What other boxes reach anyway need not be told apart.
      if (found_ && within(spread.range, *found_)) continue;
      if (spread.decided || trials_ >= kTrialsMax || !split(next)) {
        found_ = found_ ? hull(*found_, spread.range) : spread.range;
      } else if (failed_) {
        return std::nullopt;
      }
    }
    return found_;
  }

 private:
  /// Puts an input that is not known into the box, with all that it may be.
  void let_range(Box& box, Index input) const {
    const InputDeclaration& info = pack_.inputs()[input];
    if (!facts_.scalar(input).is_missing()) return;
    if (info.type.kind == Kind::kBool) box[input] = {Rational(0), Rational(1)};
    if (info.type.kind == Kind::kNumber) box[input] = {info.min, info.max};
  }

  bool open(Box box) {
    ++trials_;
    const std::optional<Spread> spread = spread_of(pack_, var_, dates_, facts_, box);
    if (!spread) return false;
    open_.emplace_back(std::move(box), *spread);
    return true;
  }

  /// Cuts a box in two along the input whose cut tells most; false when it cannot be cut.
  bool split(const Box& box) {
    for (const auto& [input, range] : box) {
      if (pack_.inputs()[input].type.kind != Kind::kBool || range.is_point()) continue;
      if (!pack_.inputs()[input].choice.empty()) {
        choose(box, input);
      } else {
        halve(box, input, Range::at(Rational(0)), Range::at(Rational(1)));
      }
      return true;
    }
    std::optional<Index> widest;
    Rational share(0);
    for (const auto& [input, range] : box) {
      const std::optional<Rational> part = share_of(input, range);
      if (!part || (widest && compare(*part, share) <= 0)) continue;
      if (!middle(range, step_of(pack_.inputs()[input].type))) continue;
      widest = input;
      share = *part;
    }
    if (!widest) return false;
    const Range& range = box.at(*widest);
    const Rational cut = *middle(range, step_of(pack_.inputs()[*widest].type));
    halve(box, *widest, {range.low, cut}, {cut, range.high});
    return true;
  }

  /// The answer is this option and no other; or it is another, of which one has to be left.
  void choose(const Box& box, Index option) {
    const std::string& choice = pack_.inputs()[option].choice;
    Box chosen = box;
    Box others = box;
    std::vector<Index> left;
    for (const auto& [input, range] : box) {
      if (pack_.inputs()[input].choice != choice || range.is_point()) continue;
      chosen[input] = Range::at(Rational(input == option ? 1 : 0));
      if (input != option) left.push_back(input);
    }
    others[option] = Range::at(Rational(0));
    if (left.size() == 1) others[left.front()] = Range::at(Rational(1));
    if (!open(std::move(chosen))) failed_ = true;
    if (!left.empty() && !open(std::move(others))) failed_ = true;
  }

  /// How much of what its declaration allows a range still is.
  [[nodiscard]] std::optional<Rational> share_of(Index input, const Range& range) const {
    const InputDeclaration& info = pack_.inputs()[input];
    if (!range.low || !range.high || !info.min || !info.max) return std::nullopt;
    const std::optional<Rational> whole = subtract(*info.max, *info.min);
    const std::optional<Rational> part = subtract(*range.high, *range.low);
    return whole && part ? divide(*part, *whole) : std::nullopt;
  }

  void halve(const Box& box, Index input, const Range& below, const Range& above) {
    for (const Range& half : {below, above}) {
      Box part = box;
      part[input] = half;
      if (!open(std::move(part))) failed_ = true;
    }
  }

  const Pack& pack_;
  Index var_;
  const EvalDates& dates_;
  const BoundFacts& facts_;
  std::vector<std::pair<Box, Spread>> open_;
  std::optional<Range> found_;
  int trials_{0};
  bool failed_{false};
};

class Thresholds {
 public:
  Thresholds(const Pack& pack, Index var, const EvalDates& dates, const BoundFacts& facts)
      : pack_(pack), var_(var), dates_(dates), facts_(facts) {}

  std::vector<Threshold> run() {
    Record record;
    const Result<Outcome> outcome = evaluate(pack_, var_, dates_, facts_, &record);
    if (!outcome || !outcome->value) return {};
    here_ = to_cell(*outcome->value);
    std::set<Index> used;
    for (const RecordedUse& use : record.uses) {
      if (use.kind == RecordedUse::Kind::kInput && use.value.is_known()) used.insert(use.index);
    }
    for (const Index input : used) {
      const InputDeclaration& info = pack_.inputs()[input];
      if (info.type.kind != Kind::kNumber || info.source == "ledger") continue;
      look(input, info.min, Side::kBelow);
      look(input, info.max, Side::kAbove);
    }
    return std::move(found_);
  }

 private:
  enum class Side : std::uint8_t { kBelow, kAbove };

  /// Searches from the given value to `end` for the first step that brings another decision.
  void look(Index input, const std::optional<Rational>& end, Side side) {
    const Rational given = facts_.scalar(input).number;
    const Rational step = step_of(pack_.inputs()[input].type);
    // From here on only values that people state are tried.
    const std::optional<Rational> start =
        given.round_to(step, side == Side::kAbove ? RoundMode::kUp : RoundMode::kDown);
    if (!end || !start) return;
    // Counted in steps from the start: `same` is on this side, `other` perhaps beyond.
    const std::optional<Rational> span = subtract(*end, *start);
    const std::optional<Rational> steps = span ? divide(*span, step) : std::nullopt;
    if (!steps) return;
    std::int64_t same = 0;
    std::int64_t other = side == Side::kAbove ? steps->floor() : steps->ceil().value_or(0);
    if (other == 0 || !decided(input, given, given)) return;
    if (decided(input, given, at(*start, step, other))) return;
    while (std::abs(other - same) > 1) {
      const std::int64_t half = same + (other - same) / 2;
      if (decided(input, given, at(*start, step, half))) {
        same = half;
      } else {
        other = half;
      }
    }
    keep(input, at(*start, step, other));
  }

  static std::optional<Rational> at(const Rational& start, const Rational& step,
                                    std::int64_t count) {
    const std::optional<Rational> way = multiply(step, Rational(count));
    return way ? add(start, *way) : std::nullopt;
  }

  /// Whether one formula holds from the given value to `far`.
  [[nodiscard]] bool decided(Index input, const Rational& given,
                             const std::optional<Rational>& far) const {
    if (!far) return false;
    const bool above = compare(*far, given) > 0;
    const Box box = {{input, above ? Range{given, far} : Range{far, given}}};
    const std::optional<Spread> spread = spread_of(pack_, var_, dates_, facts_, box);
    return spread && spread->decided;
  }

  void keep(Index input, const std::optional<Rational>& number) {
    if (!number) return;
    BoundFacts facts = facts_;
    facts.set(input, Cell::known(*number));
    const Result<Outcome> beyond = evaluate(pack_, var_, dates_, facts);
    const std::optional<Rational> change = subtract(*number, facts_.scalar(input).number);
    if (!beyond || !beyond->value || !change) return;
    const Cell result = to_cell(*beyond->value);
    if (result.number != here_.number) found_.push_back({input, *number, *change, result});
  }

  const Pack& pack_;
  Index var_;
  const EvalDates& dates_;
  const BoundFacts& facts_;
  Cell here_;
  std::vector<Threshold> found_;
};

}  // namespace

std::optional<Range> bounds_of(const Pack& pack, std::uint32_t var, const EvalDates& dates,
                               const BoundFacts& facts) {
  return Bounds(pack, var, dates, facts).run();
}

std::vector<Threshold> thresholds_of(const Pack& pack, std::uint32_t var, const EvalDates& dates,
                                     const BoundFacts& facts) {
  return Thresholds(pack, var, dates, facts).run();
}

}  // namespace cpa::rules
