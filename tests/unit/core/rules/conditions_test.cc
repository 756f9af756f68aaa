#include "core/rules/conditions.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

/// v.clash with other conditions for its two rules.
std::string clash_with(std::string_view one, std::string_view two) {
  std::string json =
      small_pack_with("poor and hours * 7 > full * 3 and hours * 7 < full * 3 + 1 h", two);
  const std::string old = R"({"id":"one","when":"rich")";
  return json.replace(json.find(old), old.size(),
                      R"({"id":"one","when":")" + std::string(one) + R"(")");
}

TEST(ConditionsTest, RefusesTwoTruthsThatMeet) {
  EXPECT_EQ(refusal(clash_with("rich", "poor")).message,
            "E_OVERLAP v.clash/one, two hold together on 2019-01-01 when rich = true, poor = true");
}

TEST(ConditionsTest, FindsThresholdsThatMeetInOnePoint) {
  EXPECT_EQ(refusal(clash_with("hours >= 10 h", "hours <= 10 h")).message,
            "E_OVERLAP v.clash/one, two hold together on 2019-01-01 when hours = 10");
  EXPECT_TRUE(load_pack(clash_with("hours > 10 h", "hours <= 10 h")));
}

TEST(ConditionsTest, KnowsThatAnExceptionIsNoConflict) {
  EXPECT_TRUE(load_pack(clash_with("rich and not poor", "poor")));
}

TEST(ConditionsTest, LooksAtEachValueOfAParameter) {
  // The rate is 500 until 2023 and 600 from 2024: only then do both hold.
  EXPECT_EQ(refusal(clash_with("@p.rate >= 600 EUR", "rich")).message,
            "E_OVERLAP v.clash/one, two hold together on 2024-01-01 when rich = true");
}

TEST(ConditionsTest, AHostilePackIsNotTriedForEver) {
  // 100 variables × 4 truths × 61 days of a parameter: 24,400 trials, and 20,000 are made.
  std::string dates = R"({"from":"2019-01-01","v":"0","ref":"A1"})";
  for (int i = 0; i < 60; ++i) {
    const model::Date day = model::make_date(2019, 2, 1) + std::chrono::days(i);
    dates += R"(,{"from":")" + model::format_date(day) + R"(","v":"1","ref":"A1"})";
  }
  std::string vars;
  for (int i = 0; i < 100; ++i) {
    vars += R"("w)" + std::to_string(i) +
            R"j(":{"type":"num","law_at":"event","fr":"a","en":"a","rules":[)j"
            R"j({"id":"r","when":"rich and poor and @q >= 0 h","then":"1","ref":"A1"},)j"
            R"j({"id":"s","when":"not (rich and poor and @q >= 0 h)","then":"2","ref":"A1"}]},)j";
  }
  std::string json = small_pack_with(R"("v.right":{)", vars + R"("v.right":{)");
  const std::string params = R"("params":{)";
  json.replace(json.find(params), params.size(),
               params + R"("q":{"type":"h","values":[)" + dates + "]},");
  const auto sampled = check_conditions(*small_pack(json));
  ASSERT_TRUE(sampled);
  EXPECT_GT(sampled->size(), 5U) << "the last ones are only named";
  EXPECT_LT(sampled->size(), 30U);
}

TEST(ConditionsTest, SaysWhichConditionsItOnlySampled) {
  const auto sampled = check_conditions(*small_pack());
  ASSERT_TRUE(sampled);
  EXPECT_EQ(*sampled, std::vector<std::string>{"v.clash"});
}

}  // namespace
}  // namespace cpa::rules
