#include "platform/fake/executor.h"

#include <gtest/gtest.h>

#include <vector>

namespace cpa::fake {
namespace {

using ports::TimerId;
using std::chrono::milliseconds;
using std::chrono::seconds;

struct ManualExecutorTest : testing::Test {
  FakeClock clock{ports::UtcInstant{}};
  ManualExecutor executor{clock};
  std::vector<int> ran;
};

TEST_F(ManualExecutorTest, RunsTasksInOrderAndThoseTheyPostAfter) {
  executor.post([this] {
    ran.push_back(1);
    executor.post([this] { ran.push_back(3); });
  });
  executor.post([this] { ran.push_back(2); });
  executor.run_ready();
  EXPECT_EQ(ran, (std::vector<int>{1, 2, 3}));
}

TEST_F(ManualExecutorTest, NothingRunsBeforeItIsAsked) {
  executor.post([this] { ran.push_back(1); });
  EXPECT_TRUE(ran.empty());
  EXPECT_EQ(executor.waiting(), 1U);
}

TEST_F(ManualExecutorTest, TimersFireAtTheirOwnTimeInOrder) {
  executor.set_timer(TimerId::kRetry, seconds(2), [this] {
    EXPECT_EQ(clock.monotonic(), seconds(2));
    ran.push_back(2);
  });
  executor.set_timer(TimerId::kSyncWake, seconds(1), [this] { ran.push_back(1); });
  executor.advance(seconds(1));
  EXPECT_EQ(ran, (std::vector<int>{1}));
  executor.advance(seconds(5));
  EXPECT_EQ(ran, (std::vector<int>{1, 2}));
  EXPECT_EQ(clock.monotonic(), seconds(6));
}

TEST_F(ManualExecutorTest, SecondTimerOfANameReplacesTheFirst) {
  executor.set_timer(TimerId::kRetry, seconds(1), [this] { ran.push_back(1); });
  executor.set_timer(TimerId::kRetry, seconds(2), [this] { ran.push_back(2); });
  EXPECT_EQ(executor.timer(TimerId::kRetry), milliseconds(2000));
  executor.advance(seconds(3));
  EXPECT_EQ(ran, (std::vector<int>{2}));
}

TEST_F(ManualExecutorTest, CancelledTimerNeverFires) {
  executor.set_timer(TimerId::kRetry, seconds(1), [this] { ran.push_back(1); });
  executor.cancel_timer(TimerId::kRetry);
  executor.advance(seconds(3));
  EXPECT_TRUE(ran.empty());
  EXPECT_FALSE(executor.fire(TimerId::kRetry));
}

TEST_F(ManualExecutorTest, TimerCanBeFiredByName) {
  executor.set_timer(TimerId::kRetry, seconds(100), [this] { ran.push_back(1); });
  EXPECT_TRUE(executor.fire(TimerId::kRetry));
  EXPECT_EQ(ran, (std::vector<int>{1}));
  EXPECT_EQ(clock.monotonic(), milliseconds(0));
}

TEST_F(ManualExecutorTest, KillForgetsTasksAndTimers) {
  executor.post([this] { ran.push_back(1); });
  executor.set_timer(TimerId::kRetry, seconds(1), [this] { ran.push_back(2); });
  executor.kill();
  executor.advance(seconds(2));
  EXPECT_TRUE(ran.empty());
}

}  // namespace
}  // namespace cpa::fake
