#pragma once

#include <chrono>
#include <string>

#include "core/base/mutex.h"
#include "core/ports/clock.h"

namespace cpa::fake {

/// A clock that moves only when a test says so. Both of its times start at the value given.
class FakeClock final : public ports::Clock {
 public:
  explicit FakeClock(ports::UtcInstant start);

  [[nodiscard]] ports::UtcInstant utc_now() const override;
  [[nodiscard]] std::chrono::milliseconds monotonic() const override;
  [[nodiscard]] std::string boot_id() const override;
  /// Computed from the European summer-time rule (directive 2000/84/EC), exact since 1996.
  [[nodiscard]] std::chrono::sys_days paris_date(ports::UtcInstant instant) const override;

  /// Lets `step` pass on both times.
  void advance(std::chrono::milliseconds step);
  /// Moves the device's civil clock alone, as a holder or a wrong network time would.
  void set_utc(ports::UtcInstant now);
  /// A new boot: monotonic time starts again at zero.
  void reboot();

 private:
  mutable Mutex mutex_;
  std::chrono::milliseconds utc_ CPA_GUARDED_BY(mutex_);
  std::chrono::milliseconds monotonic_ CPA_GUARDED_BY(mutex_){0};
  int boots_ CPA_GUARDED_BY(mutex_){1};
};

}  // namespace cpa::fake
