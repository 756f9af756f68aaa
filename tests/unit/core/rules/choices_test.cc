// Questions with one answer of several, and names under which several variables are asked.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/rules/bound_facts.h"
#include "core/rules/conditions.h"
#include "core/rules/outlook.h"
#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

using Names = std::vector<std::string>;

constexpr const char* kRich = R"("rich":{"type":"bool")";
constexpr const char* kRatio = R"("then":"hours / full")";

/// The small pack with the choice `kind`, and v.ratio by kind.
std::string with_kind(
    const std::string& rules = R"("then":"if kind.short then 1 else if kind.long then 2 else 3")") {
  std::string text = small_pack_with(
      kRich, R"("kind":{"type":"choice","fr":"Genre","en":"Kind","of":{)"
             R"("short":{"fr":"court","en":"short"},"long":{"fr":"long","en":"long"},)"
             R"("none":{"fr":"aucun","en":"none"}}},"rich":{"type":"bool")");
  const std::size_t at = text.find(kRatio);
  return text.replace(at, std::string(kRatio).size(), rules);
}

Outcome ask(const std::string& pack, const Facts& facts) {
  const auto outcome = evaluate(*small_pack(pack), "v.ratio", year(2025), facts);
  EXPECT_TRUE(outcome.has_value()) << outcome.error().message;
  return outcome ? *outcome : Outcome{};
}

TEST(ChoicesTest, OneAnswerSaysNoToTheOthers) {
  EXPECT_EQ(value_text(*ask(with_kind(), {{"kind.short", true}}).value), "1");
  EXPECT_EQ(value_text(*ask(with_kind(), {{"kind.long", true}}).value), "2");
  EXPECT_EQ(value_text(*ask(with_kind(), {{"kind.none", true}}).value), "3");
}

TEST(ChoicesTest, TheQuestionIsAskedOnce) {
  EXPECT_EQ(ask(with_kind(), {}).missing, Names{"kind"});
  EXPECT_EQ(ask(with_kind(), {{"kind.short", false}}).missing, Names{"kind"});
}

TEST(ChoicesTest, TwoAnswersAreRefused) {
  const auto outcome = evaluate(*small_pack(with_kind()), "v.ratio", year(2025),
                                {{"kind.short", true}, {"kind.long", true}});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(outcome.error().message, "kind: more than one answer");
}

TEST(ChoicesTest, APackMayTestWithOne) {
  const std::string test =
      R"("tests":[{"id":"long","var":"v.ratio","on":"2025-01-01","facts":{"kind":"long"},)"
      R"("expect":"2"},)";
  std::string text = with_kind();
  text.replace(text.find(R"("tests":[)"), 9, test);
  EXPECT_EQ(run_pack_tests(*small_pack(text)), Names{});
  text.replace(text.find(R"("expect":"2"},)"), 14, R"("expect":"1"},)");
  EXPECT_EQ(run_pack_tests(*small_pack(text)), Names{"long: expected 1, got 2"});
}

TEST(ChoicesTest, ATestMayExpectSeveralResults) {
  const std::string test =
      R"("tests":[{"id":"two","on":"2025-01-01","facts":{"kind":"long","rich":"true",)"
      R"("poor":"true"},"expects":{"v.ratio":"2","v.both":"false"}},)";
  std::string text = with_kind();
  text.replace(text.find(R"("tests":[)"), 9, test);
  EXPECT_EQ(run_pack_tests(*small_pack(text)), Names{"two: expected false, got true"});
}

TEST(ChoicesTest, OptionsExcludeEachOtherWhereOverlapsAreLookedFor) {
  const std::string rules = R"("when":"kind.short","then":"1","ref":"A1"},)"
                            R"({"id":"l","when":"kind.long","then":"2","ref":"A1"},)"
                            R"({"id":"n","when":"kind.none","then":"3")";
  EXPECT_TRUE(load_pack(with_kind(rules)).has_value());
  const std::string overlap = R"("when":"kind.short","then":"1","ref":"A1"},)"
                              R"({"id":"l","when":"not kind.long","then":"2")";
  EXPECT_EQ(refusal(with_kind(overlap)).message,
            "E_OVERLAP v.ratio/r, l hold together on 2019-01-01 when kind.short = true, "
            "kind.long = false");
}

TEST(ChoicesTest, AreRefusedWithoutOptions) {
  EXPECT_EQ(refusal(small_pack_with(kRich, R"("kind":{"type":"choice","fr":"a","en":"a",)"
                                           R"("of":{"one":{"fr":"a","en":"a"}}},)"
                                           R"("rich":{"type":"bool")"))
                .message,
            "E_FORM inputs.kind: 2 to 32 options");
  EXPECT_EQ(refusal(small_pack_with(kRich, R"("kind":{"type":"choice","fr":"a","en":"a",)"
                                           R"("of":{"A":{"fr":"a","en":"a"},"b":{"fr":"a",)"
                                           R"("en":"a"}}},"rich":{"type":"bool")"))
                .message,
            "E_FORM inputs.kind.of");
}

TEST(ChoicesTest, BoundsTellTheAnswersApart) {
  const auto pack = small_pack(with_kind());
  const auto bounds = [&](const Facts& facts) {
    const VarDeclaration* info = pack->find_var("v.ratio");
    return *bounds_of(*pack, static_cast<std::uint32_t>(info - pack->vars().data()), year(2025),
                      *BoundFacts::bind(*pack, facts));
  };
  EXPECT_EQ(bounds({}), (Range{Rational(1), Rational(3)}));
  EXPECT_EQ(bounds({{"kind.short", false}}), (Range{Rational(2), Rational(3)}));
  EXPECT_EQ(bounds({{"kind.none", false}}), (Range{Rational(1), Rational(2)}));
}

// No rule stands for an answer that is none of them, and none is needed.
TEST(ChoicesTest, BoundsNeedARuleForEachAnswerOnly) {
  const auto pack = small_pack(with_kind(R"("when":"kind.short","then":"1","ref":"A1"},)"
                                         R"({"id":"l","when":"kind.long","then":"2","ref":"A1"},)"
                                         R"({"id":"n","when":"kind.none","then":"3")"));
  const VarDeclaration* info = pack->find_var("v.ratio");
  const auto bounds = bounds_of(*pack, static_cast<std::uint32_t>(info - pack->vars().data()),
                                year(2025), *BoundFacts::bind(*pack, {}));
  ASSERT_TRUE(bounds.has_value());
  EXPECT_EQ(*bounds, (Range{Rational(1), Rational(3)}));
}

TEST(SimulationsTest, AskSeveralVariablesUnderOneName) {
  const auto pack = small_pack(small_pack_with(
      R"("tests":[)",
      R"("simulations":{"s":{"fr":"Essai","en":"Trial","vars":["v.right"]}},"tests":[)"));
  const SimulationDeclaration* found = pack->find_simulation("s");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->vars, Names{"v.right"});
  EXPECT_EQ(found->label.en, "Trial");
  EXPECT_EQ(pack->find_simulation("t"), nullptr);
}

TEST(SimulationsTest, NameVariablesWhoseRulesSayWhy) {
  const auto with = [](const std::string& vars) {
    return refusal(small_pack_with(R"("tests":[)", R"("simulations":{"s":{"fr":"a","en":"a",)"
                                                   R"("vars":[)" +
                                                       vars + R"(]}},"tests":[)"))
        .message;
  };
  EXPECT_EQ(with(R"("v.gone")"), "E_FORM simulations.s: unknown variable v.gone");
  EXPECT_EQ(with(R"("v.ratio")"), "E_WHY v.ratio/r: a hook's rule says why");
}

}  // namespace
}  // namespace cpa::rules
