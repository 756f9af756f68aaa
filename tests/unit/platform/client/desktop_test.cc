#include "platform/client/desktop.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/unit/tools/server/stage.h"

namespace cpa {
namespace {

TEST(DesktopTest, OpensAnAccountOnRealDoorsAgainAndAgain) {
  const server::TemporaryFolder folder;
  for (int i = 0; i < 3; ++i) {
    auto desktop = open_desktop(folder.path() / "home");
    ASSERT_TRUE(desktop) << desktop.error().message;
    std::promise<bool> enrolled;
    (*desktop)->client().status(
        [&](Result<ClientStatus> status) { enrolled.set_value(status.value().enrolled); });
    EXPECT_FALSE(enrolled.get_future().get());
  }
}

TEST(DesktopTest, SaysWhyAHomeCannotBeMade) { EXPECT_FALSE(open_desktop("/proc/none/home")); }

}  // namespace
}  // namespace cpa
