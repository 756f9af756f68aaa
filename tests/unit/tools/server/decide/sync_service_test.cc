#include "tools/server/decide/sync_service.h"

#include <gtest/gtest.h>

#include "core/store/roots.h"
#include "core/store/sql/database.h"
#include "sync/protocol/checkpoint.h"
#include "tests/unit/tools/server/stage.h"
#include "tools/server/storage/ledger.h"

namespace cpa::server {
namespace {

using protocol::Outcome;
using protocol::PullMode;

constexpr const char* kTraining =
    R"({"price":"400.00","kind":"rncp","session_start":"2026-09-01"})";

class SyncServiceTest : public testing::Test {
 protected:
  SyncServiceTest() : service_(stage_.database(), stage_.identity, stage_.law(), stage_.clock) {
    stage_.declare_year(2024, "151.67");
    stage_.credit(2024, "2025-06-15");
    stage_.enrol();
  }

  protocol::SyncResponse sync(const protocol::SyncRequest& request) {
    auto answer = service_.handle(stage_.session, request, stage_.clock.utc_now());
    if (!answer) ADD_FAILURE() << answer.error().message;
    return answer ? *answer : protocol::SyncResponse{};
  }

  protocol::SyncRequest with(std::vector<protocol::CommandPayload> commands) {
    auto request = stage_.request();
    for (const auto& command : commands) request.commands.push_back(stage_.sign(command));
    return request;
  }

  std::int64_t cpf() { return stage_.balance(model::SubAccount::kCpf); }

  Stage stage_;
  SyncService service_;
};

TEST_F(SyncServiceTest, AcceptsATrainingWithinTheRights) {
  const auto answer = sync(with({stage_.command(1, "training.request", kTraining)}));
  ASSERT_EQ(answer.results.size(), 1U);
  const auto& result = answer.results[0];
  EXPECT_EQ(result.outcome, Outcome::kApplied);
  EXPECT_FALSE(result.dup);
  // 400.00 − 103.20 of participation on 2026-03-01.
  EXPECT_EQ(codec::to_text(result.args),
            R"({"participation":"103.20","charged":"296.80","operation":"O2"})");
  EXPECT_EQ(cpf(), 50000 - 29680);
  EXPECT_EQ(answer.last_seq, 1);
  EXPECT_EQ(answer.durable_seq, 1);
}

TEST_F(SyncServiceTest, TheDayOfReceiptSetsTheParticipation) {
  service_.set_legal_day(model::make_date(2026, 4, 2));
  const auto answer = sync(with({stage_.command(1, "training.request", kTraining)}));
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(*answer.results[0].args.find("participation")->as_string(), "150.00");
}

TEST_F(SyncServiceTest, RejectsATrainingBeyondTheRightsWithItsArticle) {
  const auto answer = sync(with({stage_.command(
      1, "training.request", R"({"price":"900.00","kind":"rncp","session_start":"2026-09-01"})")}));
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(answer.results[0].outcome, Outcome::kRejected);
  EXPECT_EQ(answer.results[0].code, "insufficient_rights");
  EXPECT_FALSE(answer.results[0].articles.empty());
  EXPECT_EQ(cpf(), 50000);
}

TEST_F(SyncServiceTest, RejectsKindsWhoseLawIsNotCoded) {
  const auto answer = sync(
      with({stage_.command(1, "training.request",
                           R"({"price":"100.00","kind":"bilan","session_start":"2026-09-01"})")}));
  EXPECT_EQ(answer.results.at(0).code, "law_not_coded");
}

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

TEST_F(SyncServiceTest, ACommandOnAnOldStateIsStaleWithTheCurrentRows) {
  auto command = stage_.command(1, "training.request", kTraining);
  command.base = {{"cpf/E1", 999}};
  const auto answer = sync(with({command}));
  EXPECT_EQ(answer.results.at(0).code, "stale");
  const auto& rows = *answer.results[0].rows.as_array();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(*rows[0].find("key")->as_string(), "E1");
  EXPECT_EQ(cpf(), 50000);
}

TEST_F(SyncServiceTest, ACommandPastItsTimeIsRejected) {
  auto command = stage_.command(1, "training.request", kTraining);
  command.not_after = stage_.clock.utc_now() - std::chrono::seconds(1);
  EXPECT_EQ(sync(with({command})).results.at(0).code, "expired");
}

TEST_F(SyncServiceTest, ARejectedCommandBlocksOnlyThoseThatDependOnIt) {
  auto first = stage_.command(1, "training.request",
                              R"({"price":"9000.00","kind":"rncp","session_start":"2026-09-01"})");
  auto second = stage_.command(2, "training.request", kTraining);
  second.depends_on = first.id;
  const auto third = stage_.command(3, "training.request", kTraining);
  const auto answer = sync(with({first, second, third}));
  ASSERT_EQ(answer.results.size(), 3U);
  EXPECT_EQ(answer.results[1].code, "dependency_rejected");
  EXPECT_EQ(answer.results[2].outcome, Outcome::kApplied);
}

TEST_F(SyncServiceTest, UnknownTypesAndFormsAreRejectedNotLost) {
  const auto answer = sync(with({stage_.command(1, "c2p.use", "{}"),
                                 stage_.command(2, "training.request", R"({"price":"1"})")}));
  EXPECT_EQ(answer.results.at(0).code, "unsupported");
  EXPECT_EQ(answer.results.at(1).code, "malformed");
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

TEST_F(SyncServiceTest, RecordsADeclarationOfVolunteering) {
  const auto answer =
      sync(with({stage_.command(1, "cec.declare",
                                R"({"activity":"volunteering","year":2025,"associations":[)"
                                R"({"hours":210,"years":5,"declared":"2026-03-01"}]})")}));
  EXPECT_EQ(answer.results.at(0).outcome, Outcome::kApplied);
  const auto rows = *Ledger(stage_.database()).part(stage_.account(), "situation");
  EXPECT_NE(rows.back().body.find(R"("declared":"2026-03-01")"), std::string::npos);
}

TEST_F(SyncServiceTest, ALateDeclarationMadeInTimeIsDeferredNotRefused) {
  service_.set_legal_day(model::make_date(2026, 7, 3));
  const char* args = R"({"activity":"volunteering","year":2025,"associations":[)"
                     R"({"hours":210,"years":5,"declared":"2026-03-01"}]})";
  auto late = stage_.command(2, "cec.declare", args);
  late.made_lo = late.made_hi = *model::parse_instant("2026-07-02T10:00:00Z");
  const auto answer = sync(with({stage_.command(1, "cec.declare", args), late}));
  EXPECT_EQ(answer.results.at(0).outcome, Outcome::kDeferred);
  EXPECT_EQ(answer.results.at(0).code, "date_unclear");
  EXPECT_EQ(answer.results.at(1).outcome, Outcome::kRejected);
  EXPECT_EQ(answer.results.at(1).code, "too_late");
}

// --- rows ----------------------------------------------------------------------------------

TEST_F(SyncServiceTest, TheFirstAnswerIsAScanUnderACheckpoint) {
  const auto answer = sync(stage_.request());
  EXPECT_EQ(answer.pull.mode, PullMode::kReset);
  EXPECT_EQ(answer.pull.reason, "first");
  EXPECT_FALSE(answer.pull.more);
  ASSERT_TRUE(answer.checkpoint);
  const auto checkpoint = *protocol::read_checkpoint(*answer.checkpoint);
  EXPECT_EQ(checkpoint.count, static_cast<std::int64_t>(answer.pull.ops.size()));
  EXPECT_EQ(checkpoint.account, stage_.session.account);
}

/// The root as a device computes it from the rows it was sent.
std::string root_of(const std::vector<protocol::RowOp>& ops) {
  std::map<std::string, std::map<std::string, protocol::RowOp>> parts;
  for (const auto& op : ops) parts[op.part][op.key] = op;
  std::vector<store::PartDigest> digests;
  for (const auto& name : store::part_names()) {
    store::PartHasher hasher;
    for (const auto& [key, op] : parts[name]) hasher.add(key, op.rev, op.body);
    digests.push_back({.part = name, .count = hasher.count(), .root = hasher.finish()});
  }
  return store::account_root(std::move(digests));
}

TEST_F(SyncServiceTest, TheCheckpointCertifiesTheRowsSent) {
  const auto answer = sync(stage_.request());
  EXPECT_EQ(protocol::read_checkpoint(*answer.checkpoint)->root, root_of(answer.pull.ops));
}

TEST_F(SyncServiceTest, NothingNewIsUnchanged) {
  const auto first = sync(stage_.request());
  auto request = stage_.request();
  request.cursor = first.pull.to;
  request.have_root = protocol::read_checkpoint(*first.checkpoint)->root;
  const auto again = sync(request);
  EXPECT_EQ(again.pull.mode, PullMode::kUnchanged);
  EXPECT_TRUE(again.pull.ops.empty());
  EXPECT_TRUE(again.parts.empty());
  EXPECT_EQ(again.pull.to, first.pull.to);
}

TEST_F(SyncServiceTest, ACommandBringsItsRowsAsADelta) {
  const auto first = sync(stage_.request());
  auto request = with({stage_.command(1, "training.request", kTraining)});
  request.cursor = first.pull.to;
  const auto answer = sync(request);
  EXPECT_EQ(answer.pull.mode, PullMode::kDelta);
  ASSERT_EQ(answer.pull.ops.size(), 2U);
  EXPECT_EQ(answer.pull.ops[0].part, "cpf");
  EXPECT_EQ(answer.pull.ops[0].after_seq, 1);
  EXPECT_EQ(answer.pull.ops[1].part, "operation");
  const auto checkpoint = *protocol::read_checkpoint(*answer.checkpoint);
  EXPECT_EQ(checkpoint.after_seq, 1);
  auto all = first.pull.ops;
  all.insert(all.end(), answer.pull.ops.begin(), answer.pull.ops.end());
  EXPECT_EQ(checkpoint.root, root_of(all));
  EXPECT_EQ(answer.parts.size(), 2U);
}

TEST_F(SyncServiceTest, PagesEndInTheStateOfTheLastOne) {
  stage_.declare_year(2025, "151.67");
  auto request = stage_.request();
  request.max_bytes = 1;  // pages of the smallest size the server makes
  std::vector<protocol::RowOp> all;
  auto answer = sync(request);
  EXPECT_EQ(answer.pull.mode, PullMode::kReset);
  int pages = 1;
  while (answer.pull.more && pages < 50) {
    EXPECT_FALSE(answer.checkpoint);
    all.insert(all.end(), answer.pull.ops.begin(), answer.pull.ops.end());
    if (pages == 1) stage_.credit(2025, "2026-06-15");  // changes rows during the scan
    request.cursor = answer.pull.to;
    answer = sync(request);
    EXPECT_EQ(answer.pull.mode, PullMode::kPage);
    ++pages;
  }
  all.insert(all.end(), answer.pull.ops.begin(), answer.pull.ops.end());
  EXPECT_GT(pages, 1);
  EXPECT_EQ(protocol::read_checkpoint(*answer.checkpoint)->root, root_of(all));
}

TEST_F(SyncServiceTest, AForgedCursorBeginsAgain) {
  auto request = stage_.request();
  request.cursor = sync(request).pull.to;
  (*request.cursor)[3] = (*request.cursor)[3] == 'A' ? 'B' : 'A';
  const auto answer = sync(request);
  EXPECT_EQ(answer.pull.mode, PullMode::kReset);
  EXPECT_EQ(answer.pull.reason, "forged");
  EXPECT_FALSE(answer.pull.ops.empty());
}

TEST_F(SyncServiceTest, AnOldCursorBeginsAgain) {
  auto request = stage_.request();
  request.cursor = sync(request).pull.to;
  stage_.clock.advance(std::chrono::hours(24 * 401));
  EXPECT_EQ(sync(request).pull.reason, "too_old");
}

TEST_F(SyncServiceTest, ACursorOfAnotherServerEpochBeginsAgain) {
  auto request = stage_.request();
  request.cursor = sync(request).pull.to;
  request.server_epoch = protocol::ServerEpoch{0, std::string(32, '0')};
  EXPECT_EQ(sync(request).pull.reason, "epoch");
}

TEST_F(SyncServiceTest, ADeviceWithOtherRowsBeginsAgain) {
  auto request = stage_.request();
  request.cursor = sync(request).pull.to;
  request.have_root = std::string(64, '0');
  EXPECT_EQ(sync(request).pull.reason, "scope");
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
