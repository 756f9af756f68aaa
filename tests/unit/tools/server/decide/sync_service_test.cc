#include "tools/server/decide/sync_service.h"

#include <gtest/gtest.h>

#include "tests/unit/tools/server/decide/exchange.h"

namespace cpa::server {
namespace {

using protocol::Outcome;

using SyncServiceTest = ExchangeTest;

TEST_F(SyncServiceTest, TwoDeliveriesAreOneDecision) {
  const auto request = with({stage_.command(1, "training.request", kTraining)});
  const auto first = sync(request);
  const auto second = sync(request);
  ASSERT_EQ(second.results.size(), 1U);
  EXPECT_TRUE(second.results[0].dup);
  EXPECT_EQ(second.results[0].rseq, first.results[0].rseq);
  EXPECT_EQ(second.results[0].outcome, Outcome::kApplied);
  EXPECT_EQ(codec::to_text(second.results[0].args), codec::to_text(first.results[0].args));
  EXPECT_EQ(cpf(), 50000 - 29680);
}

TEST_F(SyncServiceTest, TheSameCommandUnderANewEpochIsStillOne) {
  auto request = with({stage_.command(1, "training.request", kTraining)});
  sync(request);
  request.epoch = "ffffffffffffffffffffffffffffffff";
  const auto again = sync(request);
  EXPECT_TRUE(again.results.at(0).dup);
  EXPECT_EQ(again.last_seq, 0);
  EXPECT_EQ(cpf(), 50000 - 29680);
}

TEST_F(SyncServiceTest, AGapIsAnsweredWithWhatIsExpected) {
  const auto answer = sync(with({stage_.command(1, "training.request", kTraining),
                                 stage_.command(3, "training.request", kTraining)}));
  EXPECT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(answer.expect, 2);
  EXPECT_EQ(answer.last_seq, 1);
}

TEST_F(SyncServiceTest, AnotherCommandUnderAUsedSeqIsRejected) {
  sync(with({stage_.command(1, "training.request", kTraining)}));
  auto other = stage_.command(1, "training.request", kTraining);
  other.id = "01900000-0000-7000-8000-00000000beef";
  const auto answer = sync(with({other}));
  ASSERT_FALSE(answer.results.empty());
  EXPECT_EQ(answer.results.back().code, "sequence_reused");
}

TEST_F(SyncServiceTest, ResultsComeUntilTheyAreAcknowledged) {
  sync(with({stage_.command(1, "training.request", kTraining)}));
  auto request = stage_.request();
  const auto again = sync(request);
  ASSERT_EQ(again.results.size(), 1U);
  EXPECT_FALSE(again.results[0].dup);
  request.seen_results = again.results[0].rseq;
  EXPECT_TRUE(sync(request).results.empty());
}

TEST_F(SyncServiceTest, ACommandOfAnotherKeyUndoesTheWholeExchange) {
  auto request = with({stage_.command(1, "training.request", kTraining)});
  request.commands.push_back(request.commands[0]);
  request.commands[1][request.commands[1].size() - 5] ^= 1;
  EXPECT_FALSE(service_.handle(stage_.session, request, stage_.clock.utc_now()));
  EXPECT_EQ(cpf(), 50000);
}

TEST_F(SyncServiceTest, ACommandForAnotherServerIsRefused) {
  auto command = stage_.command(1, "training.request", kTraining);
  command.aud = "elsewhere";
  EXPECT_FALSE(service_.handle(stage_.session, with({command}), stage_.clock.utc_now()));
}

TEST_F(SyncServiceTest, AnUnknownDeviceIsNotServed) {
  auto session = stage_.session;
  session.device = "nobody";
  auto request = stage_.request();
  request.device = "nobody";
  EXPECT_EQ(service_.handle(session, request, stage_.clock.utc_now()).error().code,
            ErrorCode::kNotFound);
}

}  // namespace
}  // namespace cpa::server
