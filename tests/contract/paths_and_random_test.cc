// The small doors of a desktop: places, randomness, what is said of the network.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <set>

#include "platform/posix/home_paths.h"
#include "platform/posix/network_monitor.h"
#include "platform/posix/random.h"

namespace cpa::contract {
namespace {

TEST(HomePathsTest, PrefersCpaHomeThenTheXdgFolderThenTheUsersOwn) {
  ::setenv("HOME", "/users/lea", 1);
  ::setenv("XDG_DATA_HOME", "/data", 1);
  ::setenv("CPA_HOME", "/elsewhere", 1);
  EXPECT_EQ(posix::HomePaths().data(), "/elsewhere");
  ::unsetenv("CPA_HOME");
  EXPECT_EQ(posix::HomePaths().data(), "/data/cpa");
  ::setenv("XDG_DATA_HOME", "relative", 1);
  EXPECT_EQ(posix::HomePaths().data(), "/users/lea/.local/share/cpa");
  ::unsetenv("XDG_DATA_HOME");
  EXPECT_EQ(posix::HomePaths().data(), "/users/lea/.local/share/cpa");
  ::unsetenv("HOME");
  EXPECT_TRUE(posix::HomePaths().data().is_absolute());
}

TEST(HomePathsTest, TakesTheFolderItIsGiven) {
  EXPECT_EQ(posix::HomePaths("/given").data(), "/given");
}

TEST(SystemRandomTest, NeverRepeatsItself) {
  posix::SystemRandom random;
  std::set<std::array<std::uint8_t, 16>> seen;
  for (int i = 0; i < 1000; ++i) {
    std::array<std::uint8_t, 16> bytes{};
    random.fill(bytes);
    EXPECT_TRUE(seen.insert(bytes).second);
  }
  random.fill({});
}

TEST(ManualNetworkMonitorTest, ReportsWhatItIsTold) {
  posix::ManualNetworkMonitor monitor;
  EXPECT_EQ(monitor.current(), ports::NetworkClass::kUnmetered);
  monitor.set(ports::NetworkClass::kRoaming);
  EXPECT_EQ(monitor.current(), ports::NetworkClass::kRoaming);
}

}  // namespace
}  // namespace cpa::contract
