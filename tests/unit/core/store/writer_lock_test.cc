#include "core/store/writer_lock.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/core/store/store_fixture.h"

namespace cpa::store {
namespace {

class WriterLockTest : public StoreTest {};

TEST_F(WriterLockTest, IsHeldByOneAtATime) {
  auto first = WriterLock::take(folder_ / "lock");
  ASSERT_TRUE(first);
  EXPECT_EQ(WriterLock::take(folder_ / "lock").error().code, ErrorCode::kStorageBusy);
  *first = WriterLock();
  EXPECT_TRUE(WriterLock::take(folder_ / "lock"));
}

TEST_F(WriterLockTest, ADeadProcessHoldsNothing) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = WriterLock::take(folder_ / "lock");
    ::_exit(held ? 7 : 1);
  }
  int state = 0;
  ASSERT_EQ(::waitpid(child, &state, 0), child);
  ASSERT_EQ(WEXITSTATUS(state), 7);
  EXPECT_TRUE(WriterLock::take(folder_ / "lock"));
}

TEST_F(WriterLockTest, SaysWhenTheFolderIsNotThere) {
  EXPECT_EQ(WriterLock::take(folder_ / "none" / "lock").error().code, ErrorCode::kStorageIo);
}

}  // namespace
}  // namespace cpa::store
