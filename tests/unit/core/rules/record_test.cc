#include "core/rules/record.h"

#include <gtest/gtest.h>

#include "core/rules/bound_facts.h"
#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

/// v.extra asks v.right twice and takes the lower of two amounts.
std::string nested() {
  return small_pack_with(
      R"("then":"@p.rate + extra")",
      R"json("then":"min(v.right + extra, max(@p.rate, 0 EUR), v.right * 2)")json");
}

Trace trace(const Pack& pack, const Facts& facts) {
  Trace trace;
  const auto outcome = evaluate(pack, "v.extra", year(2023), facts, &trace);
  EXPECT_TRUE(outcome && outcome->value);
  return trace;
}

TEST(RecordTest, TellsEachVariableOnceAndTheAskedOneLast) {
  const Trace steps =
      trace(*small_pack(nested()), {{"hours", quantity(600, "h")}, {"full", quantity(1607, "h")}});
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].var, "v.right");
  EXPECT_EQ(steps[1].var, "v.extra");
  EXPECT_EQ(steps[1].calls, (std::vector<std::string>{"v.right", "v.right"}));
  ASSERT_EQ(steps[0].inputs.size(), 2U);
  EXPECT_EQ(steps[0].inputs[0].value, "600");
  ASSERT_EQ(steps[1].inputs.size(), 1U) << "what v.right used is not v.extra's";
  EXPECT_EQ(steps[1].inputs[0].name, "extra");
  EXPECT_EQ(steps[1].inputs[0].value, "0");
  EXPECT_EQ(steps[1].inputs[0].ref, "A2") << "the article that supplies the default";
}

// By hand: 500 × 600 ÷ 1607 → 186.69; min(186.69 + 0, 500, 373.38) is the first arm.
TEST(RecordTest, NamesTheArmThatWon) {
  const auto pack = small_pack(nested());
  const Trace low = trace(*pack, {{"hours", quantity(600, "h")}, {"full", quantity(1607, "h")}});
  ASSERT_EQ(low.back().arms.size(), 2U);
  EXPECT_EQ(low.back().arms[0].op, "max");
  EXPECT_EQ(low.back().arms[0].arm, 1U);
  EXPECT_EQ(low.back().arms[0].name, "@p.rate");
  EXPECT_EQ(low.back().arms[1].op, "min");
  EXPECT_EQ(low.back().arms[1].arm, 1U);
  EXPECT_EQ(low.back().limited_by, "");
  // 400 more makes 586.69: the rate of 500 is lower, and 373.38 lower still.
  const Trace high = trace(*pack, {{"hours", quantity(600, "h")},
                                   {"full", quantity(1607, "h")},
                                   {"extra", quantity(400, "EUR")}});
  EXPECT_EQ(high.back().value, "373.38");
  EXPECT_EQ(high.back().arms[1].arm, 3U);
  EXPECT_EQ(high.back().limited_by, "v.right");
}

TEST(RecordTest, KeepsNoStepsOfAnEvaluationThatWasNotAsked) {
  const auto pack = small_pack();
  const auto facts =
      BoundFacts::bind(*pack, {{"hours", quantity(1, "h")}, {"full", quantity(2, "h")}});
  const auto var = static_cast<std::uint32_t>(pack->find_var("v.right") - pack->vars().data());
  Record record;
  ASSERT_TRUE(evaluate(*pack, var, year(2023), *facts, &record));
  EXPECT_EQ(record.steps.size(), 1U);
  ASSERT_TRUE(evaluate(*pack, var, year(2023), *facts, &record));
  EXPECT_EQ(record.steps.size(), 1U) << "a record begins anew";
}

}  // namespace
}  // namespace cpa::rules
