#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <thread>

#include "core/base/mutex.h"
#include "core/ports/executor.h"

namespace cpa::posix {

/// Runs tasks in order on one thread of its own.
///
/// Timers count on a clock that stops while the machine sleeps; a laptop that wakes fires late.
/// Lifetime: the destructor waits for the task that runs, then drops posted tasks and timers
/// without running them, so that none can reach an object that went before. It must not run on the
/// executor's own thread.
class SerialExecutor final : public ports::Executor {
 public:
  SerialExecutor();
  ~SerialExecutor() override;
  SerialExecutor(const SerialExecutor&) = delete;
  SerialExecutor& operator=(const SerialExecutor&) = delete;

  void post(std::function<void()> task) override;
  void set_timer(ports::TimerId id, std::chrono::milliseconds delay,
                 std::function<void()> task) override;
  void cancel_timer(ports::TimerId id) override;

  /// Waits until every task posted before this call has run. Not from the executor's own thread.
  void drain();
  /// Whether the caller is on the executor's thread.
  [[nodiscard]] bool is_current() const noexcept;

 private:
  using Instant = std::chrono::steady_clock::time_point;
  struct Timer {
    Instant due;
    std::function<void()> task;
  };

  void run();
  [[nodiscard]] std::function<void()> next_task();
  void wait() CPA_REQUIRES(mutex_);
  void move_due_timers() CPA_REQUIRES(mutex_);
  [[nodiscard]] std::map<ports::TimerId, Timer>::iterator soonest() CPA_REQUIRES(mutex_);

  Mutex mutex_;
  ConditionVariable changed_;
  std::list<std::function<void()>> tasks_ CPA_GUARDED_BY(mutex_);
  std::map<ports::TimerId, Timer> timers_ CPA_GUARDED_BY(mutex_);
  bool stopping_ CPA_GUARDED_BY(mutex_){false};
  std::thread thread_;
};

}  // namespace cpa::posix
