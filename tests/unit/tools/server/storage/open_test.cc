#include "tools/server/storage/open.h"

#include "tests/unit/tools/server/storage/storage_fixture.h"
#include "tools/server/storage/accounts.h"

namespace cpa::server {
namespace {

using OpenTest = StorageTest;

TEST_F(OpenTest, KeepsItsSchemaWhenOpenedAgain) {
  ASSERT_TRUE(
      Accounts(database()).insert({.id = "a", .nir = "1", .family_name = "F", .given_names = "G"}));
  database_.reset();
  auto again = open_database(folder_.path() / "s.db", SecretBytes(Bytes(32, 1)));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE((*Accounts(**again).find("a")).has_value());
}

TEST_F(OpenTest, RefusesAnotherKey) {
  database_.reset();
  const auto other = open_database(folder_.path() / "s.db", SecretBytes(Bytes(32, 2)));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kWrongKey);
}

}  // namespace
}  // namespace cpa::server
