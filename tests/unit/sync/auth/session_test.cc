#include "sync/auth/session.h"

#include <gtest/gtest.h>

namespace cpa::auth {
namespace {

const model::Instant kNow{std::chrono::seconds{1700000000}};

Session sample() { return {"acc", "dev", "at", kNow + std::chrono::minutes{5}, "rt", {}}; }

TEST(SessionTest, ComesBackFromTheStore) {
  Session session = refused(sample(), kNow);
  const auto read = session_from_json(session_to_json(session));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->account, "acc");
  EXPECT_EQ(read->device, "dev");
  EXPECT_EQ(read->refresh_token, "rt");
  EXPECT_EQ(read->refused_at, kNow);
  EXPECT_FALSE(session_from_json(codec::Json::object()));
}

TEST(SessionTest, UsesAnAccessTokenUntilItsEnd) {
  EXPECT_EQ(next_step(sample(), kNow), AuthStep::kUseAccess);
  EXPECT_EQ(next_step(sample(), kNow + std::chrono::minutes{5}), AuthStep::kRefresh);
}

TEST(SessionTest, RefreshesAfterTheServerRefusedTheAccessToken) {
  EXPECT_EQ(next_step(without_access(sample()), kNow), AuthStep::kRefresh);
}

TEST(SessionTest, ARefusalLatchesForADay) {
  const Session session = refused(sample(), kNow);
  EXPECT_EQ(next_step(session, kNow + std::chrono::hours{23}), AuthStep::kSignInNeeded);
  EXPECT_EQ(next_step(session, kNow + std::chrono::hours{24}), AuthStep::kRefresh);
}

TEST(SessionTest, WithoutARefreshTokenTheHolderSignsIn) {
  Session session = without_access(sample());
  session.refresh_token.clear();
  EXPECT_EQ(next_step(session, kNow), AuthStep::kSignInNeeded);
}

}  // namespace
}  // namespace cpa::auth
