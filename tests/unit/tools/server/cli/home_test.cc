#include "tools/server/cli/home.h"

#include <gtest/gtest.h>

#include "core/store/sql/database.h"
#include "platform/fake/random.h"
#include "sync/trust/trust.h"
#include "tests/unit/tools/server/stage.h"

namespace cpa::server {
namespace {

class HomeTest : public testing::Test {
 protected:
  Status create() {
    return ServerHome::create(folder_.path() / "s",
                              {.url = "https://127.0.0.1:8443", .server_id = "cpa.test"},
                              *model::parse_instant("2026-03-01T10:00:00Z"), random_);
  }
  TemporaryFolder folder_;
  fake::SeededRandom random_{3};
};

TEST_F(HomeTest, WritesATrustFileThatDevicesRead) {
  ASSERT_TRUE(create());
  const auto home = ServerHome::open(folder_.path() / "s");
  ASSERT_TRUE(home) << home.error().message;
  const auto trust = trust::parse_trust(*read_file(folder_.path() / "s" / "trust.json"));
  ASSERT_TRUE(trust) << trust.error().message;
  EXPECT_EQ(trust->server_id, "cpa.test");
  EXPECT_EQ(trust->url, "https://127.0.0.1:8443");
  EXPECT_TRUE(trust->find_key(home->identity().kid));
  EXPECT_EQ(trust->pins.size(), 2U);
}

TEST_F(HomeTest, NeverReplacesAServer) {
  ASSERT_TRUE(create());
  EXPECT_EQ(create().error().code, ErrorCode::kAlreadyExists);
}

TEST_F(HomeTest, TwoProcessesMayUseIt) {
  ASSERT_TRUE(create());
  auto one = ServerHome::open(folder_.path() / "s");
  auto two = ServerHome::open(folder_.path() / "s");
  ASSERT_TRUE(one);
  ASSERT_TRUE(two);
  EXPECT_EQ(one->identity().epoch_random, two->identity().epoch_random);
}

TEST_F(HomeTest, KeepsNothingInClear) {
  ASSERT_TRUE(create());
  const auto file = *read_file(folder_.path() / "s" / "server.db");
  EXPECT_FALSE(file.starts_with("SQLite format 3"));
  EXPECT_EQ(file.find("signing_seed"), std::string::npos);
}

TEST_F(HomeTest, SaysWhereThereIsNoServer) {
  EXPECT_EQ(ServerHome::open(folder_.path()).error().code, ErrorCode::kNotFound);
}

TEST(ServerUrlTest, IsHttpsWithAPort) {
  EXPECT_EQ(parse_server_url("https://127.0.0.1:8443")->second, 8443);
  EXPECT_EQ(parse_server_url("https://cpa.example:1")->first, "cpa.example");
  for (const char* bad : {"http://a:1", "https://a", "https://a:0", "https://a:70000", "https://:1",
                          "https://a:1/x", ""}) {
    EXPECT_FALSE(parse_server_url(bad)) << bad;
  }
}

}  // namespace
}  // namespace cpa::server
