#include "core/rules/operations.h"

#include <gtest/gtest.h>

#include <limits>

#include <string>

namespace cpa::rules {
namespace {

Rational day(int year, unsigned month, unsigned number) {
  return Rational(model::make_date(year, month, number).time_since_epoch().count());
}
Rational number(std::int64_t num, std::int64_t den = 1) { return *Rational::make(num, den); }
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

TEST(OperationsTest, ComputesExactlyOrSaysWhyNot) {
  EXPECT_EQ(compute(Op::kDivide, number(600), number(1607)).number, number(600, 1607));
  EXPECT_EQ(compute(Op::kDivide, number(1), number(0)).error, "E_DIVIDE");
  EXPECT_EQ(compute(Op::kAdd, number(kHighest), number(1)).error, "E_OVERFLOW");
  EXPECT_EQ(compute(Op::kMultiply, number(kHighest), number(2)).error, "E_OVERFLOW");
  EXPECT_EQ(compute(Op::kSubtract, number(1, 3), number(1, 2)).number, number(-1, 6));
  EXPECT_EQ(compute(Op::kFloor, number(-1, 2)).number, number(-1));
  EXPECT_EQ(compute(Op::kCeil, number(-1, 2)).number, number(0));
  EXPECT_EQ(compute(Op::kNegate, number(1, 2)).number, number(-1, 2));
}

TEST(OperationsTest, ComparesBySign) {
  const Op ops[] = {Op::kLess,         Op::kLessEqual, Op::kGreater,
                    Op::kGreaterEqual, Op::kEqual,     Op::kNotEqual};
  std::string table;
  for (const int sign : {-1, 0, 1}) {
    for (const Op op : ops) table += compared(op, sign) ? '1' : '0';
    table += ' ';
  }
  EXPECT_EQ(table, "110001 010110 001101 ");
}

TEST(OperationsTest, MakesOnlyDaysThatExist) {
  EXPECT_EQ(make_day(number(2024), number(2), number(29)).number, day(2024, 2, 29));
  EXPECT_EQ(make_day(number(2023), number(2), number(29)).error, "E_DATE");
  EXPECT_EQ(make_day(number(2023), number(13), number(1)).error, "E_DATE");
  EXPECT_EQ(make_day(number(2023), number(1), number(3, 2)).error, "E_DATE");
  EXPECT_EQ(make_day(number(10000), number(1), number(1)).error, "E_DATE");
}

TEST(OperationsTest, ClampsToTheLastDayOfAShorterMonth) {
  EXPECT_EQ(add_months(day(2023, 1, 31), number(1)).number, day(2023, 2, 28));
  EXPECT_EQ(add_months(day(2024, 1, 31), number(1)).number, day(2024, 2, 29));
  EXPECT_EQ(add_months(day(2024, 2, 29), number(-12)).number, day(2023, 2, 28));
  EXPECT_EQ(add_months(day(2024, 12, 15), number(2)).number, day(2025, 2, 15));
  EXPECT_EQ(add_months(day(2024, 1, 1), number(1, 2)).error, "E_DATE");
  EXPECT_EQ(add_months(day(2024, 1, 1), number(24'001)).error, "E_DATE");
}

TEST(OperationsTest, CountsWholeYears) {
  EXPECT_EQ(age(day(2008, 6, 15), day(2024, 6, 14)), number(15));
  EXPECT_EQ(age(day(2008, 6, 15), day(2024, 6, 15)), number(16));
}

TEST(OperationsTest, ALeapDayIsReachedOnTheFirstOfMarch) {
  EXPECT_EQ(age(day(2008, 2, 29), day(2025, 2, 28)), number(16));
  EXPECT_EQ(age(day(2008, 2, 29), day(2025, 3, 1)), number(17));
  EXPECT_EQ(age(day(2008, 2, 29), day(2024, 2, 29)), number(16));
}

TEST(OperationsTest, CountsDaysOnAndBack) {
  EXPECT_EQ(add_days(day(2026, 11, 20), Rational(30)).number, day(2026, 12, 20));
  EXPECT_EQ(add_days(day(2027, 3, 1), Rational(-120)).number, day(2026, 11, 1));
  EXPECT_EQ(add_days(day(2026, 11, 20), *Rational::make(1, 2)).error, "E_DATE");
  EXPECT_EQ(add_days(day(2026, 11, 20), Rational(366'001)).error, "E_DATE");
}

// Easter Mondays, Ascension Thursdays and Whit Mondays from a printed calendar of feasts.
TEST(OperationsTest, AWorkingDayIsNoHolidayAndNoWeekend) {
  const auto next = [](int year, unsigned month, unsigned number) {
    return compute(Op::kWorkingDay, day(year, month, number)).number;
  };
  EXPECT_EQ(next(2025, 4, 5), day(2025, 4, 7));  // Saturday
  EXPECT_EQ(next(2025, 4, 7), day(2025, 4, 7));
  EXPECT_EQ(next(2026, 4, 5), day(2026, 4, 7));   // Easter Sunday and Monday
  EXPECT_EQ(next(2024, 4, 1), day(2024, 4, 2));   // Easter Monday
  EXPECT_EQ(next(2024, 5, 9), day(2024, 5, 10));  // Ascension
  EXPECT_EQ(next(2025, 6, 9), day(2025, 6, 10));  // Whit Monday
  EXPECT_EQ(next(2027, 1, 1), day(2027, 1, 4));   // New Year's Day, a Friday
  EXPECT_EQ(next(2019, 4, 22), day(2019, 4, 23));
  EXPECT_EQ(next(2038, 4, 26), day(2038, 4, 27));  // the latest Easter of the century
  EXPECT_EQ(next(2008, 3, 24), day(2008, 3, 25));  // among the earliest
}

}  // namespace
}  // namespace cpa::rules
