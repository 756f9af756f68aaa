#include "core/rules/evaluate.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

using Names = std::vector<std::string>;

class EvaluateTest : public testing::Test {
 protected:
  Outcome outcome(std::string_view var, const Facts& facts, int on = 2025) {
    auto result = evaluate(*pack_, var, year(on), facts, &trace_);
    if (!result) ADD_FAILURE() << result.error().message;
    return result ? *result : Outcome{};
  }
  /// The value as text, or the code of the error, or "missing".
  std::string text(std::string_view var, const Facts& facts, int on = 2025) {
    const Outcome found = outcome(var, facts, on);
    if (found.error) return found.error->code;
    return found.value ? value_text(*found.value) : "missing";
  }

  std::shared_ptr<const Pack> pack_ = small_pack();
  Trace trace_;
};

Facts hours(std::int64_t worked, std::int64_t full) {
  return {{"hours", quantity(worked, "h")}, {"full", quantity(full, "h")}};
}

// By hand: 500 × 600 ÷ 1607 = 186.683…; 600 × 600 ÷ 1607 = 224.019…; both up to the cent.
TEST_F(EvaluateTest, TakesTheParameterOfTheYear) {
  EXPECT_EQ(text("v.right", hours(600, 1607), 2023), "186.69");
  EXPECT_EQ(text("v.right", hours(600, 1607), 2024), "224.02");
}

TEST_F(EvaluateTest, AnExceptionToAnExceptionStandsOverBoth) {
  EXPECT_EQ(text("v.chain", {{"rich", false}, {"poor", false}}), "1");
  EXPECT_EQ(text("v.chain", {{"rich", true}, {"poor", false}}), "2");
  EXPECT_EQ(text("v.chain", {{"rich", true}, {"poor", true}}), "3");
  EXPECT_EQ(text("v.chain", {{"rich", false}, {"poor", true}}), "3");
}

TEST_F(EvaluateTest, MarksAnInterpretation) {
  EXPECT_TRUE(outcome("v.chain", {{"rich", false}, {"poor", true}}).interpretation);
  EXPECT_FALSE(outcome("v.chain", {{"rich", true}, {"poor", false}}).interpretation);
}

TEST_F(EvaluateTest, KnowsAConjunctionFromOneFalseSide) {
  EXPECT_EQ(text("v.both", {{"rich", false}}), "false");
  EXPECT_EQ(text("v.both", {{"poor", false}}), "false");
  EXPECT_EQ(outcome("v.both", {{"rich", true}}).missing, Names{"poor"});
  EXPECT_EQ(outcome("v.both", {}).missing, (Names{"rich", "poor"}));
}

TEST_F(EvaluateTest, KnowsADisjunctionFromOneTrueSide) {
  EXPECT_EQ(text("v.any", {{"poor", true}}), "true");
  EXPECT_EQ(text("v.any", {{"rich", false}, {"poor", false}}), "false");
  EXPECT_EQ(outcome("v.any", {{"rich", false}}).missing, Names{"poor"});
}

TEST_F(EvaluateTest, MissingIsNeverZero) {
  const Outcome found = outcome("v.right", {{"full", quantity(1607, "h")}});
  EXPECT_FALSE(found.value);
  EXPECT_FALSE(found.error);
  EXPECT_EQ(found.missing, Names{"hours"});
}

TEST_F(EvaluateTest, TwoRulesAtOnceAreAnError) {
  EXPECT_EQ(text("v.clash", {{"rich", true}, {"poor", false}}), "1");
  // 7 × 3 = 21 lies between 3 × 6.9 = 20.7 and 21.7: both conditions hold, a case that loading
  // does not try.
  Facts facts = {{"rich", true}, {"poor", true}, {"hours", quantity(3, "h")}};
  facts["full"] = Quantity{*Rational::make(69, 10), *Unit::parse("h")};
  const Outcome both = outcome("v.clash", facts);
  ASSERT_TRUE(both.error);
  EXPECT_EQ(both.error->code, "E_CONFLICT");
  EXPECT_EQ(both.error->rule, "v.clash/one, two");
  EXPECT_EQ(text("v.clash", {{"rich", false}, {"poor", false}}), "E_NO_RULE");
}

TEST_F(EvaluateTest, ArithmeticThatCannotBeExactIsAnError) {
  EXPECT_EQ(text("v.ratio", hours(1, 0)), "E_DIVIDE");
  EXPECT_EQ(text("v.huge", {{"hours", quantity(1, "h")}}), "E_OVERFLOW");
  EXPECT_EQ(text("v.ratio", hours(1, 3)), "1/3");
}

TEST_F(EvaluateTest, StopsAnEvaluationThatTakesTooManySteps) {
  // 180 terms for each of 366 items: some 131,000 steps, and 100,000 are allowed.
  std::string sum = "j.months";
  for (int i = 1; i < 180; ++i) sum += " + j.months";
  std::string json = small_pack_with("sum(j in jobs : j.months)", "sum(j in jobs : " + sum + ")");
  const std::string few = R"("type":"list","max":3)";
  json.replace(json.find(few), few.size(), R"("type":"list","max":366)");
  pack_ = small_pack(json);
  ASSERT_TRUE(pack_);
  const Item item = {{"months", Quantity{Rational(1), *Unit::parse("month")}}};
  EXPECT_EQ(text("v.months", {{"jobs", List(200, item)}}), "36000");
  EXPECT_EQ(text("v.months", {{"jobs", List(366, item)}}), "E_STEPS");
}

TEST_F(EvaluateTest, AddsAndCountsListItems) {
  const Facts facts = {{"jobs", List{{{"months", Quantity{Rational(2), *Unit::parse("month")}}},
                                     {{"months", Quantity{Rational(5), *Unit::parse("month")}}}}}};
  EXPECT_EQ(text("v.months", facts), "7");
  EXPECT_EQ(text("v.long", facts), "1");
  EXPECT_EQ(text("v.months", {{"jobs", List{}}}), "0");
  EXPECT_EQ(outcome("v.months", {}).missing, Names{"jobs"});
}

TEST_F(EvaluateTest, SaysThatADefaultTookPart) {
  const Outcome assumed = outcome("v.extra", {});
  EXPECT_TRUE(assumed.assumed);
  EXPECT_EQ(value_text(*assumed.value), "600");
  EXPECT_FALSE(outcome("v.extra", {{"extra", quantity(1, "EUR")}}).assumed);
}

TEST_F(EvaluateTest, SaysWhereTheKnownLawEnds) {
  EXPECT_FALSE(outcome("v.right", hours(600, 1607), 2026).beyond_known_law);
  EXPECT_TRUE(outcome("v.right", hours(600, 1607), 2028).beyond_known_law);
  const auto before = evaluate(*pack_, "v.right", year(2018), hours(600, 1607));
  ASSERT_FALSE(before);
  EXPECT_EQ(before.error().code, ErrorCode::kLawMissing);
}

TEST_F(EvaluateTest, RefusesAQuestionItCannotTake) {
  EXPECT_EQ(evaluate(*pack_, "v.none", year(2025), {}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(evaluate(*pack_, "v.both", year(2025), {{"wealth", true}}).error().code,
            ErrorCode::kInvalidArgument);
}

TEST_F(EvaluateTest, TracesTheRuleItsInputsAndWhatWasSetAside) {
  outcome("v.right", hours(600, 1607), 2023);
  ASSERT_EQ(trace_.size(), 1U);
  const TraceNode& right = trace_.back();
  EXPECT_EQ(right.raw, "300000/1607");
  EXPECT_EQ(right.value, "186.69");
  EXPECT_EQ(right.rounding, "up 0.01");
  EXPECT_EQ(right.unit, "EUR");
  ASSERT_EQ(right.params.size(), 1U);
  EXPECT_EQ(right.params[0].name, "p.rate");
  EXPECT_EQ(right.params[0].since, "2019-01-01");
  EXPECT_EQ(right.inputs.size(), 2U);

  trace_.clear();
  outcome("v.chain", {{"rich", false}, {"poor", true}});
  std::string aside;
  for (const TraceRejected& each : trace_.back().rejected)
    aside += each.rule + "=" + each.why + " ";
  EXPECT_NE(aside.find("overridden"), std::string::npos) << aside;
  EXPECT_NE(aside.find("condition"), std::string::npos) << aside;
}

TEST(EvaluateDatesTest, TheEarliestAndTheLatestDay) {
  const auto days = [](const std::string& formula) {
    const auto pack = small_pack(ratio_with("days_between(2025-01-01, " + formula + ") / 1 day"));
    return value_text(*evaluate(*pack, "v.ratio", year(2025), {})->value);
  };
  EXPECT_EQ(days("min(2025-03-01, 2025-01-11)"), "10");
  EXPECT_EQ(days("max(2025-01-03, 2025-01-11, 2025-01-02)"), "10");
  EXPECT_EQ(days("add_days(2025-01-31, 1 day)"), "31");
  EXPECT_EQ(days("working_day(2025-01-01)"), "1");
  EXPECT_EQ(refusal(ratio_with("days_between(2025-01-01, min(2025-01-01, 1)) / 1 day")).message,
            "E_PARSE type mismatch num vs date at 26 in v.ratio/r");
}

}  // namespace
}  // namespace cpa::rules
