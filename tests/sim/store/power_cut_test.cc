// The power goes at every step of a store's life: what was told as done is there afterwards, what
// was under way is there or is not, and the store goes on.
#include <algorithm>

#include "tests/sim/store/store_life.h"

namespace cpa::sim {
namespace {

using fake::Unsynced;

class PowerCutTest : public StoreLife {
 protected:
  /// Lives with a cut at the `nth` step; returns whether there is a step of that number.
  bool live_through_a_cut(std::uint64_t nth, Unsynced unsynced) {
    begin_life();
    std::size_t done = 0;
    {
      auto store = open();
      disk_.cut_at(nth, unsynced);
      done = live(*store);
    }
    const bool struck = disk_.struck();
    disk_.mend();
    disk_.restart();
    auto store = open();
    if (store == nullptr) return false;
    const std::string state = state_of(*store);
    if (state != state_after(done)) {
      ++done;  // what was under way has come through
      EXPECT_LE(done, deeds().size()) << "step " << nth;
      if (done > deeds().size()) return false;
      EXPECT_EQ(state, state_after(done)) << "step " << nth;
    }
    EXPECT_EQ(live(*store, done), deeds().size()) << "step " << nth;
    EXPECT_EQ(state_of(*store), state_after(deeds().size())) << "step " << nth;
    return struck && !HasFailure();
  }
  /// Walks through all steps; returns how many there are.
  std::uint64_t walk(Unsynced unsynced) {
    std::uint64_t points = 0;
    while (live_through_a_cut(points + 1, unsynced)) ++points;
    RecordProperty("cut_points", std::to_string(points));
    return points;
  }
};

TEST_F(PowerCutTest, NothingToldIsLostWhenAllUnsyncedIs) {
  EXPECT_GT(walk(Unsynced::kDropped), 100U);
}

TEST_F(PowerCutTest, NothingToldIsLostWhenTheProcessIsKilled) {
  EXPECT_GT(walk(Unsynced::kKept), 100U);
}

TEST_F(PowerCutTest, NothingToldIsLostWhenUnsyncedWritesAreTorn) {
  for (int draws = 0; draws < 5; ++draws) EXPECT_GT(walk(Unsynced::kDrawn), 100U);
}

TEST_F(PowerCutTest, NothingToldIsLostWhenThePowerGoesAgainDuringRecovery) {
  std::uint64_t points = 0;
  for (std::uint64_t first = 5; !HasFailure(); first += 12) {
    begin_life();
    std::size_t done = 0;
    {
      auto store = open();
      disk_.cut_at(first, Unsynced::kDrawn);
      done = live(*store);
    }
    if (!disk_.struck()) break;
    disk_.restart();
    const fake::DiskImage left = disk_.snapshot();
    for (std::uint64_t second = 1;; ++second, ++points) {
      disk_.restore(left);
      disk_.cut_at(second, Unsynced::kDrawn);
      static_cast<void>(try_open());
      const bool struck = disk_.struck();
      disk_.mend();
      disk_.restart();
      const std::string state = state_of(*open());
      EXPECT_TRUE(state == state_after(done) ||
                  state == state_after(std::min(done + 1, deeds().size())))
          << "steps " << first << " and " << second;
      if (!struck || HasFailure()) break;
    }
  }
  RecordProperty("cut_points", std::to_string(points));
  EXPECT_GT(points, 20U);
}

TEST_F(PowerCutTest, AStoreCutOffWhileItIsMadeIsMadeTheNextTime) {
  std::uint64_t points = 0;
  for (const Unsynced unsynced : {Unsynced::kDropped, Unsynced::kKept, Unsynced::kDrawn}) {
    for (std::uint64_t nth = 1;; ++nth, ++points) {
      begin_new_device();
      disk_.cut_at(nth, unsynced);
      static_cast<void>(try_open());
      if (!disk_.struck()) break;
      disk_.restart();
      auto store = open();
      ASSERT_NE(store, nullptr) << "step " << nth;
      ASSERT_EQ(live(*store), deeds().size()) << "step " << nth;
    }
    disk_.mend();
  }
  RecordProperty("cut_points", std::to_string(points));
  EXPECT_GT(points, 60U);
}

/// The walk is worth something only if it finds what it looks for.
TEST_F(PowerCutTest, ADiskThatOnlySaysItSyncsLosesWhatWasTold) {
  begin_life();
  disk_.ignore_sync();
  {
    auto store = open();
    EXPECT_EQ(live(*store), deeds().size());
    disk_.cut(Unsynced::kDropped);
  }
  disk_.mend();
  disk_.restart();
  EXPECT_EQ(state_of(*open()), state_after(0));
}

}  // namespace
}  // namespace cpa::sim
