#include <gtest/gtest.h>

#include "core/store/sql/database.h"
#include "tests/unit/tools/server/stage.h"
#include "tools/server/storage/accounts.h"
#include "tools/server/storage/decisions.h"
#include "tools/server/storage/facts.h"
#include "tools/server/storage/ledger.h"
#include "tools/server/storage/open.h"
#include "tools/server/storage/query.h"
#include "tools/server/storage/schema.h"
#include "tools/server/storage/sessions.h"

namespace cpa::server {
namespace {

class StorageTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = open_database(folder_.path() / "s.db", SecretBytes(Bytes(32, 1)));
    ASSERT_TRUE(opened) << opened.error().message;
    database_ = std::move(*opened);
  }

  store::Database& database() { return *database_; }

  TemporaryFolder folder_;
  std::unique_ptr<store::Database> database_;
};

TEST_F(StorageTest, KeepsItsSchemaWhenOpenedAgain) {
  ASSERT_TRUE(
      Accounts(database()).insert({.id = "a", .nir = "1", .family_name = "F", .given_names = "G"}));
  database_.reset();
  auto again = open_database(folder_.path() / "s.db", SecretBytes(Bytes(32, 1)));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE((*Accounts(**again).find("a")).has_value());
}

TEST_F(StorageTest, RefusesAnotherKey) {
  database_.reset();
  const auto other = open_database(folder_.path() / "s.db", SecretBytes(Bytes(32, 2)));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kWrongKey);
}

TEST_F(StorageTest, RefusesADatabaseOfANewerServer) {
  ASSERT_TRUE(database().run_script("PRAGMA user_version = 99"));
  EXPECT_EQ(prepare_schema(database()).error().code, ErrorCode::kSchemaNewer);
}

TEST_F(StorageTest, AFailedTransactionLeavesNothing) {
  Accounts accounts(database());
  const Status done = in_transaction(database(), [&]() -> Status {
    CPA_TRY(accounts.insert({.id = "a", .nir = "1", .family_name = "", .given_names = ""}));
    return Error{ErrorCode::kInternal, "planned", 0};
  });
  EXPECT_FALSE(done);
  EXPECT_FALSE((*accounts.find("a")).has_value());
}

TEST_F(StorageTest, CountsTheChangesOfAnAccount) {
  Accounts accounts(database());
  ASSERT_TRUE(accounts.insert({.id = "a", .nir = "1", .family_name = "", .given_names = ""}));
  EXPECT_EQ(*accounts.next_at("a"), 1);
  EXPECT_EQ(*accounts.next_at("a"), 2);
  EXPECT_EQ((*accounts.find_by_nir("1"))->at, 2);
  EXPECT_FALSE(accounts.next_at("nobody"));
}

TEST_F(StorageTest, FactsOfADeclarationGoWithIt) {
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

TEST_F(StorageTest, ALaterReportOfABodyReplacesTheEarlierOne) {
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

TEST_F(StorageTest, RowsComeInTheOrderAskedFor) {
  Ledger ledger(database());
  ASSERT_TRUE(ledger.put("a", {.part = "cpf", .key = "E2", .rev = 1, .body = "{}"}));
  ASSERT_TRUE(ledger.put("a", {.part = "cpf", .key = "E10", .rev = 3, .body = "{}"}));
  ASSERT_TRUE(ledger.put("a", {.part = "c2p", .key = "E1", .rev = 2, .body = "{}"}));
  ASSERT_TRUE(ledger.put("b", {.part = "cpf", .key = "E1", .rev = 9, .body = "{}"}));
  const auto in_key_order = *ledger.after("a", "", "", 10);
  ASSERT_EQ(in_key_order.size(), 3U);
  EXPECT_EQ(in_key_order[0].part, "c2p");
  EXPECT_EQ(in_key_order[1].key, "E10");
  const auto changed = *ledger.changed_since("a", 1, 10);
  ASSERT_EQ(changed.size(), 2U);
  EXPECT_EQ(changed[0].rev, 2);
  EXPECT_EQ((*ledger.after("a", "cpf", "E10", 10)).size(), 1U);
}

TEST_F(StorageTest, ResultsStayUntilAcknowledged) {
  Decisions decisions(database());
  ASSERT_TRUE(decisions.add_device({.account = "a", .id = "d", .thumbprint = "t"}));
  const auto rseq = decisions.next_rseq("a", "d");
  ASSERT_TRUE(rseq);
  ASSERT_TRUE(decisions.add(
      "a", {.id = "c1", .device = "d", .epoch = "e", .seq = 1, .rseq = *rseq, .outcome = "{}"}));
  EXPECT_EQ((*decisions.unseen("a", "d")).size(), 1U);
  ASSERT_TRUE(decisions.acknowledge("a", "d", *rseq));
  EXPECT_TRUE((*decisions.unseen("a", "d")).empty());
  EXPECT_TRUE((*decisions.find("a", "c1")).has_value());
  EXPECT_FALSE(decisions.add(
      "a", {.id = "c1", .device = "d", .epoch = "e", .seq = 2, .rseq = 2, .outcome = "{}"}));
}

TEST_F(StorageTest, AProofIsNewOnceOnly) {
  Sessions sessions(database());
  const model::Instant now(std::chrono::seconds(1000));
  EXPECT_TRUE(*sessions.first_use("p", now, now + std::chrono::seconds(10)));
  EXPECT_FALSE(*sessions.first_use("p", now, now + std::chrono::seconds(10)));
  const auto later = now + std::chrono::seconds(11);
  EXPECT_TRUE(*sessions.first_use("p", later, later));
}

TEST_F(StorageTest, ACodeExpires) {
  Sessions sessions(database());
  const model::Instant now(std::chrono::seconds(1000));
  ASSERT_TRUE(sessions.add_code("h", "a", now + std::chrono::seconds(10)));
  EXPECT_TRUE((*sessions.code("h", now)).has_value());
  EXPECT_FALSE((*sessions.code("h", now + std::chrono::seconds(10))).has_value());
}

}  // namespace
}  // namespace cpa::server
