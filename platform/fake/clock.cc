#include "platform/fake/clock.h"

namespace cpa::fake {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// 01:00 UTC on the last Sunday of `month`: when summer time starts and ends.
ports::UtcInstant change_over(std::chrono::year year, std::chrono::month month) {
  const std::chrono::year_month_weekday_last day{year, month,
                                                 std::chrono::Sunday[std::chrono::last]};
  return std::chrono::sys_days{day} + hours(1);
}

}  // namespace

FakeClock::FakeClock(ports::UtcInstant start) : utc_(start.time_since_epoch()) {}

ports::UtcInstant FakeClock::utc_now() const {
  const MutexLock lock(mutex_);
  return ports::UtcInstant(std::chrono::floor<seconds>(utc_));
}

milliseconds FakeClock::monotonic() const {
  const MutexLock lock(mutex_);
  return monotonic_;
}

std::string FakeClock::boot_id() const {
  const MutexLock lock(mutex_);
  return "fake-boot-" + std::to_string(boots_);
}

std::chrono::sys_days FakeClock::paris_date(ports::UtcInstant instant) const {
  const auto utc_day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year year = std::chrono::year_month_day{utc_day}.year();
  const bool summer = instant >= change_over(year, std::chrono::March) &&
                      instant < change_over(year, std::chrono::October);
  return std::chrono::floor<std::chrono::days>(instant + hours(summer ? 2 : 1));
}

void FakeClock::advance(milliseconds step) {
  const MutexLock lock(mutex_);
  utc_ += step;
  monotonic_ += step;
}

void FakeClock::set_utc(ports::UtcInstant now) {
  const MutexLock lock(mutex_);
  utc_ = now.time_since_epoch();
}

void FakeClock::reboot() {
  const MutexLock lock(mutex_);
  monotonic_ = milliseconds(0);
  ++boots_;
}

}  // namespace cpa::fake
