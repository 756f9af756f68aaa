#include "core/rules/value.h"

#include <gtest/gtest.h>

namespace cpa::rules {
namespace {

Unit unit(std::string_view name) { return Unit::parse(name).value(); }

TEST(UnitTest, MultipliesAndDivides) {
  EXPECT_EQ(unit("EUR").times(unit("h"))->text(), "EUR·h");
  EXPECT_EQ(unit("EUR").times(unit("h"))->per(unit("h")), unit("EUR"));
  EXPECT_TRUE(unit("h").per(unit("h"))->is_plain());
  EXPECT_EQ(unit("num").per(unit("h"))->text(), "h^-1");
}

TEST(UnitTest, RefusesUnknownNamesAndEndlessPowers) {
  EXPECT_FALSE(Unit::parse("USD"));
  EXPECT_FALSE(Unit::parse(""));
  std::optional<Unit> power = unit("h");
  for (int i = 1; i < 8; ++i) power = power->times(unit("h"));
  ASSERT_TRUE(power);
  EXPECT_FALSE(power->times(unit("h")));
}

TEST(TypeTest, ReadsEachWord) {
  EXPECT_EQ(Type::parse("bool")->kind, Kind::kBool);
  EXPECT_EQ(Type::parse("date")->kind, Kind::kDate);
  EXPECT_EQ(Type::parse("list")->kind, Kind::kList);
  EXPECT_EQ(Type::parse("EUR")->unit, unit("EUR"));
  EXPECT_FALSE(Type::parse("money"));
  EXPECT_EQ(Type::parse("EUR")->text(), "EUR");
  EXPECT_EQ(Type::parse("bool")->text(), "bool");
}

TEST(ValueTest, WritesCanonicalText) {
  EXPECT_EQ(value_text(Scalar(true)), "true");
  EXPECT_EQ(value_text(Scalar(Quantity{*Rational::make(1, 2), unit("h")})), "0.5");
  EXPECT_EQ(value_text(Scalar(Quantity{*Rational::make(1, 3), unit("h")})), "1/3");
  EXPECT_EQ(value_text(Scalar(model::make_date(2024, 2, 29))), "2024-02-29");
}

TEST(ValueTest, ReadsTheDeclaredTypeAlone) {
  EXPECT_EQ(parse_scalar("false", *Type::parse("bool")), Scalar(false));
  EXPECT_EQ(parse_scalar("2.5", *Type::parse("h")),
            Scalar(Quantity{*Rational::make(5, 2), unit("h")}));
  EXPECT_EQ(parse_scalar("2024-02-29", *Type::parse("date")),
            Scalar(model::make_date(2024, 2, 29)));
  EXPECT_FALSE(parse_scalar("1", *Type::parse("bool")));
  EXPECT_FALSE(parse_scalar("true", *Type::parse("h")));
  EXPECT_FALSE(parse_scalar("2023-02-29", *Type::parse("date")));
}

}  // namespace
}  // namespace cpa::rules
