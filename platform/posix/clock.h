#pragma once

#include "core/ports/clock.h"

namespace cpa::posix {

/// The clock of a Linux system: CLOCK_REALTIME, CLOCK_BOOTTIME, and the time zones of the system.
class SystemClock final : public ports::Clock {
 public:
  [[nodiscard]] ports::UtcInstant utc_now() const override;
  [[nodiscard]] std::chrono::milliseconds monotonic() const override;
  /// The kernel's boot id; empty where the kernel gives none, which compares as an unknown boot.
  [[nodiscard]] std::string boot_id() const override;
  /// Ends the process when the system has no time-zone data: no date of the law can be known then.
  [[nodiscard]] std::chrono::sys_days paris_date(ports::UtcInstant instant) const override;
};

}  // namespace cpa::posix
