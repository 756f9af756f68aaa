#include "tools/server/storage/query.h"

#include "tests/unit/tools/server/storage/storage_fixture.h"
#include "tools/server/storage/accounts.h"

namespace cpa::server {
namespace {

using QueryTest = StorageTest;

TEST_F(QueryTest, AFailedTransactionLeavesNothing) {
  Accounts accounts(database());
  const Status done = in_transaction(database(), [&]() -> Status {
    CPA_TRY(accounts.insert({.id = "a", .nir = "1", .family_name = "", .given_names = ""}));
    return Error{ErrorCode::kInternal, "planned", 0};
  });
  EXPECT_FALSE(done);
  EXPECT_FALSE((*accounts.find("a")).has_value());
}

}  // namespace
}  // namespace cpa::server
