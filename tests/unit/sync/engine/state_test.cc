#include "sync/engine/state.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace cpa::engine {
namespace {

TEST(StateTest, EveryStateHasItsOwnName) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(SyncState::kPaused); ++i) {
    EXPECT_TRUE(names.insert(sync_state_name(static_cast<SyncState>(i))).second) << i;
  }
  EXPECT_TRUE(names.contains("server_down"));
}

TEST(StateTest, EveryReasonHasItsOwnNameAndNoReasonHasNone) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(WaitReason::kPaused); ++i) {
    EXPECT_TRUE(names.insert(wait_reason_name(static_cast<WaitReason>(i))).second) << i;
  }
  EXPECT_EQ(wait_reason_name(WaitReason::kNone), "");
}

TEST(StateTest, AFailedConnectionMeansWhatItsErrorSays) {
  EXPECT_EQ(verdict_of(ErrorCode::kNoNetwork), Verdict::kNoNetwork);
  EXPECT_EQ(verdict_of(ErrorCode::kIntercepted), Verdict::kIntercepted);
  EXPECT_EQ(verdict_of(ErrorCode::kCut), Verdict::kCut);
  EXPECT_EQ(verdict_of(ErrorCode::kTimeout), Verdict::kCut);
}

TEST(StateTest, OnlyAVerifiedAnswerIsNoError) {
  EXPECT_EQ(verdict_error(Verdict::kVerified), std::nullopt);
  EXPECT_EQ(verdict_error(Verdict::kIntercepted), ErrorCode::kIntercepted);
  EXPECT_EQ(verdict_error(Verdict::kCut), ErrorCode::kCut);
  EXPECT_EQ(verdict_error(Verdict::kServerDown), ErrorCode::kServerDown);
  EXPECT_EQ(verdict_error(Verdict::kNoNetwork), ErrorCode::kNoNetwork);
  EXPECT_EQ(verdict_error(Verdict::kUpdateNeeded), ErrorCode::kUpdateNeeded);
}

}  // namespace
}  // namespace cpa::engine
