#include "core/law/opening.h"

#include <gtest/gtest.h>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

bool opened(model::Date birth, OpeningGround ground, model::Date on) {
  const Result<OpeningDecision> decision = may_open(the_law(), birth, ground, on);
  if (!decision) ADD_FAILURE() << decision.error().message;
  return decision && decision->may_open && decision->article == "L5151-2";
}

TEST(OpeningTest, OpensToEmployeesFromTheirSixteenthBirthday) {
  const model::Date birth = model::make_date(2010, 11, 23);
  EXPECT_TRUE(opened(birth, OpeningGround::kEmployed, model::make_date(2026, 11, 23)));
  EXPECT_FALSE(opened(birth, OpeningGround::kEmployed, model::make_date(2026, 11, 22)));
}

TEST(OpeningTest, OpensToApprenticesFromTheirFifteenthBirthday) {
  const model::Date birth = model::make_date(2010, 11, 23);
  EXPECT_TRUE(opened(birth, OpeningGround::kApprentice, model::make_date(2025, 11, 23)));
  EXPECT_FALSE(opened(birth, OpeningGround::kApprentice, model::make_date(2025, 11, 22)));
}

TEST(OpeningTest, CitesTheArticleWhenItRefuses) {
  const Result<OpeningDecision> decision =
      may_open(the_law(), model::make_date(2015, 1, 1), OpeningGround::kEmployed,
               model::make_date(2026, 1, 1));
  ASSERT_TRUE(decision);
  EXPECT_FALSE(decision->may_open);
  EXPECT_EQ(decision->article, "L5151-2");
  EXPECT_EQ(decision->receipt.outputs.at("cpa.open"), "false");
}

}  // namespace
}  // namespace cpa::law
