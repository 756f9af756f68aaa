// What every Executor does; the real one with timers of a few milliseconds.
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "platform/fake/executor.h"
#include "platform/posix/executor.h"

namespace cpa::contract {
namespace {

using namespace std::chrono_literals;
using ports::TimerId;

/// An executor and a way to let it come to rest.
class ExecutorHome {
 public:
  virtual ~ExecutorHome() = default;
  virtual ports::Executor& executor() = 0;
  /// Runs what was posted.
  virtual void settle() = 0;
  /// Runs what was posted and what falls due within some milliseconds.
  virtual void settle_timers() = 0;
};

class SerialHome final : public ExecutorHome {
 public:
  ports::Executor& executor() override { return executor_; }
  void settle() override { executor_.drain(); }
  void settle_timers() override {
    // The same clock decides: a later timer of another name runs after the earlier ones.
    std::promise<void> late;
    executor_.set_timer(TimerId::kExchangeDeadline, 20ms, [&late] { late.set_value(); });
    late.get_future().wait();
  }

 private:
  posix::SerialExecutor executor_;
};

class ManualHome final : public ExecutorHome {
 public:
  ports::Executor& executor() override { return executor_; }
  void settle() override { executor_.run_ready(); }
  void settle_timers() override { executor_.advance(20ms); }

 private:
  fake::FakeClock clock_{ports::UtcInstant{}};
  fake::ManualExecutor executor_{clock_};
};

struct ExecutorKind {
  const char* name;
  std::function<std::unique_ptr<ExecutorHome>()> make;
};

void PrintTo(const ExecutorKind& kind, std::ostream* out) { *out << kind.name; }

class ExecutorContract : public testing::TestWithParam<ExecutorKind> {
 protected:
  ports::Executor& executor() { return home_->executor(); }
  std::function<void()> note(char mark) {
    return [this, mark] { log_.push_back(mark); };
  }

  std::string log_;  // written on the executor, read once it has settled
  std::unique_ptr<ExecutorHome> home_{GetParam().make()};
};

TEST_P(ExecutorContract, RunsTasksInOrder) {
  for (const char mark : {'a', 'b', 'c'}) executor().post(note(mark));
  home_->settle();
  EXPECT_EQ(log_, "abc");
}

TEST_P(ExecutorContract, PutsATaskPostedByATaskLast) {
  executor().post([this] {
    executor().post(note('c'));
    log_.push_back('a');
  });
  executor().post(note('b'));
  home_->settle();
  home_->settle();
  EXPECT_EQ(log_, "abc");
}

TEST_P(ExecutorContract, FiresATimerOnceAndTheSoonestFirst) {
  executor().set_timer(TimerId::kRetry, 4ms, note('b'));
  executor().set_timer(TimerId::kSyncWake, 2ms, note('a'));
  home_->settle_timers();
  home_->settle_timers();
  EXPECT_EQ(log_, "ab");
}

TEST_P(ExecutorContract, ATimerOfTheSameNameReplacesTheEarlierOne) {
  executor().set_timer(TimerId::kRetry, 2ms, note('a'));
  executor().set_timer(TimerId::kRetry, 3ms, note('b'));
  home_->settle_timers();
  EXPECT_EQ(log_, "b");
}

TEST_P(ExecutorContract, ACancelledTimerDoesNotFire) {
  executor().post([this] {
    executor().set_timer(TimerId::kRetry, 2ms, note('a'));
    executor().cancel_timer(TimerId::kRetry);
  });
  executor().cancel_timer(TimerId::kSyncWake);  // never set
  home_->settle();
  home_->settle_timers();
  EXPECT_EQ(log_, "");
}

TEST_P(ExecutorContract, ATimerMaySetItselfAgain) {
  executor().set_timer(TimerId::kRetry, 1ms, [this] {
    log_.push_back('a');
    executor().set_timer(TimerId::kRetry, 1ms, note('b'));
  });
  home_->settle_timers();
  EXPECT_EQ(log_, "ab");
}

INSTANTIATE_TEST_SUITE_P(
    Executors, ExecutorContract,
    testing::Values(ExecutorKind{"Serial", [] { return std::make_unique<SerialHome>(); }},
                    ExecutorKind{"Manual", [] { return std::make_unique<ManualHome>(); }}),
    [](const testing::TestParamInfo<ExecutorKind>& kind) { return std::string(kind.param.name); });

TEST(SerialExecutorTest, RunsTasksOnOneThreadOfItsOwn) {
  posix::SerialExecutor executor;
  std::thread::id first;
  std::thread::id second;
  executor.post([&] { first = std::this_thread::get_id(); });
  executor.post([&] { second = std::this_thread::get_id(); });
  executor.drain();
  EXPECT_EQ(first, second);
  EXPECT_NE(first, std::this_thread::get_id());
  EXPECT_FALSE(executor.is_current());
}

TEST(SerialExecutorTest, TakesTasksFromManyThreads) {
  constexpr int kThreads = 4;
  constexpr int kTasks = 500;
  posix::SerialExecutor executor;
  int count = 0;  // the executor alone touches it
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int task = 0; task < kTasks; ++task) executor.post([&count] { ++count; });
    });
  }
  for (std::thread& thread : threads) thread.join();
  executor.drain();
  EXPECT_EQ(count, kThreads * kTasks);
}

TEST(SerialExecutorTest, DropsItsTimersAndWhatTheyHoldWhenItGoes) {
  const auto kept = std::make_shared<int>(0);
  bool fired = false;
  {
    posix::SerialExecutor executor;
    executor.set_timer(TimerId::kRetry, 1h, [kept, &fired] { fired = true; });
    executor.post([] {});
  }
  EXPECT_FALSE(fired);
  EXPECT_EQ(kept.use_count(), 1);
}

}  // namespace
}  // namespace cpa::contract
