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

TEST(ConditionsTest, SaysWhichConditionsItOnlySampled) {
  const auto sampled = check_conditions(*small_pack());
  ASSERT_TRUE(sampled);
  EXPECT_EQ(*sampled, std::vector<std::string>{"v.clash"});
}

}  // namespace
}  // namespace cpa::rules
