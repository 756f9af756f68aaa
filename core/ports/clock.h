#pragma once

#include <chrono>
#include <string>

namespace cpa::ports {

/// An instant in UTC, in whole seconds.
using UtcInstant = std::chrono::sys_seconds;

/// The door to time. The law and the rules never call it: dates reach them as arguments.
/// Threading: every member may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  /// The device's own clock; may be wrong by years.
  [[nodiscard]] virtual UtcInstant utc_now() const = 0;
  /// Time that only moves forward and counts sleep; comparable within one `boot_id` only.
  [[nodiscard]] virtual std::chrono::milliseconds monotonic() const = 0;
  /// Names the present boot of the device.
  [[nodiscard]] virtual std::string boot_id() const = 0;
  /// The civil date in Europe/Paris of `instant`: the date the law knows.
  [[nodiscard]] virtual std::chrono::sys_days paris_date(UtcInstant instant) const = 0;
};

}  // namespace cpa::ports
