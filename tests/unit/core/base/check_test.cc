#include "core/base/check.h"

#include <gtest/gtest.h>

namespace cpa {
namespace {

TEST(CheckTest, LetsAKeptPromisePass) {
  int asked = 0;
  CPA_CHECK(++asked == 1);
  EXPECT_EQ(asked, 1) << "the condition is evaluated once, in release too";
}

TEST(CheckDeathTest, EndsTheProcessAndNamesTheBrokenPromise) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(CPA_CHECK(1 + 1 == 3), "1 \\+ 1 == 3.*check_test.cc");
}

}  // namespace
}  // namespace cpa
