#include "tools/server/storage/sessions.h"

#include "tests/unit/tools/server/storage/storage_fixture.h"

namespace cpa::server {
namespace {

using SessionsTest = StorageTest;

TEST_F(SessionsTest, AProofIsNewOnceOnly) {
  Sessions sessions(database());
  const model::Instant now(std::chrono::seconds(1000));
  EXPECT_TRUE(*sessions.first_use("p", now, now + std::chrono::seconds(10)));
  EXPECT_FALSE(*sessions.first_use("p", now, now + std::chrono::seconds(10)));
  const auto later = now + std::chrono::seconds(11);
  EXPECT_TRUE(*sessions.first_use("p", later, later));
}

TEST_F(SessionsTest, ACodeExpires) {
  Sessions sessions(database());
  const model::Instant now(std::chrono::seconds(1000));
  ASSERT_TRUE(sessions.add_code("h", "a", now + std::chrono::seconds(10)));
  EXPECT_TRUE((*sessions.code("h", now)).has_value());
  EXPECT_FALSE((*sessions.code("h", now + std::chrono::seconds(10))).has_value());
}

}  // namespace
}  // namespace cpa::server
