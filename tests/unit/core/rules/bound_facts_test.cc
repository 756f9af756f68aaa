#include "core/rules/bound_facts.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

Item job(std::int64_t months) {
  return {{"months", Quantity{Rational(months), *Unit::parse("month")}}};
}

TEST(BoundFactsTest, TakesWhatIsDeclared) {
  EXPECT_TRUE(BoundFacts::bind(
      *small_pack(),
      {{"hours", quantity(600, "h")}, {"rich", true}, {"jobs", List{job(1), job(2), job(3)}}}));
}

TEST(BoundFactsTest, RefusesOthersByNameAndNeverByValue) {
  const Facts wrong[] = {{{"hours", true}},
                         {{"hours", quantity(600, "EUR")}},
                         {{"hours", quantity(8785, "h")}},
                         {{"hours", quantity(-1, "h")}},
                         {{"rich", quantity(600, "h")}},
                         {{"jobs", List{job(1), job(2), job(3), job(4)}}},
                         {{"jobs", List{{{"years", Quantity{Rational(600), Unit()}}}}}},
                         {{"jobs", List{{{"months", Quantity{Rational(600), Unit()}}}}}},
                         {{"extra", Quantity{*Rational::make(600'005, 1000), *Unit::parse("EUR")}}},
                         {{"fortune", quantity(600, "EUR")}}};
  const auto pack = small_pack();
  for (const Facts& facts : wrong) {
    const auto status = BoundFacts::bind(*pack, facts);
    ASSERT_FALSE(status) << facts.begin()->first;
    EXPECT_EQ(status.error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(status.error().message.find(facts.begin()->first), std::string::npos);
    EXPECT_EQ(status.error().message.find("600"), std::string::npos) << status.error().message;
  }
}

TEST(BoundFactsTest, LaysOutWhatIsGivenByInput) {
  const auto pack = small_pack();
  const auto index = [&](std::string_view name) {
    return static_cast<std::uint32_t>(pack->find_input(name) - pack->inputs().data());
  };
  auto bound = BoundFacts::bind(*pack, {{"rich", true}, {"jobs", List{job(2), {}}}});
  ASSERT_TRUE(bound);
  EXPECT_TRUE(bound->scalar(index("rich")).is(true));
  EXPECT_TRUE(bound->scalar(index("hours")).is_missing());
  ASSERT_TRUE(bound->has_list(index("jobs")));
  ASSERT_EQ(bound->list_size(index("jobs")), 2U);
  EXPECT_EQ(bound->item(index("jobs"), 0)[0].number, Rational(2));
  EXPECT_TRUE(bound->item(index("jobs"), 1)[0].is_missing());
  bound->set(index("rich"), Cell::missing());
  EXPECT_TRUE(bound->scalar(index("rich")).is_missing());
}

}  // namespace
}  // namespace cpa::rules
