// Each check of a law pack at its loading, with a pack that breaks just that, and what it is told.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

struct Broken {
  const char* name;
  const char* find;
  const char* replace;
  const char* message;
};

class BrokenPackTest : public testing::TestWithParam<Broken> {};

TEST_P(BrokenPackTest, IsRefusedWithCodePlaceAndReason) {
  EXPECT_EQ(refusal(small_pack_with(GetParam().find, GetParam().replace)).message,
            GetParam().message);
}

constexpr const char* kRatio = R"("then":"hours / full")";

constexpr Broken kBroken[] = {
    // The document.
    {"UnknownKey", R"("id":"test.pack",)", R"("id":"test.pack","form":"2019-01-01",)",
     "E_FORM pack: unknown member"},
    {"DoubledKey", R"("seq":1,)", R"("seq":1,"seq":1,)", "E_FORM duplicate key"},
    {"FloatingPoint", R"("seq":1,)", R"("seq":1.0,)", "E_FORM number is not an integer of 64 bits"},
    {"NumberForText", R"("v":"600")", R"("v":600)",
     "E_FORM params.p.rate: not a value of its type"},
    {"AnotherFormat", "cpa-rules/1", "cpa-rules/2", "E_FORM pack.format: another format"},
    {"NewerSemantics", R"("semantics":1)", R"("semantics":2)",
     "E_SEMANTICS this app does not know these semantics"},
    {"EmptyHorizon", R"("to":"2027-01-01")", R"("to":"2019-01-01")", "E_FORM pack.covers: empty"},
    {"NoSuchDay", R"("from":"2024-01-01","v")", R"("from":"2024-02-30","v")",
     "E_FORM params.p.rate: not a date"},
    {"DatesThatDoNotRise", R"("from":"2024-01-01","v")", R"("from":"2019-01-01","v")",
     "E_ORDER params.p.rate: dates must rise"},
    // Names.
    {"UnknownReference", R"(full","ref":"A1")", R"(full","ref":"A9")",
     "E_REF v.right/r: unknown reference A9"},
    {"UnknownParameter", kRatio, R"("then":"@p.none / 1 EUR")",
     "E_PARSE unknown parameter @p.none at 1 in v.ratio/r"},
    {"UnknownName", kRatio, R"("then":"hours / whole")",
     "E_PARSE unknown name whole at 9 in v.ratio/r"},
    {"UnknownField", "j.months)", "j.weeks)", "E_PARSE unknown field weeks at 17 in v.months/r"},
    {"UnknownFunction", kRatio, R"json("then":"median(1, 2)")json",
     "E_PARSE unknown function median at 1 in v.ratio/r"},
    {"UnknownList", "j in jobs : j.months)", "j in hours : j.months)",
     "E_PARSE unknown list hours at 10 in v.months/r"},
    {"RuleTwice", R"("id":"two")", R"("id":"one")", "E_NAME v.clash/one stands twice"},
    {"InputAndVariable", R"("v.extra":{)", R"("extra":{)", "E_NAME extra is an input too"},
    // Form of expressions.
    {"HalfAFormula", kRatio, R"("then":"hours / ")", "E_PARSE unexpected end at 9 in v.ratio/r"},
    {"OpenParenthesis", kRatio, R"("then":"(hours / full")",
     "E_PARSE ')' expected at 14 in v.ratio/r"},
    {"StrangeSign", kRatio, R"("then":"hours % full")",
     "E_PARSE unexpected character at 7 in v.ratio/r"},
    {"TwoComparisons", kRatio, R"("then":"1 < 2 < 3")", "E_PARSE unexpected '<' at 7 in v.ratio/r"},
    {"ADayThatIsNone", kRatio, R"json("then":"days_between(2025-02-29, 2025-03-01) / 1 day")json",
     "E_PARSE no such day at 14 in v.ratio/r"},
    {"ADateThatIsNone", kRatio,
     R"json("then":"days_between(date(2025, 2, 29), 2025-03-01) / 1 day")json",
     "E_PARSE no such day at 14 in v.ratio/r"},
    {"NestedLists", kRatio, R"json("then":"sum(j in jobs : count(k in jobs : true)) / 1")json",
     "E_PARSE nested list operator at 17 in v.ratio/r"},
    // Types and units.
    {"FormulaOfAnotherUnit", kRatio, R"("then":"hours * full")",
     "E_TYPE v.ratio/r: formula is h^2, declared num"},
    {"SumOfUnits", kRatio, R"("then":"(hours + 1 EUR) / full")",
     "E_PARSE unit mismatch h vs EUR at 8 in v.ratio/r"},
    {"ConditionIsANumber", R"("when":"rich","then":"2 EUR")", R"("when":"hours","then":"2 EUR")",
     "E_TYPE v.chain/a: the condition is not a bool"},
    {"BranchesDiffer", kRatio, R"("then":"if rich then 1 else 1 EUR")",
     "E_PARSE unit mismatch num vs EUR at 1 in v.ratio/r"},
    {"DefaultOfAnotherUnit", R"("default":"0 EUR")", R"("default":"0 h")",
     "E_TYPE extra: default is h, declared EUR"},
    {"TruthsHaveNoOrder", R"("then":"rich and poor")", R"("then":"rich < poor")",
     "E_PARSE bool has no order at 6 in v.both/r"},
    // What the law must not leave open.
    {"DefaultWithoutArticle", R"("default":"0 EUR","ref":"A2")", R"("default":"0 EUR")",
     "E_DEFAULT extra: a default needs the article that supplies it"},
    {"DefaultThatAsks", R"("default":"0 EUR")", R"("default":"@p.rate * hours / full")",
     "E_DEFAULT extra: a default asks for nothing"},
    {"DerivedFieldThatAsks", R"("of":{"months":"month"},)",
     R"("of":{"months":"month"},"derive":{"long":"hours > 1 h"},)",
     "E_DERIVE jobs.long: uses more than the item's fields"},
    {"Cycle", kRatio, R"("then":"v.ratio")", "E_CYCLE v.ratio"},
    {"OverUnknown", R"("over":["a"])", R"("over":["z"])", "E_OVER v.chain/b: unknown rule z"},
    {"OverItself", R"("over":["base"])", R"("over":["b"])", "E_OVER v.chain/a: stands over itself"},
    {"ADayWithoutARule", R"({"id":"r","then":"hours / full")",
     R"({"id":"r","to":"2025-01-01","then":"hours / full")",
     "E_COVER v.ratio has no rule from 2025-01-01"},
    {"RuleBeforeItsParameter", R"([{"from":"2019-01-01","v":"500")",
     R"([{"from":"2019-01-02","v":"500")",
     "E_PARAM_GAP @p.rate has no value on 2019-01-01 but rule v.right/r uses it"},
    {"RuleOutlivesItsParameter", R"("v":"600")", R"("v":null)",
     "E_PARAM_GAP @p.rate has no value on 2024-01-01 but rule v.right/r uses it"},
    {"TwoRulesHold", R"("when":"poor and hours * 7 > full * 3 and hours * 7 < full * 3 + 1 h")",
     R"("when":"poor")",
     "E_OVERLAP v.clash/one, two hold together on 2019-01-01 when rich = true, poor = true"},
    {"PartsOfACent", R"("to":"0.01")", R"("to":"0.001")",
     "E_CENTS v.right: a hook's amount must be rounded to whole cents"},
    {"HookWithoutAReason", R"("credit":["v.right"])", R"("credit":["v.ratio"])",
     "E_WHY v.ratio/r: a hook's rule says why"},
    {"PlaceholdersDiffer", "{hours} of {full}", "{hours} of full time",
     "E_TEMPLATE v.right/r: fr and en placeholders differ"},
    {"PlaceholderOfNothing", R"("fr":"{hours} de {full}","en":"{hours} of {full}")",
     R"("fr":"{days}","en":"{days}")", "E_TEMPLATE v.right/r: unknown placeholder days"},
    {"OpenBrace", "{hours} of {full}", "{hours of {full}",
     "E_TEMPLATE v.right/r: unbalanced braces"},
    {"RangeUpsideDown", R"("hours":{"type":"h","min":"0","max":"8784")",
     R"("hours":{"type":"h","min":"9000","max":"8784")", "E_FORM inputs.hours: min above max"},
    // Limits.
    {"EndlessList", R"("max":3)", R"("max":367)", "E_FORM inputs.jobs: max out of range"},
};

INSTANTIATE_TEST_SUITE_P(Checks, BrokenPackTest, testing::ValuesIn(kBroken),
                         [](const auto& each) { return std::string(each.param.name); });

/// `count` copies of what `each` writes, with commas.
template <typename Each>
std::string many(int count, const Each& each) {
  std::string text;
  for (int i = 0; i < count; ++i) text += each(std::to_string(i)) + ",";
  return text;
}

TEST(PackLimitTest, StopsAtEachLimit) {
  const auto refused = [](std::string_view find, const std::string& replace) {
    const Error error = refusal(small_pack_with(find, replace));
    return std::to_string(static_cast<int>(error.code == ErrorCode::kLimitExceeded)) + " " +
           error.message;
  };
  const auto rules = many(33, [](const std::string& i) {
    return R"({"id":"n)" + i + R"(","over":[],"then":"1","ref":"A1"})";
  });
  EXPECT_EQ(
      refused(R"({"id":"r","then":"hours / full")", rules + R"({"id":"r","then":"hours / full")"),
      "1 E_LIMIT too many rules of vars.v.ratio");
  const auto dates = many(65, [](const std::string& i) {
    return R"({"from":")" +
           model::format_date(model::make_date(1900, 1, 1) + std::chrono::days(std::stoi(i))) +
           R"(","v":"1","ref":"A1"})";
  });
  EXPECT_EQ(
      refused(R"({"from":"2019-01-01","v":"500")", dates + R"({"from":"2019-01-01","v":"500")"),
      "1 E_LIMIT too many dates of params.p.rate");
  const auto params = many(1024, [](const std::string& i) {
    return R"("q)" + i + R"(":{"type":"h","values":[{"from":"2019-01-01","v":"1","ref":"A1"}]})";
  });
  EXPECT_EQ(refused(R"("params":{)", R"("params":{)" + params), "1 E_LIMIT too many parameters");
  const auto vars = many(513, [](const std::string& i) {
    return R"("w)" + i +
           R"(":{"type":"num","law_at":"event","fr":"a","en":"a","rules":[{"id":"r","then":"1",)"
           R"("ref":"A1"}]})";
  });
  EXPECT_EQ(refused(R"("v.right":{)", vars + R"("v.right":{)"), "1 E_LIMIT too many variables");
  const auto tests = many(2001, [](const std::string& i) {
    return R"({"id":"t)" + i + R"(","var":"v.both","on":"2020-01-01","facts":{},"missing":[]})";
  });
  EXPECT_EQ(refused(R"("tests":[)", R"("tests":[)" + tests), "1 E_LIMIT too many tests");
  EXPECT_EQ(
      refused(kRatio, R"("then":")" + std::string(40, '(') + "1" + std::string(40, ')') + R"(")"),
      "1 E_LIMIT expression too deep in v.ratio/r");
}

/// Variables w0, w1, …, each with the formula that `then` gives.
template <typename Then>
std::string variables(int count, const Then& then) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += R"("w)" + std::to_string(i) +
            R"(":{"type":"num","law_at":"event","fr":"a","en":"a","rules":[{"id":"r","then":")" +
            then(i) + R"(","ref":"A1"}]},)";
  }
  return text;
}

TEST(PackLimitTest, StopsAtAChainOfVariablesTooLong) {
  const auto chain = [](int count) {
    return small_pack_with(R"("v.right":{)", variables(count, [&](int i) {
                                               return i + 1 < count ? "w" + std::to_string(i + 1)
                                                                    : std::string("1");
                                             }) + R"("v.right":{)");
  };
  EXPECT_TRUE(load_pack(chain(60)));
  EXPECT_EQ(refusal(chain(70)).message, "E_DEPTH w65");
}

TEST(PackLimitTest, StopsAtTooManyNodes) {
  std::string sum = "1";
  for (int i = 1; i < 1000; ++i) sum += "+1";  // 1,999 nodes
  const std::string json =
      small_pack_with(R"("v.right":{)", variables(11, [&](int) { return sum; }) + R"("v.right":{)");
  const Error error = refusal(json);
  EXPECT_EQ(error.code, ErrorCode::kLimitExceeded);
  EXPECT_TRUE(error.message.starts_with("E_LIMIT more than 20000 nodes")) << error.message;
}

TEST(PackLimitTest, StopsAtSizeDepthAndLength) {
  const std::string big =
      small_pack_with(R"("A1":"Article 1")", R"("A1":")" + std::string(300'000, 'a') + R"(")");
  EXPECT_EQ(refusal(big).code, ErrorCode::kLimitExceeded);
  EXPECT_EQ(refusal(std::string(13, '[') + std::string(13, ']')).code, ErrorCode::kLimitExceeded);
  EXPECT_EQ(refusal(small_pack_with("Article 1", std::string(2049, 'a'))).code,
            ErrorCode::kLimitExceeded);
}

}  // namespace
}  // namespace cpa::rules
