#include "core/rules/cell.h"

#include <gtest/gtest.h>

namespace cpa::rules {
namespace {

TEST(CellTest, KeepsAValueOfEachType) {
  const Scalar values[] = {true, false, model::make_date(1956, 7, 1),
                           Quantity{*Rational::make(-7, 3), *Unit::parse("EUR")}};
  const Type types[] = {*Type::parse("bool"), *Type::parse("bool"), *Type::parse("date"),
                        *Type::parse("EUR")};
  for (std::size_t i = 0; i < std::size(values); ++i) {
    EXPECT_EQ(to_scalar(to_cell(values[i]), types[i]), values[i]) << i;
  }
}

TEST(CellTest, IsMissingUntilItIsGiven) {
  EXPECT_TRUE(Cell().is_missing());
  EXPECT_FALSE(Cell().is(false));
  EXPECT_TRUE(Cell::known(false).is(false));
  EXPECT_TRUE(Cell::error().is_error());
}

}  // namespace
}  // namespace cpa::rules
