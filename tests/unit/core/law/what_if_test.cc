#include "core/law/what_if.h"

#include <gtest/gtest.h>

#include <string>

#include "core/law/simulate.h"
#include "core/rules/pack.h"
#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

/// A patch of the shipped pack with the sections given.
std::string patch(std::string_view sections) {
  return R"({"format":"cpa-rules/1","semantics":1,"id":"what-if","seq":1,)"
         R"("published":"2026-11-24","patch_of":"fr.cpa.core")" +
         std::string(sections) + "}";
}

const std::string kMoreEuros = R"(,"params":{"cpf.annual":{"type":"EUR","values":[)"
                               R"({"from":"2019-01-01","v":"500","ref":"R6323-1#I"},)"
                               R"({"from":"2026-01-01","v":"600","ref":"R6323-1#I"}]}})";

Result<LawPack> load(std::string_view sections) {
  return load_what_if(embedded_pack(kCorePackId), patch(sections));
}

// By hand: 600 × 600 ÷ 1607 = 224.019…, up to the cent 224.02.
TEST(WhatIfTest, ComputesWithTheLawAsItWouldBe) {
  const auto law = load(kMoreEuros);
  ASSERT_TRUE(law) << law.error().message;
  const auto answer =
      simulate(*law, "cpf.credit", cpf_facts("600", "0"), model::make_date(2026, 12, 31));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(*answer->find("value")->as_string(), "224.02");
  EXPECT_NE(codec::canonical(*answer->find("marks")).find("unofficial law"), std::string::npos);
  EXPECT_EQ(*answer->find("receipt")->find("official")->as_bool(), false);
  EXPECT_EQ(*answer->find("receipt")->find("pack_id")->as_string(), "what-if");
}

TEST(WhatIfTest, LeavesTheRestOfTheLawAlone) {
  const auto law = load(kMoreEuros);
  ASSERT_TRUE(law);
  EXPECT_EQ(law->pack->vars().size(), the_law().pack->vars().size());
  EXPECT_TRUE(law->pack->tests().empty()) << "the base's examples are not the patch's";
  EXPECT_TRUE(the_law().official);
}

TEST(WhatIfTest, RunsThePatchsOwnTests) {
  const auto law =
      load(kMoreEuros + R"(,"tests":[{"id":"t","var":"cpf.right","on":"2026-12-31","facts":)"
                        R"({"hours":"600","low_qualified":"false"},"expect":"186.69"}])");
  ASSERT_FALSE(law);
  EXPECT_EQ(law.error().message, "E_TEST t: expected 186.69, got 224.02");
}

TEST(WhatIfTest, IsCheckedAsAnyPack) {
  const auto gone = load(R"(,"params":{"cpf.annual":null})");
  ASSERT_FALSE(gone);
  EXPECT_TRUE(gone.error().message.starts_with("E_PARSE unknown parameter @cpf.annual"))
      << gone.error().message;
  EXPECT_EQ(load(R"(,"paramz":{})").error().code, ErrorCode::kLawPack);
}

TEST(WhatIfTest, RefusesAPatchOfAnotherPack) {
  const auto other = load_what_if(embedded_pack(kCorePackId), R"({"patch_of":"fr.other"})");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().message, "E_PATCH not a patch of this pack");
  EXPECT_EQ(load_what_if(embedded_pack(kCorePackId), "[]").error().code, ErrorCode::kLawPack);
  EXPECT_EQ(load_what_if(embedded_pack(kCorePackId), "{").error().code, ErrorCode::kLawPack);
}

}  // namespace
}  // namespace cpa::law
