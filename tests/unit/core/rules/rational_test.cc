#include "core/rules/rational.h"

#include <gtest/gtest.h>

#include <limits>

namespace cpa::rules {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

Rational of(std::int64_t num, std::int64_t den) { return Rational::make(num, den).value(); }

TEST(RationalTest, KeepsLowestTermsAndAPositiveDenominator) {
  EXPECT_EQ(of(6, 4), of(3, 2));
  EXPECT_EQ(of(-6, -4), of(3, 2));
  EXPECT_EQ(of(6, -4).num(), -3);
  EXPECT_EQ(of(0, -9).den(), 1);
}

TEST(RationalTest, RefusesWhatDoesNotFit) {
  EXPECT_FALSE(Rational::make(1, 0));
  EXPECT_FALSE(Rational::make(kMin, -1));
  EXPECT_FALSE(add(Rational(kMax), Rational(1)));
  EXPECT_FALSE(subtract(Rational(kMin), Rational(1)));
  EXPECT_FALSE(multiply(Rational(kMax), Rational(2)));
  EXPECT_FALSE(negate(Rational(kMin)));
  EXPECT_FALSE(divide(Rational(1), Rational(0)));
}

TEST(RationalTest, ComputesExactly) {
  EXPECT_EQ(add(of(1, 3), of(1, 6)), of(1, 2));
  EXPECT_EQ(subtract(of(1, 3), of(1, 2)), of(-1, 6));
  EXPECT_EQ(multiply(of(2, 3), of(3, 2)), Rational(1));
  EXPECT_EQ(divide(Rational(500), Rational(1607)), of(500, 1607));
  // The product of the numerators leaves 64 bits, the result does not.
  EXPECT_EQ(multiply(of(kMax, 7), of(7, kMax)), Rational(1));
}

TEST(RationalTest, ComparesBeyondSixtyFourBits) {
  // 1 + 1/(M-1) is below 1 + 1/(M-2).
  EXPECT_EQ(compare(of(kMax, kMax - 1), of(kMax - 1, kMax - 2)), -1);
  EXPECT_EQ(compare(Rational(kMin), Rational(kMax)), -1);
  EXPECT_EQ(compare(of(1, 2), of(2, 4)), 0);
  EXPECT_EQ(compare(of(-1, 3), of(-1, 2)), 1);
}

// Near -2^63, floor × denominator leaves 64 bits: (2^63 - 1) mod 3 = 1 and mod 4 = 3.
TEST(RationalTest, ComparesFractionsAtTheLowerEdge) {
  EXPECT_EQ(compare(of(-kMax, 3), of(-kMax, 3)), 0);
  EXPECT_EQ(compare(of(-kMax, 4), of(-kMax, 5)), -1);
  EXPECT_EQ(compare(of(-kMax, 3), of(1 - kMax, 3)), -1);
}

// (2^63 - 1) / 4 = 2305843009213693951.75
TEST(RationalTest, RoundsAtTheLowerEdgeAsAnywhere) {
  const Rational quarter = of(-kMax, 4);
  const Rational one(1);
  EXPECT_EQ(quarter.round_to(one, RoundMode::kHalfUp), Rational(-2305843009213693952));
  EXPECT_EQ(quarter.round_to(one, RoundMode::kHalfEven), Rational(-2305843009213693952));
  EXPECT_EQ(quarter.round_to(one, RoundMode::kUp), Rational(-2305843009213693951));
  EXPECT_EQ(of(kMax, 4).round_to(one, RoundMode::kHalfUp), Rational(2305843009213693952));
}

TEST(RationalTest, NeverRoundsPastSixtyFourBits) {
  EXPECT_FALSE(of(kMax, 7).round_to(of(1, 100), RoundMode::kUp));
  EXPECT_FALSE(Rational(1).round_to(Rational(), RoundMode::kUp));
}

TEST(RationalTest, TheLeastNumberIsAnOverflowAndNoFault) {
  const Rational least(kMin);
  EXPECT_FALSE(multiply(least, of(1, 2)));
  EXPECT_FALSE(multiply(of(1, 2), least));
  EXPECT_FALSE(multiply(least, Rational(1)));
  EXPECT_FALSE(add(least, Rational(0)));
  EXPECT_FALSE(divide(Rational(1), least));
  EXPECT_EQ(least.decimal_text(), "-9223372036854775808");
  EXPECT_EQ(least.floor(), kMin);
}

TEST(RationalTest, ReadsPlainDecimalsAlone) {
  EXPECT_EQ(Rational::parse("803.5"), of(1607, 2));
  EXPECT_EQ(Rational::parse("-2"), Rational(-2));
  EXPECT_EQ(Rational::parse("0.10"), of(1, 10));
  for (const char* text :
       {"", "-", "+1", " 1", "1 ", "1e3", "0x1", "1.2.3", "1,5", "NaN", "99999999999999999999"}) {
    EXPECT_FALSE(Rational::parse(text)) << text;
  }
}

TEST(RationalTest, RoundsAsEachModeSays) {
  const Rational cent = of(1, 100);
  // 300000 / 1607 = 186.683…
  EXPECT_EQ(of(300000, 1607).round_to(cent, RoundMode::kUp), of(18669, 100));
  EXPECT_EQ(of(300000, 1607).round_to(cent, RoundMode::kDown), of(18668, 100));
  const Rational one(1);
  EXPECT_EQ(of(-3, 2).round_to(one, RoundMode::kUp), Rational(-1));
  EXPECT_EQ(of(-3, 2).round_to(one, RoundMode::kDown), Rational(-2));
  EXPECT_EQ(of(5, 2).round_to(one, RoundMode::kHalfUp), Rational(3));
  EXPECT_EQ(of(-5, 2).round_to(one, RoundMode::kHalfUp), Rational(-3));
  EXPECT_EQ(of(7, 3).round_to(one, RoundMode::kHalfUp), Rational(2));
  EXPECT_EQ(of(8, 3).round_to(one, RoundMode::kHalfUp), Rational(3));
  EXPECT_EQ(of(-7, 3).round_to(one, RoundMode::kHalfUp), Rational(-2));
  EXPECT_EQ(of(8, 3).round_to(one, RoundMode::kHalfEven), Rational(3));
  EXPECT_EQ(of(7, 3).round_to(one, RoundMode::kHalfEven), Rational(2));
  EXPECT_EQ(of(-5, 2).round_to(one, RoundMode::kHalfEven), Rational(-2));
  EXPECT_EQ(of(5, 2).round_to(one, RoundMode::kHalfEven), Rational(2));
  EXPECT_EQ(of(7, 2).round_to(one, RoundMode::kHalfEven), Rational(4));
  EXPECT_EQ(of(1, 4).round_to(cent, RoundMode::kExact), of(1, 4));
  EXPECT_FALSE(of(1, 3).round_to(cent, RoundMode::kExact));
}

TEST(RationalTest, FindsTheWholeNumbersAround) {
  EXPECT_EQ(of(-7, 2).floor(), -4);
  EXPECT_EQ(of(-7, 2).ceil(), -3);
  EXPECT_EQ(of(7, 2).floor(), 3);
  EXPECT_EQ(of(7, 2).ceil(), 4);
  EXPECT_EQ(Rational(5).ceil(), 5);
}

TEST(RationalTest, WritesItselfWithoutLoss) {
  EXPECT_EQ(of(300000, 1607).fraction_text(), "300000/1607");
  EXPECT_EQ(Rational(250).fraction_text(), "250");
  EXPECT_EQ(of(1, 8).decimal_text(), "0.125");
  EXPECT_EQ(of(-1, 8).decimal_text(), "-0.125");
  EXPECT_FALSE(of(1, 3).decimal_text());
  EXPECT_EQ(of(2, 3).cut_text(2), "0.66");
  EXPECT_EQ(of(-2, 3).cut_text(0), "-0");
  // Python: Decimal(2) ** -62
  EXPECT_EQ(of(1, std::int64_t{1} << 62).decimal_text(),
            "0.00000000000000000021684043449710088680149056017398834228515625");
  EXPECT_EQ(of(kMax - 1, kMax).cut_text(20), "0.99999999999999999989");
}

TEST(RationalTest, NamesEachMode) {
  EXPECT_EQ(round_mode_name(RoundMode::kUp), "up");
  EXPECT_EQ(round_mode_name(RoundMode::kDown), "down");
  EXPECT_EQ(round_mode_name(RoundMode::kHalfUp), "half_up");
  EXPECT_EQ(round_mode_name(RoundMode::kHalfEven), "half_even");
  EXPECT_EQ(round_mode_name(RoundMode::kExact), "exact");
}

}  // namespace
}  // namespace cpa::rules
