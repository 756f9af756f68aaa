#include "platform/fake/clock.h"

#include <gtest/gtest.h>

namespace cpa::fake {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr sys_days day(int year, unsigned month, unsigned number) {
  return sys_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(number)};
}

TEST(FakeClockTest, MovesOnlyWhenTold) {
  FakeClock clock{day(2026, 1, 1)};
  EXPECT_EQ(clock.utc_now(), ports::UtcInstant{day(2026, 1, 1)});
  clock.advance(milliseconds(1500));
  EXPECT_EQ(clock.utc_now(), day(2026, 1, 1) + seconds(1));
  EXPECT_EQ(clock.monotonic(), milliseconds(1500));
}

TEST(FakeClockTest, CivilJumpLeavesMonotonicTimeAlone) {
  FakeClock clock{day(2026, 1, 1)};
  clock.advance(seconds(5));
  clock.set_utc(day(2016, 1, 1));
  EXPECT_EQ(clock.monotonic(), seconds(5));
  EXPECT_EQ(clock.utc_now(), ports::UtcInstant{day(2016, 1, 1)});
}

TEST(FakeClockTest, RebootStartsMonotonicTimeAgainUnderAnotherName) {
  FakeClock clock{day(2026, 1, 1)};
  const std::string before = clock.boot_id();
  clock.advance(seconds(5));
  clock.reboot();
  EXPECT_EQ(clock.monotonic(), milliseconds(0));
  EXPECT_NE(clock.boot_id(), before);
}

TEST(FakeClockTest, ParisDateFollowsSummerTime) {
  const FakeClock clock{day(2026, 1, 1)};
  EXPECT_EQ(clock.paris_date(day(2026, 1, 1) + hours(22) + minutes(59)), day(2026, 1, 1));
  EXPECT_EQ(clock.paris_date(day(2026, 1, 1) + hours(23)), day(2026, 1, 2));
  EXPECT_EQ(clock.paris_date(day(2026, 7, 1) + hours(21) + minutes(59)), day(2026, 7, 1));
  EXPECT_EQ(clock.paris_date(day(2026, 7, 1) + hours(22)), day(2026, 7, 2));
}

TEST(FakeClockTest, SummerTimeChangesOnTheLastSundays) {
  const FakeClock clock{day(2026, 1, 1)};
  EXPECT_EQ(clock.paris_date(day(2026, 3, 28) + hours(22)), day(2026, 3, 28));
  EXPECT_EQ(clock.paris_date(day(2026, 3, 29) + hours(22)), day(2026, 3, 30));
  EXPECT_EQ(clock.paris_date(day(2026, 10, 24) + hours(22)), day(2026, 10, 25));
  EXPECT_EQ(clock.paris_date(day(2026, 10, 25) + hours(22)), day(2026, 10, 25));
}

}  // namespace
}  // namespace cpa::fake
