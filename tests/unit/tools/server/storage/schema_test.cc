#include "tools/server/storage/schema.h"

#include "tests/unit/tools/server/storage/storage_fixture.h"
#include "tools/server/storage/facts.h"
#include "tools/server/storage/ledger.h"

namespace cpa::server {
namespace {

using SchemaTest = StorageTest;

TEST_F(SchemaTest, RefusesADatabaseOfANewerServer) {
  ASSERT_TRUE(database().run_script("PRAGMA user_version = 99"));
  EXPECT_EQ(prepare_schema(database()).error().code, ErrorCode::kSchemaNewer);
}

/// What version 1 had and version 2 has not, with a posting of then.
constexpr const char* kFirst = R"sql(
DROP TABLE life;
DROP TABLE postings;
CREATE TABLE postings(account TEXT NOT NULL, sub_account TEXT NOT NULL, period TEXT NOT NULL,
  facts_sha256 TEXT NOT NULL, pack_seq INTEGER NOT NULL, result INTEGER NOT NULL,
  posted INTEGER NOT NULL, entries_before INTEGER NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY(account, sub_account, period, number)) WITHOUT ROWID;
INSERT INTO postings VALUES('a', 'cpf', '2024', 'ff', 9, 50000, 50000, 3, 0);
PRAGMA user_version = 1;
)sql";

TEST_F(SchemaTest, BringsTheFirstVersionUpAndKeepsWhatWasPosted) {
  ASSERT_TRUE(database().run_script(kFirst));
  const Status upgraded = prepare_schema(database());
  ASSERT_TRUE(upgraded) << upgraded.error().message;
  const auto postings = Ledger(database()).postings("a", "cpf", "2024");
  ASSERT_TRUE(postings);
  ASSERT_EQ(postings->size(), 1U);
  EXPECT_EQ(postings->front().posted, 50'000);
  EXPECT_TRUE(
      Facts(database())
          .put_life({.account = "a", .kind = "death", .from = model::make_date(2025, 2, 3)}));
  EXPECT_TRUE(prepare_schema(database())) << "and a second time changes nothing";
}

}  // namespace
}  // namespace cpa::server
