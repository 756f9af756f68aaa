#include "core/rules/parser.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

constexpr std::string_view kFormula = "@p.rate * hours / full";

Error refused_formula(std::string_view formula) {
  return refusal(small_pack_with(kFormula, formula));
}

TEST(ParserTest, NamesTheColumnAndTheRuleOfAnError) {
  const Error error = refused_formula("@p.rate * (hours / full");
  EXPECT_EQ(error.code, ErrorCode::kLawPack);
  EXPECT_TRUE(error.message.starts_with("E_PARSE")) << error.message;
  EXPECT_NE(error.message.find(" at 24"), std::string::npos) << error.message;
  EXPECT_TRUE(error.message.ends_with("in v.right/r")) << error.message;
}

TEST(ParserTest, RefusesUnknownNames) {
  for (const char* formula : {"@p.none * hours / full", "@p.rate * work / full",
                              "median(hours, full) * 1 EUR", "jobs.months * 1 EUR"}) {
    const Error error = refused_formula(formula);
    EXPECT_EQ(error.code, ErrorCode::kLawPack) << formula;
    EXPECT_TRUE(error.message.starts_with("E_")) << error.message;
  }
}

TEST(ParserTest, RefusesWhatUnitsForbid) {
  for (const char* formula : {"@p.rate + hours", "if(hours, @p.rate, @p.rate)", "rich * @p.rate",
                              "min(@p.rate, hours)", "@p.rate and rich"}) {
    EXPECT_EQ(refused_formula(formula).code, ErrorCode::kLawPack) << formula;
  }
}

TEST(ParserTest, RefusesAFormulaOfAnotherUnit) {
  EXPECT_EQ(refused_formula("@p.rate * hours").message,
            "E_TYPE v.right/r: formula is EUR·h, declared EUR");
}

TEST(ParserTest, StopsAtDepthAndLength) {
  const std::string deep = std::string(400, '(') + "@p.rate" + std::string(400, ')');
  EXPECT_EQ(refused_formula(deep).code, ErrorCode::kLimitExceeded);
  std::string wide = "@p.rate";
  for (int i = 0; i < 2000; ++i) wide += " + @p.rate";
  EXPECT_EQ(refused_formula(wide).code, ErrorCode::kLimitExceeded);
}

TEST(ParserTest, MultipliesBeforeItAdds) {
  const auto pack = small_pack(small_pack_with(kFormula, "@p.rate + 2 * 3 EUR - 1 EUR"));
  ASSERT_NE(pack, nullptr);
  const auto outcome = evaluate(*pack, "v.right", year(2023), {});
  ASSERT_TRUE(outcome && outcome->value);
  EXPECT_EQ(value_text(*outcome->value), "505");
}

}  // namespace
}  // namespace cpa::rules
