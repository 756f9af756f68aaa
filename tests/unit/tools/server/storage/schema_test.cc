#include "tools/server/storage/schema.h"

#include "tests/unit/tools/server/storage/storage_fixture.h"

namespace cpa::server {
namespace {

using SchemaTest = StorageTest;

TEST_F(SchemaTest, RefusesADatabaseOfANewerServer) {
  ASSERT_TRUE(database().run_script("PRAGMA user_version = 99"));
  EXPECT_EQ(prepare_schema(database()).error().code, ErrorCode::kSchemaNewer);
}

}  // namespace
}  // namespace cpa::server
