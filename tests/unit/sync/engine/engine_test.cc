#include "sync/engine/engine.h"

#include <gtest/gtest.h>

#include <optional>

namespace cpa::engine {
namespace {

using ports::NetworkClass;
using ports::TimerId;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

template <typename E>
std::optional<E> find(const std::vector<Effect>& effects) {
  for (const Effect& effect : effects) {
    if (const E* found = std::get_if<E>(&effect)) return *found;
  }
  return std::nullopt;
}

std::optional<milliseconds> timer(const std::vector<Effect>& effects, TimerId id) {
  std::optional<milliseconds> delay;
  for (const Effect& effect : effects) {
    const SetTimer* set = std::get_if<SetTimer>(&effect);
    if (set != nullptr && set->id == id) delay = set->delay;
  }
  return delay;
}

struct EngineTest : testing::Test {
  EngineTest() { engine.step(Start{.session = true}); }

  std::uint64_t send() { return find<SendSync>(engine.step(SyncRequested{}))->exchange; }
  std::vector<Effect> answer(std::uint64_t exchange, Verdict verdict,
                             std::optional<seconds> retry_after = {}) {
    return engine.step(SyncAnswered{exchange, verdict, retry_after});
  }

  Engine engine{7};
};

TEST_F(EngineTest, OnlyAVerifiedAnswerMeansOnline) {
  EXPECT_EQ(engine.state(), SyncState::kUnknown);
  const std::uint64_t exchange = send();
  EXPECT_EQ(engine.state(), SyncState::kUnknown);
  EXPECT_TRUE(find<ApplyAnswer>(answer(exchange, Verdict::kVerified)));
  const auto effects = engine.step(AnswerApplied{});
  EXPECT_EQ(engine.state(), SyncState::kOnline);
  EXPECT_TRUE(find<Finish>(effects));
  EXPECT_FALSE(engine.busy());
}

TEST_F(EngineTest, OneRequestIsInFlight) {
  send();
  EXPECT_FALSE(find<SendSync>(engine.step(SyncRequested{})));
  EXPECT_FALSE(find<SendSync>(engine.step(CommandQueued{})));
  EXPECT_FALSE(find<SendSync>(engine.step(TimerFired{TimerId::kRetry})));
}

TEST_F(EngineTest, AnswerToAnotherRequestIsDropped) {
  const std::uint64_t exchange = send();
  EXPECT_TRUE(answer(exchange + 1, Verdict::kVerified).empty());
  EXPECT_TRUE(engine.busy());
}

TEST_F(EngineTest, EveryFailureHasItsStateAndAWakeUp) {
  const std::vector<std::pair<Verdict, SyncState>> cases = {
      {Verdict::kNoNetwork, SyncState::kNoNetwork},
      {Verdict::kCaptive, SyncState::kCaptive},
      {Verdict::kIntercepted, SyncState::kIntercepted},
      {Verdict::kCut, SyncState::kCut},
      {Verdict::kServerDown, SyncState::kServerDown},
      {Verdict::kUpdateNeeded, SyncState::kUpdateNeeded}};
  for (const auto& [verdict, state] : cases) {
    const auto effects = answer(send(), verdict);
    EXPECT_EQ(engine.state(), state);
    EXPECT_NE(engine.reason(), WaitReason::kNone);
    EXPECT_TRUE(timer(effects, TimerId::kRetry)) << sync_state_name(state);
    EXPECT_TRUE(find<Finish>(effects));
  }
}

TEST_F(EngineTest, UnauthorizedIsRefreshedOnceThenReported) {
  const auto refresh = find<SendToken>(answer(send(), Verdict::kUnauthorized));
  ASSERT_TRUE(refresh);
  const auto again = find<SendSync>(
      engine.step(TokenAnswered{refresh->exchange, TokenAnswered::Outcome::kGranted}));
  ASSERT_TRUE(again);
  const auto effects = answer(again->exchange, Verdict::kUnauthorized);
  EXPECT_FALSE(find<SendToken>(effects));
  EXPECT_EQ(engine.state(), SyncState::kSignInNeeded);
  EXPECT_TRUE(timer(effects, TimerId::kRetry)) << "only a refused grant latches";
}

TEST_F(EngineTest, RefusedGrantLatchesUntilTomorrowOrTheHolderAsks) {
  const auto refresh = find<SendToken>(answer(send(), Verdict::kUnauthorized));
  const auto effects =
      engine.step(TokenAnswered{refresh->exchange, TokenAnswered::Outcome::kRefused});
  EXPECT_EQ(engine.state(), SyncState::kSignInNeeded);
  EXPECT_EQ(timer(effects, TimerId::kSyncWake), hours(24));
  EXPECT_FALSE(find<SendSync>(engine.step(CommandQueued{})));
  EXPECT_TRUE(find<SendSync>(engine.step(VisibilityChanged{true})));
}

TEST_F(EngineTest, MissingTokenIsFetchedWithinTheAttempt) {
  send();
  const auto fetch = find<SendToken>(engine.step(TokenMissing{}));
  ASSERT_TRUE(fetch);
  EXPECT_TRUE(find<SendSync>(
      engine.step(TokenAnswered{fetch->exchange, TokenAnswered::Outcome::kGranted})));
}

TEST_F(EngineTest, LaggingReplicaIsAskedAgainThenWaitedFor) {
  std::uint64_t exchange = send();
  for (int retry = 0; retry < 2; ++retry) {
    const auto again = find<SendSync>(answer(exchange, Verdict::kLagging));
    ASSERT_TRUE(again);
    exchange = again->exchange;
  }
  answer(exchange, Verdict::kLagging);
  EXPECT_EQ(engine.state(), SyncState::kServerDown);
}

TEST_F(EngineTest, PagesAreFetchedUntilTheLast) {
  answer(send(), Verdict::kVerified);
  const auto next = find<SendSync>(engine.step(AnswerApplied{.more = true}));
  ASSERT_TRUE(next);
  answer(next->exchange, Verdict::kVerified);
  EXPECT_TRUE(find<Finish>(engine.step(AnswerApplied{})));
}

TEST_F(EngineTest, UnsignedRetryAfterIsCappedAtAnHour) {
  const auto effects = answer(send(), Verdict::kServerDown, hours(24 * 365));
  EXPECT_EQ(timer(effects, TimerId::kRetry), hours(1));
  EXPECT_EQ(engine.reason(), WaitReason::kServerSaidWhen);
}

TEST_F(EngineTest, SignedRetryAfterIsCappedAtADay) {
  answer(send(), Verdict::kVerified);
  const auto effects =
      engine.step(AnswerApplied{.commands_to_send = true, .retry_after = hours(24 * 365)});
  EXPECT_EQ(timer(effects, TimerId::kRetry), hours(24));
  EXPECT_TRUE(find<Finish>(effects));
}

TEST_F(EngineTest, RetryAfterIsRespected) {
  const auto effects = answer(send(), Verdict::kServerDown, seconds(90));
  EXPECT_GE(timer(effects, TimerId::kRetry), seconds(90));
  EXPECT_LE(timer(effects, TimerId::kRetry), seconds(92));
}

TEST_F(EngineTest, NegativeRetryAfterIsTakenAsNow) {
  const auto effects = answer(send(), Verdict::kServerDown, seconds(-5));
  EXPECT_GE(timer(effects, TimerId::kRetry), milliseconds(0));
  EXPECT_LE(timer(effects, TimerId::kRetry), seconds(2));
}

TEST_F(EngineTest, PathChangeResetsTheBackOff) {
  for (int failure = 0; failure < 10; ++failure) answer(send(), Verdict::kServerDown);
  const auto effects = engine.step(NetworkChanged{NetworkClass::kMetered});
  EXPECT_LE(timer(effects, TimerId::kRetry), milliseconds(500));
  const auto failed = answer(send(), Verdict::kServerDown);
  EXPECT_LE(timer(failed, TimerId::kRetry), seconds(2));
}

TEST_F(EngineTest, OldConnectionHasOneSecondAfterAPathChange) {
  const std::uint64_t exchange = send();
  const auto changed = engine.step(NetworkChanged{NetworkClass::kMetered});
  EXPECT_EQ(timer(changed, TimerId::kExchangeDeadline), seconds(1));
  const auto effects = engine.step(TimerFired{TimerId::kExchangeDeadline});
  EXPECT_TRUE(find<DropConnections>(effects));
  ASSERT_TRUE(find<SendSync>(effects));
  EXPECT_TRUE(answer(exchange, Verdict::kVerified).empty()) << "the late answer is dropped";
}

TEST_F(EngineTest, SlowExchangeIsCut) {
  send();
  const auto effects = engine.step(TimerFired{TimerId::kExchangeDeadline});
  EXPECT_TRUE(find<DropConnections>(effects));
  EXPECT_EQ(engine.state(), SyncState::kCut);
  EXPECT_TRUE(timer(effects, TimerId::kRetry));
}

TEST_F(EngineTest, WithoutNetworkNothingIsSent) {
  engine.step(NetworkChanged{NetworkClass::kNone});
  const auto effects = engine.step(SyncRequested{});
  EXPECT_FALSE(find<SendSync>(effects));
  EXPECT_EQ(engine.state(), SyncState::kNoNetwork);
  EXPECT_TRUE(find<Finish>(effects));
}

TEST_F(EngineTest, CaptivePortalIsNotProbed) {
  engine.step(NetworkChanged{NetworkClass::kCaptive});
  EXPECT_FALSE(find<SendSync>(engine.step(SyncRequested{})));
  EXPECT_EQ(engine.state(), SyncState::kCaptive);
}

TEST_F(EngineTest, QueuedCommandLeavesAtOnce) {
  EXPECT_TRUE(find<SendSync>(engine.step(CommandQueued{})));
}

TEST_F(EngineTest, QueuedCommandDoesNotBreakTheBackOff) {
  answer(send(), Verdict::kServerDown);
  EXPECT_FALSE(find<SendSync>(engine.step(CommandQueued{})));
}

TEST_F(EngineTest, CommandsQueuedMeanwhileGoInTheSameAttempt) {
  answer(send(), Verdict::kVerified);
  EXPECT_TRUE(find<SendSync>(engine.step(AnswerApplied{.commands_to_send = true})));
}

TEST_F(EngineTest, UndecidedCommandsHaveAWakeUp) {
  answer(send(), Verdict::kVerified);
  const auto effects = engine.step(AnswerApplied{.outbox_empty = false});
  EXPECT_EQ(engine.reason(), WaitReason::kUndecided);
  EXPECT_TRUE(timer(effects, TimerId::kRetry));
}

TEST_F(EngineTest, FailedTransactionIsNamedAndTriedAgain) {
  answer(send(), Verdict::kVerified);
  const auto effects = engine.step(AnswerApplied{.stored = false});
  EXPECT_EQ(engine.reason(), WaitReason::kStorage);
  EXPECT_NE(engine.state(), SyncState::kOnline);
  EXPECT_TRUE(timer(effects, TimerId::kRetry));
}

TEST_F(EngineTest, PausedEngineSendsNothingUntilResumed) {
  engine.step(PauseChanged{true});
  EXPECT_FALSE(find<SendSync>(engine.step(SyncRequested{})));
  EXPECT_EQ(engine.state(), SyncState::kPaused);
  EXPECT_TRUE(find<SendSync>(engine.step(PauseChanged{false})));
}

TEST_F(EngineTest, SuccessRestartsTheBackOff) {
  for (int failure = 0; failure < 10; ++failure) answer(send(), Verdict::kServerDown);
  answer(send(), Verdict::kVerified);
  engine.step(AnswerApplied{});
  EXPECT_LE(timer(answer(send(), Verdict::kServerDown), TimerId::kRetry), seconds(2));
}

TEST(EngineStartTest, WithoutSessionNothingIsSent) {
  Engine engine{7};
  EXPECT_FALSE(find<SendSync>(engine.step(Start{.session = false, .work = true})));
  EXPECT_FALSE(find<SendSync>(engine.step(SyncRequested{})));
  EXPECT_EQ(engine.reason(), WaitReason::kSignInNeeded);
  engine.step(SessionOpened{});
  EXPECT_TRUE(find<SendSync>(engine.step(SyncRequested{})));
}

TEST(EngineStartTest, CommandsLeftFromTheLastRunLeaveAtOnce) {
  Engine engine{7};
  EXPECT_TRUE(find<SendSync>(engine.step(Start{.session = true, .work = true})));
}

}  // namespace
}  // namespace cpa::engine
