#include "tools/server/storage/accounts.h"

#include "tests/unit/tools/server/storage/storage_fixture.h"

namespace cpa::server {
namespace {

using AccountsTest = StorageTest;

TEST_F(AccountsTest, CountsTheChangesOfAnAccount) {
  Accounts accounts(database());
  ASSERT_TRUE(accounts.insert({.id = "a", .nir = "1", .family_name = "", .given_names = ""}));
  EXPECT_EQ(*accounts.next_at("a"), 1);
  EXPECT_EQ(*accounts.next_at("a"), 2);
  EXPECT_EQ((*accounts.find_by_nir("1"))->at, 2);
  EXPECT_FALSE(accounts.next_at("nobody"));
}

}  // namespace
}  // namespace cpa::server
