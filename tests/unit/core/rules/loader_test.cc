#include "core/rules/loader.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

/// One thing wrong in a pack that is right otherwise.
struct Broken {
  const char* name;
  const char* find;
  const char* replace;
  const char* message;  ///< how the refusal begins
};

class LoaderTest : public testing::TestWithParam<Broken> {};

TEST_P(LoaderTest, RefusesThePackAndSaysWhere) {
  const Error error = refusal(small_pack_with(GetParam().find, GetParam().replace));
  EXPECT_TRUE(error.message.starts_with(GetParam().message)) << error.message;
}

constexpr Broken kBroken[] = {
    {"UnknownKey", R"("id":"test.pack",)", R"("id":"test.pack","more":1,)", "E_FORM"},
    {"DoubledKey", R"("seq":1,)", R"("seq":1,"seq":1,)", "E_FORM"},
    {"MissingKey", R"("id":"test.pack",)", "", "E_FORM"},
    {"AnotherFormat", "cpa-rules/1", "cpa-rules/2", "E_FORM pack.format"},
    {"NoSeq", R"("seq":1,)", R"("seq":0,)", "E_FORM pack.id or pack.seq"},
    {"EmptyCovers", R"("to":"2027-01-01")", R"("to":"2019-01-01")", "E_FORM pack.covers"},
    {"NotADate", R"("from":"2019-01-01","to")", R"("from":"2019-02-30","to")", "E_FORM"},
    {"UnknownReference", R"(full","ref":"A1")", R"(full","ref":"A9")", "E_REF"},
    {"FallingDates", R"("from":"2024-01-01","v")", R"("from":"2018-01-01","v")", "E_ORDER"},
    {"WrongParameter", R"("v":"600")", R"("v":"six hundred")", "E_FORM params.p.rate"},
    {"UnknownType", R"("hours":{"type":"h")", R"("hours":{"type":"hour")", "E_FORM"},
    {"UnknownSource", R"("source":"asked","fr":"Heures")", R"("source":"guess","fr":"Heures")",
     "E_FORM inputs.hours: unknown source"},
    {"DefaultWithoutArticle", R"("default":"0 EUR","ref":"A2")", R"("default":"0 EUR")",
     "E_DEFAULT extra"},
    {"DefaultOfAnotherUnit", R"("default":"0 EUR")", R"("default":"0 h")", "E_TYPE extra"},
    {"DefaultThatAsks", R"("default":"0 EUR")", R"("default":"@p.rate * hours / full")",
     "E_DEFAULT extra"},
    {"EndlessList", R"("max":3)", R"("max":0)", "E_FORM inputs.jobs: max out of range"},
    {"ListInAList", R"({"months":"month"})", R"({"months":"list"})", "E_FORM inputs.jobs.of"},
    {"UnknownRounding", R"("mode":"up")", R"("mode":"nice")", "E_FORM vars.v.right.round"},
    {"NoLawDate", R"("law_at":"event")", R"("law_at":"today")", "E_FORM vars.v.extra.law_at"},
    {"InputAndVariable", R"("v.extra":{)", R"("extra":{)", "E_NAME extra is an input too"},
    {"RuleTwice", R"("id":"two")", R"("id":"one")", "E_NAME v.clash/one stands twice"},
    {"EndBeforeStart", R"("id":"two",)", R"("id":"two","from":"2024-01-01","to":"2023-01-01",)",
     "E_ORDER v.clash/two"},
    {"UnknownStatus", R"("status":"interpretation")", R"("status":"perhaps")",
     "E_FORM v.chain/b: unknown status"},
    {"OverUnknown", R"("over":["a"])", R"("over":["z"])", "E_OVER v.chain/b: unknown rule z"},
    {"OverItself", R"("over":["base"])", R"("over":["b"])", "E_OVER v.chain/"},
    {"ConditionIsANumber", R"("when":"rich","then":"2 EUR")", R"("when":"hours","then":"2 EUR")",
     "E_TYPE v.chain/a: the condition is not a bool"},
    {"HookOfNothing", R"("credit":["v.right"])", R"("credit":["v.none"])",
     "E_FORM hooks.credit: unknown variable"},
    {"HookWithoutAWhy", R"("credit":["v.right"])", R"("credit":["v.ratio"])", "E_WHY v.ratio/r"},
    {"UnknownLawDate", R"("law_date":"received")", R"("law_date":"guessed")",
     "E_FORM commands.training.request"},
    {"TestOfNothing", R"("var":"v.right","on")", R"("var":"v.none","on")", "E_FORM tests.T1"},
    {"TestWithAnUnknownFact", R"("facts":{"hours")", R"("facts":{"heures")",
     "E_FORM tests.T1.facts"},
    {"TestWithAWrongFact", R"("hours":"600")", R"("hours":"many")", "E_FORM tests.T1.facts"},
};

INSTANTIATE_TEST_SUITE_P(Broken, LoaderTest, testing::ValuesIn(kBroken),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(LoaderRefusalTest, AsksForAnUpdateWhenTheSemanticsAreNewer) {
  const Error error = refusal(small_pack_with(R"("semantics":1)", R"("semantics":2)"));
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
}

TEST(LoaderRefusalTest, RefusesWhatIsNoObject) {
  EXPECT_EQ(refusal("[]").code, ErrorCode::kLawPack);
  EXPECT_EQ(refusal("").code, ErrorCode::kLawPack);
}

TEST(LoaderRefusalTest, StopsAtTooManyVariables) {
  std::string vars;
  for (int i = 0; i < 3000; ++i) {
    vars += R"("w)" + std::to_string(i) +
            R"(":{"type":"num","law_at":"event","fr":"a","en":"a","rules":[{"id":"r","then":"1",)"
            R"("ref":"A1"}]},)";
  }
  EXPECT_EQ(refusal(small_pack_with(R"("v.right":{)", vars + R"("v.right":{)")).code,
            ErrorCode::kLimitExceeded);
}

}  // namespace
}  // namespace cpa::rules
