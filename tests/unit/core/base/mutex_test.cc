#include "core/base/mutex.h"

#include <gtest/gtest.h>

#include <thread>

namespace cpa {
namespace {

struct Counter {
  Mutex mutex;
  int value CPA_GUARDED_BY(mutex){0};
};

TEST(MutexTest, KeepsTwoThreadsApart) {
  constexpr int kRounds = 20'000;
  Counter counter;
  const auto count = [&counter] {
    for (int i = 0; i < kRounds; ++i) {
      const MutexLock lock(counter.mutex);
      ++counter.value;
    }
  };
  std::thread other(count);
  count();
  other.join();
  const MutexLock lock(counter.mutex);
  EXPECT_EQ(counter.value, 2 * kRounds);
}

TEST(ConditionVariableTest, WakesAWaiterOnTheMutex) {
  Counter counter;
  ConditionVariable changed;
  std::thread other([&] {
    {
      const MutexLock lock(counter.mutex);
      counter.value = 1;
    }
    changed.notify_one();
  });
  {
    const MutexLock lock(counter.mutex);
    while (counter.value == 0) changed.wait(counter.mutex);
    EXPECT_EQ(counter.value, 1);
  }
  other.join();
}

}  // namespace
}  // namespace cpa
