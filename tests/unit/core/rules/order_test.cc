#include "core/rules/order.h"

#include <gtest/gtest.h>

namespace cpa::rules {
namespace {

using model::make_date;

TEST(OrderTest, OrdersValuesOfOneType) {
  EXPECT_EQ(order(Scalar(false), Scalar(true)), -1);
  EXPECT_EQ(order(Scalar(make_date(2024, 1, 1)), Scalar(make_date(2023, 12, 31))), 1);
  EXPECT_EQ(order(Scalar(Quantity{*Rational::make(1, 3), Unit()}),
                  Scalar(Quantity{*Rational::make(2, 6), Unit()})),
            0);
}

TEST(OrderTest, ClampsToTheLastDayOfAShorterMonth) {
  using std::chrono::day;
  EXPECT_EQ(clamped(std::chrono::year{2023} / 2, day{31}), std::chrono::year{2023} / 2 / 28);
  EXPECT_EQ(clamped(std::chrono::year{2024} / 2, day{31}), std::chrono::year{2024} / 2 / 29);
  EXPECT_EQ(clamped(std::chrono::year{2024} / 4, day{30}), std::chrono::year{2024} / 4 / 30);
}

TEST(OrderTest, CountsWholeYears) {
  EXPECT_EQ(years_between(make_date(2008, 6, 15), make_date(2024, 6, 14)), 15);
  EXPECT_EQ(years_between(make_date(2008, 6, 15), make_date(2024, 6, 15)), 16);
}

TEST(OrderTest, ALeapDayIsReachedOnTheFirstOfMarch) {
  EXPECT_EQ(years_between(make_date(2008, 2, 29), make_date(2025, 2, 28)), 16);
  EXPECT_EQ(years_between(make_date(2008, 2, 29), make_date(2025, 3, 1)), 17);
  EXPECT_EQ(years_between(make_date(2008, 2, 29), make_date(2024, 2, 29)), 16);
}

}  // namespace
}  // namespace cpa::rules
