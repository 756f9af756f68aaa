#include "platform/posix/clock.h"

#include <date/tz.h>
#include <ctime>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>

#include "core/base/check.h"

namespace cpa::posix {
namespace {

timespec read_clock(clockid_t clock) {
  timespec now{};
  CPA_CHECK(clock_gettime(clock, &now) == 0);
  return now;
}

const date::time_zone* paris() {
  try {
    return date::locate_zone("Europe/Paris");
  } catch (const std::exception&) {
    std::fputs("cpa: no time-zone data for Europe/Paris; install the package tzdata\n", stderr);
    std::abort();
  }
}

}  // namespace

ports::UtcInstant SystemClock::utc_now() const {
  return ports::UtcInstant(std::chrono::seconds(read_clock(CLOCK_REALTIME).tv_sec));
}

std::chrono::milliseconds SystemClock::monotonic() const {
  const timespec now = read_clock(CLOCK_BOOTTIME);
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
}

std::string SystemClock::boot_id() const {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

std::chrono::sys_days SystemClock::paris_date(ports::UtcInstant instant) const {
  static const date::time_zone* const zone = paris();
  const std::chrono::seconds offset = zone->get_info(instant).offset;
  return std::chrono::floor<std::chrono::days>(instant + offset);
}

}  // namespace cpa::posix
