#include "tools/server/storage/facts.h"

#include "tests/unit/tools/server/storage/storage_fixture.h"

namespace cpa::server {
namespace {

using FactsTest = StorageTest;

TEST_F(FactsTest, FactsOfADeclarationGoWithIt) {
  Facts facts(database());
  const DeclarationKey key{"E1", model::make_date(2025, 3, 1), "11"};
  const auto id = facts.add_declaration(key, "digest");
  ASSERT_TRUE(id);
  ASSERT_TRUE(facts.add_contract(*id, {.account = "a",
                                       .employer = "E1",
                                       .number = "C",
                                       .month = key.month,
                                       .started = key.month,
                                       .reference = 15167,
                                       .hours = 100}));
  ASSERT_TRUE(facts.add_exposure(
      *id, {.account = "a", .employer = "E1", .contract = "C", .factor = "08", .year = 2025}));
  EXPECT_EQ((*facts.contracts("a")).at(0).reference, 15167);
  EXPECT_EQ((*facts.years("a")), std::vector<int>{2025});
  ASSERT_TRUE(facts.remove_declaration(key));
  EXPECT_TRUE((*facts.contracts("a")).empty());
  EXPECT_TRUE((*facts.exposures("a", 2025)).empty());
  EXPECT_FALSE((*facts.declaration_digest(key)).has_value());
}

TEST_F(FactsTest, ALaterReportOfABodyReplacesTheEarlierOne) {
  Facts facts(database());
  Engagement engagement{.account = "a",
                        .year = 2024,
                        .kind = "volunteering",
                        .body = "W1",
                        .amount = 100,
                        .declared = model::make_date(2025, 5, 1)};
  ASSERT_TRUE(facts.put_engagement(engagement));
  engagement.amount = 210;
  ASSERT_TRUE(facts.put_engagement(engagement));
  const auto stored = *facts.engagements("a", 2024);
  ASSERT_EQ(stored.size(), 1U);
  EXPECT_EQ(stored[0].amount, 210);
  EXPECT_EQ(stored[0].declared, model::make_date(2025, 5, 1));
  EXPECT_FALSE(stored[0].attested.has_value());
}

}  // namespace
}  // namespace cpa::server
