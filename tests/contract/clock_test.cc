// What every Clock does, and what is particular to the system's.
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "platform/fake/clock.h"
#include "platform/posix/clock.h"

namespace cpa::contract {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::year;

struct ClockKind {
  const char* name;
  std::function<std::unique_ptr<ports::Clock>()> make;
};

void PrintTo(const ClockKind& kind, std::ostream* out) { *out << kind.name; }

class ClockContract : public testing::TestWithParam<ClockKind> {
 protected:
  std::unique_ptr<ports::Clock> clock_{GetParam().make()};
};

TEST_P(ClockContract, MonotonicTimeNeverGoesBack) {
  auto before = clock_->monotonic();
  for (int i = 0; i < 1000; ++i) {
    const auto now = clock_->monotonic();
    ASSERT_GE(now, before);
    before = now;
  }
}

TEST_P(ClockContract, NamesTheBootAndKeepsTheName) {
  EXPECT_FALSE(clock_->boot_id().empty());
  EXPECT_EQ(clock_->boot_id(), clock_->boot_id());
}

TEST_P(ClockContract, TheYearEndsAnHourEarlierInParisThanInUtc) {
  const sys_days first = year{2026} / 1 / 1;
  EXPECT_EQ(clock_->paris_date(first - 1h - 1s), year{2025} / 12 / 31);
  EXPECT_EQ(clock_->paris_date(first - 1h), first);
}

TEST_P(ClockContract, SummerDaysStartTwoHoursEarlier) {
  const sys_days day = year{2026} / 7 / 14;
  EXPECT_EQ(clock_->paris_date(day - 2h - 1s), day - std::chrono::days(1));
  EXPECT_EQ(clock_->paris_date(day - 2h), day);
}

TEST_P(ClockContract, TheHourChangesOnTheLastSundaysOfMarchAndOctober) {
  const sys_days spring = year{2026} / 3 / 30;  // the day after the change
  EXPECT_EQ(clock_->paris_date(spring - 2h), spring);
  const sys_days before_spring = year{2026} / 3 / 29;
  EXPECT_NE(clock_->paris_date(before_spring - 1h - 1s), before_spring);
  const sys_days autumn = year{2026} / 10 / 26;
  EXPECT_NE(clock_->paris_date(autumn - 1h - 1s), autumn);
}

INSTANTIATE_TEST_SUITE_P(
    Clocks, ClockContract,
    testing::Values(
        ClockKind{"System", [] { return std::make_unique<posix::SystemClock>(); }},
        ClockKind{"Fake", [] { return std::make_unique<fake::FakeClock>(ports::UtcInstant{}); }}),
    [](const testing::TestParamInfo<ClockKind>& kind) { return std::string(kind.param.name); });

TEST(SystemClockTest, ReadsTheSystemsDate) {
  const posix::SystemClock clock;
  const auto now =
      std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  EXPECT_LE(std::chrono::abs(clock.utc_now() - now), 2s);
}

}  // namespace
}  // namespace cpa::contract
