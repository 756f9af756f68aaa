#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace cpa::ports {

/// Names a timer, so that tests fire it by name.
enum class TimerId : std::uint8_t { kSyncWake, kRetry, kExchangeDeadline };

/// Runs tasks one after the other, in order, never at the same time.
/// Threading: every member may be called from any thread.
class Executor {
 public:
  virtual ~Executor() = default;
  /// Runs `task` after those already posted.
  virtual void post(std::function<void()> task) = 0;
  /// Runs `task` once after `delay`; replaces an earlier timer of that name.
  virtual void set_timer(TimerId id, std::chrono::milliseconds delay,
                         std::function<void()> task) = 0;
  /// Forgets the timer of that name, if any.
  virtual void cancel_timer(TimerId id) = 0;
};

}  // namespace cpa::ports
