// What is particular to the disk of a system.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "platform/posix/disk.h"
#include "tests/contract/tls_server.h"

namespace cpa::contract {
namespace {

namespace fs = std::filesystem;

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777U;
}

class SystemDiskTest : public testing::Test {
 protected:
  [[nodiscard]] fs::path at(std::string_view name) const { return folder_.path() / name; }

  TestFolder folder_;
  posix::SystemDisk disk_;
};

TEST_F(SystemDiskTest, LetsOnlyItsOwnerIn) {
  fs::create_directory(at("open"));
  fs::permissions(at("open"), fs::perms::all);
  ASSERT_TRUE(disk_.make_folder(at("open")));
  ASSERT_TRUE(disk_.make_folder(at("a/b")));
  ASSERT_TRUE(disk_.write(at("file"), bytes_of("x")));
  ASSERT_TRUE(disk_.lock(at("lock")));
  for (const char* const folder : {"open", "a", "a/b"}) EXPECT_EQ(mode_of(at(folder)), 0700U);
  for (const char* const file : {"file", "lock"}) EXPECT_EQ(mode_of(at(file)), 0600U);
}

TEST_F(SystemDiskTest, ADeadProcessHoldsNoLock) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = disk_.lock(at("lock"));
    ::_exit(held ? 7 : 1);
  }
  int state = 0;
  ASSERT_EQ(::waitpid(child, &state, 0), child);
  ASSERT_EQ(WEXITSTATUS(state), 7);
  EXPECT_TRUE(disk_.lock(at("lock")));
}

TEST_F(SystemDiskTest, FollowsNoSymbolicLink) {
  ASSERT_TRUE(disk_.write(at("file"), bytes_of("kept")));
  fs::create_symlink(at("file"), at("link"));
  EXPECT_EQ(disk_.read(at("link")).error().code, ErrorCode::kStorageIo);
  EXPECT_EQ(disk_.lock(at("link")).error().code, ErrorCode::kStorageIo);
  fs::create_symlink(at("file"), at("other.new"));
  EXPECT_EQ(disk_.write(at("other"), bytes_of("x")).error().code, ErrorCode::kStorageIo);
  EXPECT_EQ(text_of(*disk_.read(at("file"))), "kept");
}

TEST_F(SystemDiskTest, ALinkIsReplacedAndNotWrittenThrough) {
  ASSERT_TRUE(disk_.write(at("file"), bytes_of("kept")));
  fs::create_symlink(at("file"), at("link"));
  ASSERT_TRUE(disk_.write(at("link"), bytes_of("new")));
  EXPECT_EQ(text_of(*disk_.read(at("link"))), "new");
  EXPECT_EQ(text_of(*disk_.read(at("file"))), "kept");
}

TEST_F(SystemDiskTest, ADraftLeftByAPowerCutIsWrittenOver) {
  std::ofstream(at("file.new")) << "half of something longer";
  ASSERT_TRUE(disk_.write(at("file"), bytes_of("whole")));
  EXPECT_EQ(text_of(*disk_.read(at("file"))), "whole");
  EXPECT_FALSE(disk_.exists(at("file.new")).value());
}

TEST_F(SystemDiskTest, KeepsTheErrorOfTheSystem) {
  const Status status = disk_.make_folder("/proc/none/home");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kStorageIo);
  EXPECT_NE(status.error().detail, 0);
}

TEST_F(SystemDiskTest, TakesPathsRelativeToTheWorkingFolder) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_.path());
  EXPECT_TRUE(disk_.make_folder("home"));
  EXPECT_TRUE(disk_.write("file", bytes_of("x")));
  EXPECT_TRUE(disk_.rename("file", "home/file"));
  EXPECT_TRUE(disk_.remove("home/file"));
  fs::current_path(before);
}

}  // namespace
}  // namespace cpa::contract
