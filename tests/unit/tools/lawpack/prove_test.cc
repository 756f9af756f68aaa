#include "tools/lawpack/prove.h"

#include <gtest/gtest.h>

#include <string>

namespace cpa::lawpack {
namespace {

/// An amount from hours, with the formula and the condition of an exception given.
std::string pack_with(std::string_view then, std::string_view when = "hours >= 100 h") {
  return R"({"format":"cpa-rules/1","id":"t","seq":1,"semantics":1,"published":"2026-01-01",)"
         R"("covers":{"from":"2019-01-01","to":"2027-01-01"},"refs":{"A":"A"},)"
         R"("params":{"p":{"type":"EUR","values":[{"from":"2019-01-01","v":"500","ref":"A"},)"
         R"({"from":"2024-01-01","v":"600","ref":"A"}]}},"inputs":{)"
         R"("hours":{"type":"h","min":"0","max":"200","source":"asked","fr":"h","en":"h"},)"
         R"("jobs":{"type":"list","max":3,"of":{"x":"h"},"source":"asked","fr":"j","en":"j"}},)"
         R"("vars":{"v":{"type":"EUR","law_at":"event","fr":"v","en":"v",)"
         R"("round":{"to":"0.01","mode":"up"},"rules":[{"id":"r","then":")" +
         std::string(then) + R"(","ref":"A"},{"id":"x","over":["r"],"when":")" + std::string(when) +
         R"(","then":"@p","ref":"A"}]},"n":{"type":"h","law_at":"event","fr":"n","en":"n",)"
         R"j("rules":[{"id":"r","then":"sum(j in jobs : j.x)","ref":"A"}]}},)j"
         R"("hooks":{},"commands":{},"tests":[]})";
}
const std::string kHalf = pack_with("@p * hours / 200 h");

Finding prove_line(const std::string& pack, const std::string& line) {
  const auto properties = read_properties("properties:\n  - " + line + "\n", "test.yaml");
  if (!properties) ADD_FAILURE() << properties.error().message;
  const auto findings = prove(pack, *properties, [](const Finding&) {});
  if (!findings) ADD_FAILURE() << findings.error().message;
  return findings ? findings->front() : Finding{};
}
using Verdict = Finding::Verdict;

TEST(ProveTest, ProvesForAllFactsAndAllPeriods) {
  const Finding grows = prove_line(kHalf, "{id: g, grows: v, in: hours}");
  EXPECT_EQ(grows.verdict, Verdict::kHolds) << grows.detail;
  EXPECT_EQ(grows.periods, 2) << "500 and 600";
  EXPECT_EQ(prove_line(kHalf, "{id: a, always: \"v >= 0 EUR and v <= @p\"}").verdict,
            Verdict::kHolds);
}

// By hand: 99.99 × 500 ÷ 200 = 249.975, up to the cent 249.98; from 100 hours on 500.
TEST(ProveTest, FindsTheCliff) {
  const Finding jump =
      prove_line(kHalf, "{id: j, jumps: v, in: hours, by: \"100\", within: \"0.01\"}");
  EXPECT_EQ(jump.verdict, Verdict::kHolds);
  EXPECT_NE(jump.detail.find("hours 100 gives"), std::string::npos) << jump.detail;
  EXPECT_EQ(
      prove_line(kHalf, "{id: j, jumps: v, in: hours, by: \"400\", within: \"0.01\"}").verdict,
      Verdict::kFails)
      << "there is no such jump";
}

TEST(ProveTest, FindsWhoBreaksAPropertyAndTheEngineAgrees) {
  // The exception gives more below than the rule gives above: more hours, less money.
  const Finding falls =
      prove_line(pack_with("@p * hours / 400 h", "hours < 100 h"), "{id: g, grows: v, in: hours}");
  EXPECT_EQ(falls.verdict, Verdict::kFails);
  EXPECT_NE(falls.detail.find("falls from there"), std::string::npos) << falls.detail;
  const Finding more = prove_line(kHalf, "{id: a, always: \"v < 500 EUR\"}");
  EXPECT_EQ(more.verdict, Verdict::kFails);
  EXPECT_NE(more.detail.find("does not hold"), std::string::npos) << more.detail;
}

TEST(ProveTest, RoundingIsPartOfTheProof) {
  // Up to the cent: never a whole cent above the exact amount, and once above it at all.
  EXPECT_EQ(
      prove_line(kHalf, "{id: a, always: \"hours >= 100 h or v < @p * hours / 200 h + 0.01 EUR\"}")
          .verdict,
      Verdict::kHolds);
  EXPECT_EQ(
      prove_line(kHalf, "{id: a, always: \"hours >= 100 h or v = @p * hours / 200 h\"}").verdict,
      Verdict::kFails);
}

TEST(ProveTest, SaysWhatCannotBeWritten) {
  const Finding list = prove_line(kHalf, "{id: g, grows: n, in: hours}");
  EXPECT_EQ(list.verdict, Verdict::kNotWritten);
  EXPECT_NE(list.detail.find("lists"), std::string::npos);
}

TEST(ProveTest, RefusesPropertiesOfNothing) {
  EXPECT_FALSE(read_properties("properties:\n  - {id: a}\n", "test.yaml"));
  const auto other = read_properties("properties:\n  - {id: a, grows: w, in: hours}\n", "t.yaml");
  ASSERT_TRUE(other);
  EXPECT_EQ(prove(kHalf, *other, [](const Finding&) {}).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace cpa::lawpack
