#include "core/model/money.h"

#include <gtest/gtest.h>

namespace cpa::model {
namespace {

TEST(MoneyTest, WritesTwoDecimals) {
  EXPECT_EQ(format_cents(Cents(18669)), "186.69");
  EXPECT_EQ(format_cents(Cents(5)), "0.05");
  EXPECT_EQ(format_cents(Cents(-5)), "-0.05");
  EXPECT_EQ(format_cents(Cents(-12345)), "-123.45");
  EXPECT_EQ(format_cents(Cents(0)), "0.00");
}

TEST(MoneyTest, ReadsUpToTwoDecimals) {
  EXPECT_EQ(parse_cents("186.69").value(), Cents(18669));
  EXPECT_EQ(parse_cents("1.5").value(), Cents(150));
  EXPECT_EQ(parse_cents("-0.05").value(), Cents(-5));
  EXPECT_EQ(parse_cents("7").value(), Cents(700));
}

TEST(MoneyTest, RefusesEveryOtherForm) {
  for (const char* text : {"", "-", ".", "1,5", "1.234", "1e3", " 1", "1 ", "+1", "1.2.3", "0x10",
                           "NaN", "100000000000.01", "99999999999999999999999"}) {
    const auto amount = parse_cents(text);
    ASSERT_FALSE(amount) << text;
    EXPECT_EQ(amount.error().code, ErrorCode::kMalformed) << text;
  }
}

}  // namespace
}  // namespace cpa::model
