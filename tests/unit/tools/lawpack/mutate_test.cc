#include "tools/lawpack/mutate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace cpa::lawpack {
namespace {

/// One amount, one condition; the tests given.
std::string pack_with(std::string_view tests) {
  return R"({"format":"cpa-rules/1","id":"t","seq":1,"semantics":1,"published":"2026-01-01",)"
         R"("covers":{"from":"2019-01-01","to":"2027-01-01"},"refs":{"A":"A"},)"
         R"("params":{"p":{"type":"h","values":[{"from":"2019-01-01","v":"5","ref":"A"}]}},)"
         R"("inputs":{"x":{"type":"h","min":"0","max":"9","source":"asked","fr":"x","en":"x"}},)"
         R"("vars":{"v":{"type":"bool","law_at":"event","fr":"v","en":"v",)"
         R"("rules":[{"id":"r","then":"x >= @p","ref":"A"}]}},"hooks":{},"commands":{},"tests":[)" +
         std::string(tests) + "]}";
}

const std::string kBelow =
    R"({"id":"below","var":"v","on":"2020-01-01","facts":{"x":"4.5"},"expect":"false"})";
const std::string kAt =
    R"({"id":"at","var":"v","on":"2020-01-01","facts":{"x":"5"},"expect":"true"})";

MutationScore score_of(const std::string& tests) {
  std::size_t told = 0;
  auto score = mutate(pack_with(tests), [&](std::size_t done, std::size_t) { told = done; });
  if (!score) ADD_FAILURE() << score.error().message;
  EXPECT_EQ(told, score->total);
  return *score;
}

std::vector<std::string> texts(const std::string& expression) {
  std::vector<std::string> list;
  for (const MutatedExpression& each : mutated_expressions(expression)) list.push_back(each.text);
  return list;
}

TEST(MutateTest, MakesEachSmallChangeOnce) {
  EXPECT_EQ(
      texts("a <= 2 h and not b"),
      (std::vector<std::string>{"a < 2 h and not b", "a >= 2 h and not b", "a <= 3 h and not b",
                                "a <= 1 h and not b", "a <= 2 h or not b", "a <= 2 h and  b"}));
  EXPECT_EQ(texts("born < 1956-07-01"),
            (std::vector<std::string>{"born <= 1956-07-01", "born > 1956-07-01",
                                      "born < 1956-07-02", "born < 1956-06-30"}));
  EXPECT_EQ(mutated_expressions("a and not b").back().change, "column 7: not → nothing");
  EXPECT_TRUE(mutated_expressions("@cpf.max_of").empty()) << "a name is not a function";
}

// The changes: @p 6 and 4, its date a day later (a day without law), >= to > and to <=.
TEST(MutateTest, CountsWhatTheTestsNotice) {
  EXPECT_EQ(score_of("").total, 5U);
  EXPECT_EQ(score_of("").killed, 1U) << "only the day without law is noticed without tests";
  EXPECT_EQ(score_of(kBelow).killed, 3U) << "and 4 h, and <=";
  EXPECT_EQ(score_of(kBelow + "," + kAt).killed, 5U);
}

TEST(MutateTest, NamesTheSurvivors) {
  const std::vector<std::string> survivors = score_of(kBelow).survivors;
  EXPECT_EQ(survivors, (std::vector<std::string>{"params.p 2019-01-01: 5 → 6",
                                                 "vars.v/r.then: column 3: >= → >"}));
}

TEST(MutateTest, RefusesAPackThatFailsByItself) {
  const auto score = mutate(
      pack_with(R"({"id":"t","var":"v","on":"2020-01-01","facts":{"x":"5"},"expect":"false"})"),
      [](std::size_t, std::size_t) {});
  ASSERT_FALSE(score);
  EXPECT_EQ(score.error().code, ErrorCode::kLawPack);
}

TEST(MutateTest, ReadsReasons) {
  const auto known =
      read_survivors("survivors:\n  - {mutant: \"a: b\", why: \"c\"}\n", "reasons.yaml");
  ASSERT_TRUE(known) << known.error().message;
  EXPECT_EQ(known->at("a: b"), "c");
  EXPECT_FALSE(read_survivors("survivors:\n  - {mutant: \"a: b\"}\n", "reasons.yaml"));
}

}  // namespace
}  // namespace cpa::lawpack
