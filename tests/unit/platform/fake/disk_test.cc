#include "platform/fake/disk.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/error.h"

namespace cpa::fake {
namespace {

class FakeDiskTest : public testing::Test {
 protected:
  FakeDiskTest() { EXPECT_TRUE(disk_.make_folder("/home")); }

  Status write(std::string_view name, std::string_view text) {
    return disk_.write(std::string("/home/").append(name), bytes_of(text));
  }
  std::string read(std::string_view name) {
    const Result<Bytes> bytes = disk_.read(std::string("/home/").append(name));
    return std::string(bytes ? text_of(*bytes) : error_slug(bytes.error().code));
  }
  void cut_and_restart(Unsynced unsynced) {
    disk_.cut(unsynced);
    disk_.restart();
  }

  SeededRandom random_{9};
  FakeDisk disk_{random_};
};

TEST_F(FakeDiskTest, WhatTheDoorDidSurvivesTheWorstCut) {
  ASSERT_TRUE(write("kept", "1"));
  ASSERT_TRUE(write("moved", "2"));
  ASSERT_TRUE(write("gone", "3"));
  ASSERT_TRUE(disk_.rename("/home/moved", "/home/there"));
  ASSERT_TRUE(disk_.remove("/home/gone"));
  cut_and_restart(Unsynced::kDropped);
  EXPECT_EQ(disk_.list("/home").value(), (std::vector<std::string>{"kept", "there"}));
  EXPECT_EQ(read("there"), "2");
}

TEST_F(FakeDiskTest, AWriteCutOffAnywhereLeavesTheOldContentOrTheNew) {
  int points = 0;
  int old_seen = 0;
  for (const Unsynced unsynced : {Unsynced::kDropped, Unsynced::kKept, Unsynced::kDrawn}) {
    for (std::uint64_t nth = 1;; ++nth) {
      ASSERT_TRUE(write("file", "old"));
      disk_.cut_at(nth, unsynced);
      const Status written = write("file", std::string(2000, 'n'));
      if (!disk_.struck()) break;
      ++points;
      EXPECT_FALSE(written);
      disk_.restart();
      const std::string after = read("file");
      EXPECT_TRUE(after == "old" || after == std::string(2000, 'n')) << nth;
      if (after == "old") ++old_seen;
    }
    disk_.mend();
  }
  EXPECT_EQ(points, 18);  // made, emptied, written, synced, renamed, the name synced
  EXPECT_GT(old_seen, 6);
}

TEST_F(FakeDiskTest, AFileThatIsNotSyncedIsEmptyOrGoneAfterACut) {
  auto file = disk_.open("/home/loose", FakeDisk::Make::kYes);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write(0, bytes_of("x")));
  ASSERT_TRUE(disk_.sync_names());
  auto nameless = disk_.open("/home/nameless", FakeDisk::Make::kYes);
  ASSERT_TRUE((*nameless)->write(0, bytes_of("x")));
  ASSERT_TRUE((*nameless)->sync());
  cut_and_restart(Unsynced::kDropped);
  EXPECT_EQ(read("loose"), "");
  EXPECT_EQ(read("nameless"), "not_found");
}

TEST_F(FakeDiskTest, NothingWorksUntilThePowerIsBack) {
  ASSERT_TRUE(write("file", "x"));
  const auto lock = disk_.lock("/home/lock");
  auto file = disk_.open("/home/file", FakeDisk::Make::kNo);
  disk_.cut(Unsynced::kKept);
  EXPECT_EQ(read("file"), "storage_io");
  EXPECT_FALSE(write("file", "y"));
  EXPECT_FALSE(disk_.exists("/home/file"));
  EXPECT_FALSE(disk_.list("/home"));
  EXPECT_FALSE(disk_.lock("/home/other"));
  EXPECT_FALSE(disk_.make_folder("/other"));
  disk_.restart();
  EXPECT_EQ(read("file"), "x");
  EXPECT_FALSE((*file)->size());
  EXPECT_FALSE((*file)->write(0, bytes_of("y")));
}

TEST_F(FakeDiskTest, ALockDiesWithThePowerAndItsHolderTakesNothingAway) {
  auto old = disk_.lock("/home/lock");
  ASSERT_TRUE(old);
  cut_and_restart(Unsynced::kKept);
  const auto next = disk_.lock("/home/lock");
  ASSERT_TRUE(next);
  old->reset();
  EXPECT_EQ(disk_.lock("/home/lock").error().code, ErrorCode::kStorageBusy);
}

TEST_F(FakeDiskTest, AFullDiskTakesNoWriteUntilThereIsRoom) {
  ASSERT_TRUE(write("file", "old"));
  disk_.fail_at(1, DiskFault::kFull);
  EXPECT_EQ(write("file", "new").error().code, ErrorCode::kStorageFull);
  EXPECT_EQ(write("file", "new").error().code, ErrorCode::kStorageFull);
  EXPECT_EQ(read("file"), "old");
  EXPECT_TRUE(disk_.remove("/home/file"));
  disk_.mend();
  EXPECT_TRUE(write("file", "new"));
}

TEST_F(FakeDiskTest, AnErrorComesOnceAtEachStep) {
  for (std::uint64_t nth = 1;; ++nth) {
    disk_.fail_at(nth, DiskFault::kIoError);
    const Status written = write("file" + std::to_string(nth), "x");
    if (!disk_.struck()) break;
    EXPECT_EQ(written.error().code, ErrorCode::kStorageIo);
    EXPECT_TRUE(write("file" + std::to_string(nth), "x"));
  }
  EXPECT_EQ(disk_.list("/home").value().size(), 7U);
}

TEST_F(FakeDiskTest, AReadOnlyDiskGivesWhatItHas) {
  ASSERT_TRUE(write("file", "x"));
  disk_.make_read_only();
  EXPECT_EQ(read("file"), "x");
  EXPECT_EQ(write("file", "y").error().code, ErrorCode::kStorageIo);
  EXPECT_EQ(disk_.rename("/home/file", "/home/other").error().code, ErrorCode::kStorageIo);
  EXPECT_EQ(disk_.remove("/home/file").error().code, ErrorCode::kStorageIo);
  EXPECT_EQ(disk_.lock("/home/file").error().code, ErrorCode::kStorageIo);
  EXPECT_EQ(disk_.make_folder("/home/more").error().code, ErrorCode::kStorageIo);
  EXPECT_TRUE(disk_.make_folder("/home"));
}

TEST_F(FakeDiskTest, ADiskThatIgnoresSyncsLosesWhatItSaidIsThere) {
  ASSERT_TRUE(write("file", "old"));
  disk_.ignore_sync();
  EXPECT_TRUE(write("file", "new"));
  cut_and_restart(Unsynced::kDropped);
  EXPECT_EQ(read("file"), "old");
}

TEST_F(FakeDiskTest, AnImageIsPutBackWholeHereAndElsewhere) {
  ASSERT_TRUE(write("file", "old"));
  auto open = disk_.open("/home/file", FakeDisk::Make::kNo);
  const DiskImage image = disk_.snapshot();
  ASSERT_TRUE(write("file", "new"));
  ASSERT_TRUE(write("more", "x"));
  FakeDisk other{random_};
  other.restore(image);
  EXPECT_EQ(text_of(*other.read("/home/file")), "old");
  EXPECT_NE(other.sqlite_vfs(), disk_.sqlite_vfs());
  disk_.restore(image);
  EXPECT_EQ(disk_.list("/home").value(), std::vector<std::string>{"file"});
  EXPECT_EQ(read("file"), "old");
  EXPECT_FALSE((*open)->size());
  cut_and_restart(Unsynced::kDropped);
  EXPECT_EQ(read("file"), "old");
}

TEST_F(FakeDiskTest, OneSeedGivesOneOutcome) {
  const auto outcome = [](std::uint64_t seed) {
    SeededRandom random{seed};
    FakeDisk disk{random};
    EXPECT_TRUE(disk.make_folder("/home"));
    for (int i = 0; i < 20; ++i) {
      auto file = disk.open("/home/" + std::to_string(i), FakeDisk::Make::kYes);
      EXPECT_TRUE((*file)->write(0, Bytes(5000, 'x')));
    }
    disk.cut(Unsynced::kDrawn);
    return disk.snapshot().files;
  };
  EXPECT_EQ(outcome(1), outcome(1));
  EXPECT_NE(outcome(1), outcome(2));
}

}  // namespace
}  // namespace cpa::fake
