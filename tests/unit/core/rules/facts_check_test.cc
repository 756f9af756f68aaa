#include "core/rules/facts_check.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

Item job(std::int64_t months) {
  return {{"months", Quantity{Rational(months), *Unit::parse("month")}}};
}

TEST(FactsCheckTest, TakesWhatIsDeclared) {
  EXPECT_TRUE(check_facts(
      *small_pack(),
      {{"hours", quantity(600, "h")}, {"rich", true}, {"jobs", List{job(1), job(2), job(3)}}}));
}

TEST(FactsCheckTest, RefusesOthersByNameAndNeverByValue) {
  const Facts wrong[] = {{{"hours", true}},
                         {{"hours", quantity(600, "EUR")}},
                         {{"hours", quantity(8785, "h")}},
                         {{"hours", quantity(-1, "h")}},
                         {{"rich", quantity(600, "h")}},
                         {{"jobs", List{job(1), job(2), job(3), job(4)}}},
                         {{"jobs", List{{{"years", Quantity{Rational(600), Unit()}}}}}},
                         {{"jobs", List{{{"months", Quantity{Rational(600), Unit()}}}}}},
                         {{"fortune", quantity(600, "EUR")}}};
  const auto pack = small_pack();
  for (const Facts& facts : wrong) {
    const Status status = check_facts(*pack, facts);
    ASSERT_FALSE(status) << facts.begin()->first;
    EXPECT_EQ(status.error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(status.error().message.find(facts.begin()->first), std::string::npos);
    EXPECT_EQ(status.error().message.find("600"), std::string::npos) << status.error().message;
  }
}

}  // namespace
}  // namespace cpa::rules
