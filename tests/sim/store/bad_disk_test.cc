// The disk is full or fails at every step of a store's life: a typed error, the old state, and the
// same store goes on once the disk does.
#include "tests/sim/store/store_life.h"

namespace cpa::sim {
namespace {

using fake::DiskFault;

class BadDiskTest : public StoreLife {
 protected:
  /// Lives with a fault at the `nth` step; returns whether there is a step of that number.
  bool live_through_a_fault(std::uint64_t nth, DiskFault fault, ErrorCode expected) {
    begin_life();
    {
      auto store = open();
      disk_.fail_at(nth, fault);
      std::size_t done = 0;
      while (done < deeds().size()) {
        const Status status = deeds()[done](*store);
        if (status) {
          ++done;
          continue;
        }
        EXPECT_EQ(status.error().code, expected) << "step " << nth;
        EXPECT_EQ(state_of(*store), state_after(done)) << "step " << nth;
        if (HasFailure() || disk_.struck() == false) return false;
        disk_.mend();
      }
      EXPECT_EQ(state_of(*store), state_after(deeds().size())) << "step " << nth;
    }
    const bool struck = disk_.struck();
    disk_.mend();
    EXPECT_EQ(state_of(*open()), state_after(deeds().size())) << "step " << nth;
    return struck && !HasFailure();
  }
  std::uint64_t walk(DiskFault fault, ErrorCode expected) {
    std::uint64_t points = 0;
    while (live_through_a_fault(points + 1, fault, expected)) ++points;
    RecordProperty("fault_points", std::to_string(points));
    return points;
  }
};

TEST_F(BadDiskTest, AFullDiskIsSaidAndLeavesTheOldState) {
  EXPECT_GT(walk(DiskFault::kFull, ErrorCode::kStorageFull), 50U);
}

TEST_F(BadDiskTest, AnErrorOfTheDiskIsSaidAndLeavesTheOldState) {
  EXPECT_GT(walk(DiskFault::kIoError, ErrorCode::kStorageIo), 100U);
}

TEST_F(BadDiskTest, AStoreThatCannotBeMadeIsMadeOnceTheDiskWorks) {
  std::uint64_t points = 0;
  for (const DiskFault fault : {DiskFault::kIoError, DiskFault::kFull}) {
    const ErrorCode expected =
        fault == DiskFault::kFull ? ErrorCode::kStorageFull : ErrorCode::kStorageIo;
    for (std::uint64_t nth = 1;; ++nth, ++points) {
      begin_new_device();
      disk_.fail_at(nth, fault);
      {
        const auto opened = try_open();
        if (!opened) {
          EXPECT_EQ(opened.error().code, expected) << "step " << nth;
        }
      }
      if (!disk_.struck()) break;
      disk_.mend();
      auto store = open();
      ASSERT_NE(store, nullptr) << "step " << nth;
      ASSERT_EQ(live(*store), deeds().size()) << "step " << nth;
    }
    disk_.mend();
  }
  RecordProperty("fault_points", std::to_string(points));
  EXPECT_GT(points, 50U);
}

TEST_F(BadDiskTest, ADiskThatTurnsReadOnlyIsStillRead) {
  begin_life();
  auto store = open();
  disk_.make_read_only();
  EXPECT_EQ(deeds()[0](*store).error().code, ErrorCode::kStorageIo);
  EXPECT_EQ(state_of(*store), state_after(0));
  disk_.mend();
  EXPECT_EQ(live(*store), deeds().size());
}

}  // namespace
}  // namespace cpa::sim
