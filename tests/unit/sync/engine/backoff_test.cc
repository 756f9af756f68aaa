#include "sync/engine/backoff.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace cpa::engine {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(BackoffTest, CeilingDoublesFromTwoSecondsToFiveMinutes) {
  Backoff backoff{1};
  milliseconds expected = seconds(2);
  for (int failure = 0; failure < 12; ++failure) {
    const milliseconds wait = backoff.next(Verdict::kServerDown);
    EXPECT_EQ(backoff.ceiling(), expected);
    EXPECT_GE(wait, milliseconds(0));
    EXPECT_LE(wait, expected);
    expected = std::min<milliseconds>(expected * 2, minutes(5));
  }
}

TEST(BackoffTest, HiddenAppWaitsUpToAnHour) {
  Backoff backoff{1};
  backoff.set_visible(false);
  for (int failure = 0; failure < 20; ++failure) backoff.next(Verdict::kServerDown);
  EXPECT_EQ(backoff.ceiling(), minutes(60));
}

TEST(BackoffTest, NewClassOfFailureStartsAgain) {
  Backoff backoff{1};
  for (int failure = 0; failure < 5; ++failure) backoff.next(Verdict::kServerDown);
  backoff.next(Verdict::kCut);
  EXPECT_EQ(backoff.ceiling(), seconds(2));
}

TEST(BackoffTest, ResetStartsAgain) {
  Backoff backoff{1};
  for (int failure = 0; failure < 5; ++failure) backoff.next(Verdict::kCut);
  backoff.reset();
  backoff.next(Verdict::kCut);
  EXPECT_EQ(backoff.ceiling(), seconds(2));
}

TEST(BackoffTest, ClientsOfDifferentSeedsSpread) {
  milliseconds lowest = minutes(5);
  milliseconds highest{0};
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const milliseconds wait = Backoff{seed}.next(Verdict::kServerDown);
    lowest = std::min(lowest, wait);
    highest = std::max(highest, wait);
  }
  EXPECT_LT(lowest, milliseconds(200));
  EXPECT_GT(highest, milliseconds(1800));
}

}  // namespace
}  // namespace cpa::engine
