#include "core/store/schema.h"

#include "tests/unit/core/store/store_fixture.h"

namespace cpa::store {
namespace {

class SchemaTest : public StoreTest {
 protected:
  Database database() {
    const SecretBytes key(Bytes(32, 7));
    auto opened = Database::open({folder_ / "schema.db", key});
    if (!opened) ADD_FAILURE() << opened.error().message;
    return std::move(*opened);
  }
};

TEST_F(SchemaTest, BringsANewFileToTheVersionOfThisBuild) {
  Database db = database();
  EXPECT_EQ(schema_version(db).value(), 0);
  ASSERT_TRUE(migrate(db));
  EXPECT_EQ(schema_version(db).value(), kSchemaVersion);
  EXPECT_TRUE(db.run("INSERT INTO meta(name, value) VALUES('a', 'b')"));
}

TEST_F(SchemaTest, LeavesAFileOfThisVersionAlone) {
  Database db = database();
  ASSERT_TRUE(migrate(db));
  ASSERT_TRUE(db.run("INSERT INTO meta(name, value) VALUES('a', 'b')"));
  ASSERT_TRUE(migrate(db));
  EXPECT_EQ(db.find_text("SELECT value FROM meta WHERE name = 'a'").value(), "b");
}

TEST_F(SchemaTest, RefusesANewerFile) {
  Database db = database();
  ASSERT_TRUE(db.run_script("PRAGMA user_version = 99"));
  const Status status = migrate(db);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kSchemaNewer);
}

}  // namespace
}  // namespace cpa::store
