#include "core/rules/pack.h"

#include <gtest/gtest.h>

#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

TEST(PackTest, TellsWhatItIs) {
  const auto pack = small_pack();
  EXPECT_EQ(pack->id(), "test.pack");
  EXPECT_EQ(pack->seq(), 1);
  EXPECT_EQ(pack->published(), "2026-01-01");
  EXPECT_EQ(pack->covers_from(), model::make_date(2019, 1, 1));
  EXPECT_EQ(pack->covers_to(), model::make_date(2027, 1, 1));
  EXPECT_FALSE(pack->is_patch());
  EXPECT_EQ(pack->ref_text("A1#II"), "Article 1, II");
}

TEST(PackTest, FindsItsDeclarations) {
  const auto pack = small_pack();
  ASSERT_NE(pack->find_input("hours"), nullptr);
  EXPECT_EQ(pack->find_input("hours")->label.en, "Hours");
  EXPECT_EQ(pack->find_input("none"), nullptr);
  ASSERT_NE(pack->find_var("v.right"), nullptr);
  EXPECT_EQ(pack->find_var("none"), nullptr);
  ASSERT_NE(pack->find_rule("v.chain", "b"), nullptr);
  EXPECT_EQ(pack->find_rule("v.chain", "b")->status, "interpretation");
  EXPECT_EQ(pack->find_rule("v.chain", "z"), nullptr);
  EXPECT_EQ(pack->find_rule("none", "b"), nullptr);
}

TEST(PackTest, NamesHooksAndLegalDates) {
  const auto pack = small_pack();
  EXPECT_EQ(pack->hook("credit"), std::vector<std::string>{"v.right"});
  EXPECT_TRUE(pack->hook("close").empty());
  EXPECT_EQ(pack->command_law_date("training.request"), "received");
  EXPECT_EQ(pack->command_law_date("cec.declare"), "");
}

TEST(PackTest, RunsItsOwnTests) {
  EXPECT_TRUE(run_pack_tests(*small_pack()).empty());
  const auto wrong = small_pack(small_pack_with(R"("expect":"186.69")", R"("expect":"186.68")"));
  const auto failed = run_pack_tests(*wrong);
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_NE(failed[0].find("T1"), std::string::npos);
  EXPECT_NE(failed[0].find("186.69"), std::string::npos);
}

TEST(PackTest, ATestMayExpectAQuestion) {
  const auto right = small_pack(small_pack_with(R"("facts":{"hours":"600","full":"1607"},
  "expect":"186.69")",
                                                R"("facts":{"full":"1607"},"missing":["hours"])"));
  EXPECT_TRUE(run_pack_tests(*right).empty());
  const auto wrong = small_pack(small_pack_with(R"("facts":{"hours":"600","full":"1607"},
  "expect":"186.69")",
                                                R"("facts":{"full":"1607"},"missing":["full"])"));
  EXPECT_EQ(run_pack_tests(*wrong).size(), 1U);
}

}  // namespace
}  // namespace cpa::rules
