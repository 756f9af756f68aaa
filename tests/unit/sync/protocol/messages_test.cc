#include "sync/protocol/messages.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/protocol/test_keys.h"

namespace cpa::protocol {
namespace {

using codec::canonical;
using codec::Json;

SyncRequest request() {
  SyncRequest made;
  made.nonce = "n";
  made.app_build = 1;
  made.app_schema = 1;
  made.app_semantics = 1;
  made.device = "dev";
  made.epoch = "ee";
  made.server_epoch = ServerEpoch{2, "rr"};
  made.commands = {"a.b.c"};
  made.seen_results = 4;
  made.cursor = "cur";
  made.max_bytes = 1000;
  made.have_root = "root";
  made.law_seq = 8;
  made.net_class = "roaming";
  made.budget_bytes = 50000;
  return made;
}

SyncResponse response() {
  SyncResponse made;
  made.nonce = "n";
  made.account = "acc";
  made.device = "dev";
  made.epoch = "ee";
  made.server_time = model::Instant{std::chrono::seconds{1700000000}};
  made.server_epoch = {2, "rr"};
  made.durable_seq = 3;
  made.last_seq = 4;
  made.expect = 5;
  CommandResult result;
  result.rseq = 1;
  result.id = "id";
  result.seq = 4;
  result.dup = true;
  result.outcome = Outcome::kRejected;
  result.code = "stale";
  result.articles = {"L6323-1"};
  made.results = {result};
  made.pull.mode = PullMode::kDelta;
  made.pull.reason = "";
  made.pull.to = "cur";
  made.pull.ops = {{false, "cpf", "E1", 3, 4, "{}"}, {true, "cpf", "E2", 4, 0, ""}};
  made.pull.more = true;
  made.parts = {{"cpf", 1, "root"}};
  made.checkpoint = "a.b.c";
  made.law_seq = 8;
  made.min_build = 1;
  made.retry_after_s = 60;
  return made;
}

TEST(MessagesTest, ARequestComesBack) {
  const auto read = sync_request_from_json(to_json(request()));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(canonical(to_json(*read)), canonical(to_json(request())));
  EXPECT_EQ(read->server_epoch, request().server_epoch);
  EXPECT_EQ(read->have_root, "root");
}

TEST(MessagesTest, AFirstRequestHasNothingYet) {
  SyncRequest first = request();
  first.server_epoch.reset();
  first.cursor.reset();
  first.have_root.reset();
  const auto read = sync_request_from_json(to_json(first));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_FALSE(read->server_epoch || read->cursor || read->have_root);
}

TEST(MessagesTest, TheServerTakesNoOtherRequest) {
  const Json whole = to_json(request());
  for (const char* member :
       {"nonce", "app", "dev", "commands", "seen_results", "max_bytes", "law_seq", "net"}) {
    EXPECT_EQ(sync_request_from_json(without(whole, member)).error().code, ErrorCode::kMalformed)
        << member;
  }
  Json more = whole;
  more.set("admin", true);
  EXPECT_EQ(sync_request_from_json(more).error().code, ErrorCode::kMalformed);
  Json mixed = whole;
  mixed.set("commands", codec::parse_json("[1]").value());
  EXPECT_EQ(sync_request_from_json(mixed).error().code, ErrorCode::kMalformed);
}

TEST(MessagesTest, AnAnswerComesBack) {
  const auto read = sync_response_from_json(to_json(response()));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(canonical(to_json(*read)), canonical(to_json(response())));
  EXPECT_EQ(read->pull.ops[1].is_delete, true);
  EXPECT_EQ(read->results[0].outcome, Outcome::kRejected);
  EXPECT_EQ(read->expect, 5);
}

TEST(MessagesTest, TheDeviceTakesNoIncompleteAnswer) {
  const Json whole = to_json(response());
  for (const char* member : {"nonce", "to", "server_time", "server_epoch", "durable_seq",
                             "last_seq", "results", "pull", "parts", "law_seq"}) {
    EXPECT_EQ(sync_response_from_json(without(whole, member)).error().code, ErrorCode::kMalformed)
        << member;
  }
  Json later = whole;
  later.set("news", "a newer server says more");
  EXPECT_TRUE(sync_response_from_json(later));
}

TEST(MessagesTest, RefusesUnknownWordsInAnAnswer) {
  const auto with = [](std::string_view name, std::string_view text) {
    Json json = to_json(response());
    json.set(name, codec::parse_json(text).value());
    return sync_response_from_json(json);
  };
  EXPECT_FALSE(with("pull", R"({"mode":"magic","to":"c","ops":[],"more":false})"));
  EXPECT_FALSE(with("pull", R"({"mode":"delta","to":"c","ops":[{"op":"zap"}],"more":false})"));
  EXPECT_FALSE(with("pull",
                    R"({"mode":"delta","to":"c","ops":[{"op":"put","part":"cpf","key":"E1",)"
                    R"("rev":1,"after_seq":0}],"more":false})"));
  EXPECT_FALSE(with("results", R"([{"rseq":1}])"));
  EXPECT_FALSE(with("parts", R"({"cpf":{"count":1}})"));
  EXPECT_FALSE(with("server_time", R"("noon")"));
}

TEST(MessagesTest, AnotherVersionAsksForAnUpdate) {
  Json newer = to_json(response());
  newer.set("v", std::int64_t{2});
  EXPECT_EQ(sync_response_from_json(newer).error().code, ErrorCode::kUnsupported);
  Json old = to_json(request());
  old.set("v", std::int64_t{2});
  EXPECT_EQ(sync_request_from_json(old).error().code, ErrorCode::kUnsupported);
}

TEST(MessagesTest, NamesComeBack) {
  for (const Outcome outcome : {Outcome::kApplied, Outcome::kRejected, Outcome::kDeferred}) {
    EXPECT_EQ(parse_outcome(outcome_name(outcome)).value(), outcome);
  }
  EXPECT_FALSE(parse_outcome("perhaps"));
  EXPECT_EQ(pull_mode_name(PullMode::kUnchanged), "unchanged");
  EXPECT_EQ(pull_mode_name(PullMode::kReset), "reset");
}

}  // namespace
}  // namespace cpa::protocol
