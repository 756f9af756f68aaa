#include "tools/server/decide/pull.h"

#include <gtest/gtest.h>

#include <map>

#include "core/store/roots.h"
#include "sync/protocol/checkpoint.h"
#include "tests/unit/tools/server/decide/exchange.h"

namespace cpa::server {
namespace {

using protocol::PullMode;

using PullTest = ExchangeTest;

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

TEST_F(PullTest, TheFirstAnswerIsAScanUnderACheckpoint) {
  const auto answer = sync(stage_.request());
  EXPECT_EQ(answer.pull.mode, PullMode::kReset);
  EXPECT_EQ(answer.pull.reason, "first");
  EXPECT_FALSE(answer.pull.more);
  ASSERT_TRUE(answer.checkpoint);
  const auto checkpoint = *protocol::read_checkpoint(*answer.checkpoint);
  EXPECT_EQ(checkpoint.count, static_cast<std::int64_t>(answer.pull.ops.size()));
  EXPECT_EQ(checkpoint.account, stage_.session.account);
}

TEST_F(PullTest, TheCheckpointCertifiesTheRowsSent) {
  const auto answer = sync(stage_.request());
  EXPECT_EQ(protocol::read_checkpoint(*answer.checkpoint)->root, root_of(answer.pull.ops));
}

TEST_F(PullTest, AScanEndsWithTheRootsOfItsParts) {
  const auto answer = sync(stage_.request());
  std::int64_t count = 0;
  for (const auto& part : answer.parts) count += part.count;
  EXPECT_EQ(count, static_cast<std::int64_t>(answer.pull.ops.size()));
}

TEST_F(PullTest, NothingNewIsUnchanged) {
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

TEST_F(PullTest, ACommandBringsItsRowsAsADelta) {
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
}

TEST_F(PullTest, PagesEndInTheStateOfTheLastOne) {
  std::vector<protocol::CommandPayload> commands;
  for (int seq = 1; seq <= 20; ++seq) {
    commands.push_back(stage_.command(seq, "training.request", kTraining));
  }
  sync(with(commands));
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

TEST_F(PullTest, AForgedCursorBeginsAgain) {
  auto request = stage_.request();
  request.cursor = sync(request).pull.to;
  (*request.cursor)[3] = (*request.cursor)[3] == 'A' ? 'B' : 'A';
  const auto answer = sync(request);
  EXPECT_EQ(answer.pull.mode, PullMode::kReset);
  EXPECT_EQ(answer.pull.reason, "forged");
  EXPECT_FALSE(answer.pull.ops.empty());
}

TEST_F(PullTest, AnOldCursorBeginsAgain) {
  auto request = stage_.request();
  request.cursor = sync(request).pull.to;
  stage_.clock.advance(std::chrono::hours(24 * 401));
  EXPECT_EQ(sync(request).pull.reason, "too_old");
}

TEST_F(PullTest, ACursorOfAnotherServerEpochBeginsAgain) {
  auto request = stage_.request();
  request.cursor = sync(request).pull.to;
  request.server_epoch = protocol::ServerEpoch{0, std::string(32, '0')};
  EXPECT_EQ(sync(request).pull.reason, "epoch");
}

TEST_F(PullTest, ADeviceWithOtherRowsBeginsAgain) {
  auto request = stage_.request();
  request.cursor = sync(request).pull.to;
  request.have_root = std::string(64, '0');
  EXPECT_EQ(sync(request).pull.reason, "scope");
}

}  // namespace
}  // namespace cpa::server
