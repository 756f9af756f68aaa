#include "core/store/sql/database.h"

#include <string>

#include "tests/unit/core/store/store_fixture.h"

namespace cpa::store {
namespace {

class DatabaseTest : public StoreTest {
 protected:
  Result<Database> try_database(std::uint8_t key_byte = 7, Access access = Access::kReadWrite) {
    const SecretBytes key(Bytes(32, key_byte));
    return Database::open({folder_ / "a.db", key, access, 100});
  }
  Database database() {
    auto opened = try_database();
    if (!opened) ADD_FAILURE() << opened.error().message;
    Database db = std::move(*opened);
    EXPECT_TRUE(db.run_script("CREATE TABLE IF NOT EXISTS t(a INTEGER PRIMARY KEY, b)"));
    return db;
  }
};

TEST_F(DatabaseTest, BindsAndReadsEachKindOfValue) {
  Database db = database();
  ASSERT_TRUE(db.run("INSERT INTO t(a, b) VALUES(?1, ?2)", 1, "text"));
  ASSERT_TRUE(db.run("INSERT INTO t(a, b) VALUES(?1, ?2)", 2, Bytes{1, 0, 2}));
  ASSERT_TRUE(db.run("INSERT INTO t(a, b) VALUES(?1, ?2)", 3, nullptr));
  ASSERT_TRUE(db.run("INSERT INTO t(a, b) VALUES(?1, ?2)", 4, std::optional<std::string>()));
  EXPECT_EQ(db.changes(), 1);
  EXPECT_EQ(db.find_text("SELECT b FROM t WHERE a = ?1", 1).value(), "text");
  Bytes blob;
  ASSERT_TRUE(db.query("SELECT b FROM t WHERE a = 2",
                       [&](const Row& row) { blob = copy_of(row.blob(0)); }));
  EXPECT_EQ(blob, (Bytes{1, 0, 2}));
  EXPECT_EQ(db.find_text("SELECT b FROM t WHERE a = 3").value(), std::nullopt);
  EXPECT_EQ(db.find_integer("SELECT count(*) FROM t WHERE b IS NULL").value(), 2);
}

TEST_F(DatabaseTest, AValueIsNeverReadAsSql) {
  Database db = database();
  const std::string hostile = "x'); DROP TABLE t; --";
  ASSERT_TRUE(db.run("INSERT INTO t(a, b) VALUES(1, ?1)", hostile));
  EXPECT_EQ(db.find_text("SELECT b FROM t").value(), hostile);
}

TEST_F(DatabaseTest, ATransactionThatIsLeftRollsBack) {
  Database db = database();
  {
    auto transaction = db.begin_immediate();
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(db.run("INSERT INTO t(a) VALUES(1)"));
  }
  EXPECT_EQ(db.find_integer("SELECT count(*) FROM t").value(), 0);
  {
    auto transaction = db.begin_immediate();
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(db.run("INSERT INTO t(a) VALUES(1)"));
    ASSERT_TRUE(transaction->commit());
  }
  EXPECT_EQ(db.find_integer("SELECT count(*) FROM t").value(), 1);
}

TEST_F(DatabaseTest, AFullDiskIsTypedAndLeavesTheOldState) {
  Database db = database();
  ASSERT_TRUE(db.run("INSERT INTO t(a, b) VALUES(1, 'kept')"));
  ASSERT_TRUE(db.query("PRAGMA max_page_count = 12", [](const Row&) {}));
  const Status status = db.run("INSERT INTO t(a, b) VALUES(2, ?1)", std::string(1U << 20U, 'x'));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kStorageFull);
  EXPECT_EQ(db.find_text("SELECT b FROM t WHERE a = 1").value(), "kept");
  EXPECT_EQ(db.find_integer("SELECT count(*) FROM t").value(), 1);
}

TEST_F(DatabaseTest, AnotherKeyDoesNotOpenTheFile) {
  { const Database db = database(); }
  EXPECT_EQ(try_database(8).error().code, ErrorCode::kWrongKey);
  EXPECT_TRUE(try_database(7));
}

TEST_F(DatabaseTest, AReaderCannotWrite) {
  Database writer = database();
  ASSERT_TRUE(writer.run("INSERT INTO t(a, b) VALUES(1, 'seen')"));
  auto reader = try_database(7, Access::kReadOnly);
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_EQ(reader->find_text("SELECT b FROM t").value(), "seen");
  EXPECT_EQ(reader->run("DELETE FROM t").error().code, ErrorCode::kReadOnly);
}

TEST_F(DatabaseTest, TwoWritersAtOnceAreBusy) {
  Database one = database();
  Database two = database();
  auto transaction = one.begin_immediate();
  ASSERT_TRUE(transaction);
  const auto other = two.begin_immediate();
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kStorageBusy);
}

TEST_F(DatabaseTest, KeepsTheSettingsOfAStoreThatSurvivesAPowerCut) {
  Database db = database();
  EXPECT_EQ(db.find_text("PRAGMA journal_mode").value(), "wal");
  EXPECT_EQ(db.find_integer("PRAGMA synchronous").value(), 2);  // FULL
  EXPECT_EQ(db.find_integer("PRAGMA secure_delete").value(), 1);
  EXPECT_EQ(db.find_integer("PRAGMA trusted_schema").value(), 0);
  EXPECT_TRUE(db.find_text("PRAGMA cipher_version").value().has_value());
}

TEST_F(DatabaseTest, AnEmptyWalIsLeftByACheckpoint) {
  Database db = database();
  ASSERT_TRUE(db.run("INSERT INTO t(a) VALUES(1)"));
  ASSERT_GT(std::filesystem::file_size(folder_ / "a.db-wal"), 0U);
  ASSERT_TRUE(db.checkpoint());
  EXPECT_EQ(std::filesystem::file_size(folder_ / "a.db-wal"), 0U);
}

TEST_F(DatabaseTest, WrongSqlIsOurOwnFaultAndTyped) {
  Database db = database();
  EXPECT_EQ(db.run("INSERT INTO nowhere VALUES(1)").error().code, ErrorCode::kInternal);
}

TEST(CipherTest, APlainLibraryIsRefused) {
  EXPECT_TRUE(require_cipher("4.6.1 community"));
  EXPECT_EQ(require_cipher(std::nullopt).error().code, ErrorCode::kCipherMissing);
  EXPECT_EQ(require_cipher("").error().code, ErrorCode::kCipherMissing);
}

}  // namespace
}  // namespace cpa::store
