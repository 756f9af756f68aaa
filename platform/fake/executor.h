#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>

#include "core/ports/executor.h"
#include "platform/fake/clock.h"

namespace cpa::fake {

/// Runs tasks when a test asks, on the test's own thread, in virtual time.
/// Threading: one thread, unlike a real executor. Lifetime: borrows `clock`.
class ManualExecutor final : public ports::Executor {
 public:
  explicit ManualExecutor(FakeClock& clock) : clock_(clock) {}

  void post(std::function<void()> task) override;
  void set_timer(ports::TimerId id, std::chrono::milliseconds delay,
                 std::function<void()> task) override;
  void cancel_timer(ports::TimerId id) override;

  /// Runs one posted task; false when there is none.
  bool run_one();
  /// Runs posted tasks, and those they post, until none is left.
  void run_ready();
  /// Lets `step` pass, firing each timer at its own time and running what it posts.
  void advance(std::chrono::milliseconds step);
  /// Fires the timer `id` now, whatever its delay; false when it is not set.
  bool fire(ports::TimerId id);
  /// How long until the timer `id` fires; nothing when it is not set.
  [[nodiscard]] std::optional<std::chrono::milliseconds> timer(ports::TimerId id) const;
  /// How many posted tasks wait.
  [[nodiscard]] std::size_t waiting() const noexcept { return tasks_.size(); }
  /// Forgets all tasks and timers, as a killed process does.
  void kill();

 private:
  struct Timer {
    std::chrono::milliseconds due;
    std::function<void()> task;
  };
  [[nodiscard]] std::optional<ports::TimerId> next_due(std::chrono::milliseconds until) const;

  FakeClock& clock_;
  std::deque<std::function<void()>> tasks_;
  std::map<ports::TimerId, Timer> timers_;
};

}  // namespace cpa::fake
