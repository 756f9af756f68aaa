#include "tools/server/storage/ledger.h"

#include "tests/unit/tools/server/storage/storage_fixture.h"

namespace cpa::server {
namespace {

using LedgerTest = StorageTest;

TEST_F(LedgerTest, RowsComeInTheOrderAskedFor) {
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

}  // namespace
}  // namespace cpa::server
