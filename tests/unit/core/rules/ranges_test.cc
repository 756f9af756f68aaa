#include "core/rules/ranges.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

std::uint32_t var_of(const Pack& pack, std::string_view name) {
  return static_cast<std::uint32_t>(pack.find_var(name) - pack.vars().data());
}
std::uint32_t input_of(const Pack& pack, std::string_view name) {
  return static_cast<std::uint32_t>(pack.find_input(name) - pack.inputs().data());
}

/// v.ratio with another formula, for hours in [low, high] and a given full time of 4 h.
std::string spread(std::string_view formula, std::int64_t low, std::int64_t high) {
  const auto pack = small_pack(ratio_with(formula));
  const auto facts = BoundFacts::bind(*pack, {{"full", quantity(4, "h")}});
  const Box box = {{input_of(*pack, "hours"), {Rational(low), Rational(high)}}};
  const auto found = spread_of(*pack, var_of(*pack, "v.ratio"), year(2025), *facts, box);
  if (!found) return "none";
  const auto text = [](const std::optional<Rational>& end) {
    return end ? end->fraction_text() : std::string("?");
  };
  return text(found->range.low) + " to " + text(found->range.high) +
         (found->decided ? "" : ", undecided");
}

TEST(RangesTest, FollowsArithmetic) {
  EXPECT_EQ(spread("hours / full", 2, 8), "1/2 to 2");
  EXPECT_EQ(spread("(hours - full) / 1 h", 2, 8), "-2 to 4");
  EXPECT_EQ(spread("(full - hours) / 1 h", 2, 8), "-4 to 2");
  EXPECT_EQ(spread("(hours - 5 h) * (hours - 5 h) / 1 h / 1 h", 2, 8), "-9 to 9");
  EXPECT_EQ(spread("-hours / full", 2, 8), "-2 to -1/2");
  EXPECT_EQ(spread("floor(hours / 3 h)", 2, 8), "0 to 2");
  EXPECT_EQ(spread("ceil(hours / 3 h)", 2, 8), "1 to 3");
  EXPECT_EQ(spread("min(hours, full) / 1 h", 2, 8), "2 to 4");
  EXPECT_EQ(spread("max(hours, full) / 1 h", 2, 8), "4 to 8");
}

TEST(RangesTest, TellsNothingWhereADivisionMayFail) {
  EXPECT_EQ(spread("1 h / hours", 0, 8), "none");
  EXPECT_EQ(spread("1 h / hours", 2, 8), "1/8 to 1/2");
}

TEST(RangesTest, KnowsWhenOneSideOfAConditionHoldsThroughout) {
  EXPECT_EQ(spread("if hours >= full then 1 else 2", 4, 8), "1 to 1");
  EXPECT_EQ(spread("if hours < full then 1 else 2", 4, 8), "2 to 2");
  EXPECT_EQ(spread("if hours > full then 1 else 2", 4, 8), "1 to 2, undecided");
  EXPECT_EQ(spread("if hours > full or rich then 1 else 2", 5, 8), "1 to 1");
  EXPECT_EQ(spread("if hours > full and rich then 1 else 2", 5, 8), "1 to 2, undecided");
}

TEST(RangesTest, AListThatIsNotGivenMayHoldAnything) {
  const auto pack = small_pack();
  const auto facts = BoundFacts::bind(*pack, {});
  const auto many = spread_of(*pack, var_of(*pack, "v.long"), year(2025), *facts, {});
  ASSERT_TRUE(many);
  EXPECT_EQ(many->range, (Range{Rational(0), Rational(3)})) << "at most three jobs";
  EXPECT_FALSE(many->decided);
}

TEST(RangesTest, JoinsTheRulesThatMayWin) {
  const auto pack = small_pack();
  const auto facts = BoundFacts::bind(*pack, {{"rich", false}});
  const auto found = spread_of(*pack, var_of(*pack, "v.chain"), year(2025), *facts, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->range, (Range{Rational(1), Rational(3)}));
}

TEST(RangesTest, RoundsAtTheEnds) {
  const auto pack = small_pack();
  const auto facts = BoundFacts::bind(*pack, {{"full", quantity(1607, "h")}});
  const Box box = {{input_of(*pack, "hours"), {Rational(0), Rational(600)}}};
  const auto found = spread_of(*pack, var_of(*pack, "v.right"), year(2023), *facts, box);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->range.high, Rational::make(18669, 100));
  EXPECT_TRUE(found->decided);
}

TEST(RangesTest, HullAndWithinKnowOpenEnds) {
  const Range all;
  const Range some{Rational(1), Rational(2)};
  EXPECT_TRUE(within(some, all));
  EXPECT_FALSE(within(all, some));
  EXPECT_EQ(hull(some, {Rational(5), Rational(5)}), (Range{Rational(1), Rational(5)}));
  EXPECT_EQ(hull(some, all), all);
}

}  // namespace
}  // namespace cpa::rules
