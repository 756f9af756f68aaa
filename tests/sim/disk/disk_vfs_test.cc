#include "tests/sim/disk/disk_vfs.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/store/sql/database.h"
#include "platform/fake/disk.h"
#include "platform/fake/random.h"

namespace cpa::sim {
namespace {

using fake::Unsynced;
using store::Access;
using store::Database;

class DiskVfsTest : public testing::Test {
 protected:
  DiskVfsTest() { EXPECT_TRUE(disk_.make_folder("/home")); }

  Result<Database> try_open(Access access = Access::kReadWrite) {
    const SecretBytes key(Bytes(32, 7));
    return Database::open(
        {.path = "/home/a.db", .key = key, .access = access, .vfs = disk_.sqlite_vfs()});
  }
  std::unique_ptr<Database> open(Access access = Access::kReadWrite) {
    auto opened = try_open(access);
    if (!opened) ADD_FAILURE() << opened.error().message;
    return opened ? std::make_unique<Database>(std::move(*opened)) : nullptr;
  }
  std::unique_ptr<Database> open_with_table() {
    auto database = open();
    EXPECT_TRUE(database->run_script("CREATE TABLE t(a INTEGER PRIMARY KEY, b)"));
    return database;
  }
  static Status insert(Database& database, int number) {
    return database.run("INSERT INTO t(a, b) VALUES(?1, ?2)", number, std::string(3000, 'x'));
  }
  /// What is in the table now, or -1 when there is none.
  std::int64_t count() {
    auto database = open();
    const auto found = database->find_integer("SELECT count(*) FROM t");
    return found ? **found : -1;
  }
  [[nodiscard]] std::size_t size_of(const char* file) const {
    return disk_.snapshot().files.at(file).size();
  }

  fake::SeededRandom random_{5};
  fake::FakeDisk disk_{random_};
  DiskVfs vfs_{disk_};
};

TEST_F(DiskVfsTest, ADatabaseIsOnItsOwnDiskAlone) {
  fake::FakeDisk other{random_};
  const DiskVfs other_vfs{other};
  ASSERT_TRUE(other.make_folder("/home"));
  auto database = open_with_table();
  EXPECT_EQ(database->find_text("PRAGMA journal_mode").value(), "wal");
  EXPECT_TRUE(disk_.exists("/home/a.db").value());
  EXPECT_FALSE(other.exists("/home/a.db").value());
}

TEST_F(DiskVfsTest, AReaderSeesWhatTheWriterHasCommitted) {
  auto writer = open_with_table();
  auto reader = open(Access::kReadOnly);
  ASSERT_TRUE(insert(*writer, 1));
  EXPECT_EQ(reader->find_integer("SELECT count(*) FROM t").value(), 1);
  {
    auto transaction = writer->begin_immediate();
    ASSERT_TRUE(insert(*writer, 2));
    EXPECT_EQ(reader->find_integer("SELECT count(*) FROM t").value(), 1);
  }
  EXPECT_EQ(insert(*reader, 3).error().code, ErrorCode::kReadOnly);
}

TEST_F(DiskVfsTest, ASecondWriterIsBusyAndWaitsNoTime) {
  auto one = open_with_table();
  auto two = open();
  auto transaction = one->begin_immediate();
  ASSERT_TRUE(transaction);
  EXPECT_EQ(two->begin_immediate().error().code, ErrorCode::kStorageBusy);
  ASSERT_TRUE(transaction->commit());
  EXPECT_TRUE(two->begin_immediate());
}

TEST_F(DiskVfsTest, ACheckpointEmptiesTheWalWhileAReaderWaits) {
  auto writer = open_with_table();
  ASSERT_TRUE(insert(*writer, 1));
  auto reader = open(Access::kReadOnly);
  EXPECT_GT(size_of("/home/a.db-wal"), 0U);
  ASSERT_TRUE(writer->checkpoint());
  EXPECT_EQ(size_of("/home/a.db-wal"), 0U);
  EXPECT_EQ(reader->find_integer("SELECT count(*) FROM t").value(), 1);
}

TEST_F(DiskVfsTest, WhatIsCommittedSurvivesTheWorstCut) {
  auto database = open_with_table();
  ASSERT_TRUE(insert(*database, 1));
  disk_.cut(Unsynced::kDropped);
  EXPECT_FALSE(insert(*database, 2));
  database.reset();
  EXPECT_FALSE(try_open());
  disk_.restart();
  EXPECT_EQ(count(), 1);
}

TEST_F(DiskVfsTest, AConnectionFromBeforeACutNeverComesBack) {
  auto database = open_with_table();
  disk_.cut(Unsynced::kKept);
  disk_.restart();
  EXPECT_FALSE(insert(*database, 1));
  EXPECT_EQ(count(), 0);
  database.reset();
  EXPECT_EQ(count(), 0);
}

TEST_F(DiskVfsTest, AKilledProcessLeavesWhatItWroteAndNoLock) {
  auto database = open_with_table();
  auto transaction = database->begin_immediate();
  ASSERT_TRUE(insert(*database, 1));
  disk_.cut(Unsynced::kKept);
  disk_.restart();
  EXPECT_EQ(count(), 0);
  auto next = open();
  EXPECT_TRUE(insert(*next, 1));
}

TEST_F(DiskVfsTest, ADiskThatOnlySaysItSyncsLosesWhatWasCommitted) {
  auto database = open_with_table();
  database.reset();
  disk_.ignore_sync();
  database = open();
  ASSERT_TRUE(insert(*database, 1));
  disk_.cut(Unsynced::kDropped);
  disk_.restart();
  EXPECT_EQ(count(), 0);
}

TEST_F(DiskVfsTest, FaultsReachTheCallerTyped) {
  auto database = open_with_table();
  disk_.fail_at(1, fake::DiskFault::kFull);
  EXPECT_EQ(insert(*database, 1).error().code, ErrorCode::kStorageFull);
  disk_.mend();
  disk_.fail_at(1, fake::DiskFault::kIoError);
  EXPECT_EQ(insert(*database, 1).error().code, ErrorCode::kStorageIo);
  EXPECT_TRUE(disk_.struck());
  EXPECT_TRUE(insert(*database, 1));
}

TEST_F(DiskVfsTest, AReadOnlyDiskIsReadByWhoHasItOpen) {
  auto database = open_with_table();
  ASSERT_TRUE(insert(*database, 1));
  disk_.make_read_only();
  EXPECT_EQ(database->find_integer("SELECT count(*) FROM t").value(), 1);
  EXPECT_EQ(insert(*database, 2).error().code, ErrorCode::kStorageIo);
  database.reset();
  disk_.mend();
  EXPECT_EQ(count(), 1);
  disk_.make_read_only();
  // SQLite cannot read a database in WAL mode where it can make no WAL.
  EXPECT_EQ(try_open(Access::kReadOnly).error().code, ErrorCode::kStorageIo);
}

TEST_F(DiskVfsTest, AnImagePutBackIsTheOldDatabase) {
  auto database = open_with_table();
  ASSERT_TRUE(insert(*database, 1));
  const fake::DiskImage image = disk_.snapshot();  // with the WAL, as a copy made meanwhile
  ASSERT_TRUE(insert(*database, 2));
  database.reset();
  EXPECT_EQ(count(), 2);
  disk_.restore(image);
  EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace cpa::sim
