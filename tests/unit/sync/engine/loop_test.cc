#include "sync/engine/loop.h"

#include <gtest/gtest.h>

#include <string>

#include "core/codec/gzip.h"
#include "platform/posix/disk.h"
#include "tests/unit/sync/engine/far_end.h"

namespace cpa::engine {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

/// A device of Zoé with a real store, and the real server behind a spoilt network.
class LoopTest : public testing::Test {
 protected:
  LoopTest() {
    far_.stage.random.next();
    open();
    Status signed_in = Error{ErrorCode::kInternal, "not called"};
    loop_->sign_in(protocol::EnrolmentGrant{far_.code()},
                   [&](Status status) { signed_in = std::move(status); });
    executor_.run_ready();
    if (!signed_in) ADD_FAILURE() << signed_in.error().message;
  }

  void open() {
    loop_.reset();
    store_.reset();
    auto store = store::Store::open({folder_.path() / "device", disk_, vault_, random_});
    if (!store) ADD_FAILURE() << store.error().message;
    store_ = std::move(*store);
    loop_ = std::make_unique<Loop>(
        *store_, trust_, LoopDoors{far_.stage.clock, random_, executor_, vault_, network_, http_},
        BuildFacts{},
        [](const store::RowReader&, const std::vector<store::OutboxCommand>& commands)
            -> Result<std::vector<store::OverlayItem>> {
          std::vector<store::OverlayItem> items;
          for (const auto& command : commands) items.push_back({command.id, "{}"});
          return items;
        });
    const Status started = loop_->start();
    if (!started) ADD_FAILURE() << started.error().message;
  }
  /// One attempt to its end.
  Attempt attempt() {
    std::optional<Attempt> ended;
    loop_->request_sync([&](Result<Attempt> result) { ended = result.value(); });
    executor_.run_ready();
    if (!ended) ADD_FAILURE() << "the attempt has not ended";
    return ended.value_or(Attempt{});
  }
  /// A training request of this device, committed and announced.
  std::string decide(const std::string& price = "400.00") {
    const auto done = store_->append_command(
        [&](std::int64_t seq) -> Result<store::OutboxCommand> {
          protocol::CommandPayload command = far_.stage.command(
              seq, "training.request",
              R"({"kind":"rncp","price":")" + price + R"(","session_start":"2026-09-01"})");
          command.account = loop_->session()->account;
          command.device = loop_->session()->device;
          command.epoch = store_->epoch();
          CPA_TRY_ASSIGN(std::string jws,
                         protocol::make_command(command, "kid", [this](ByteView message) {
                           return vault_.sign(kDeviceKeyName, message);
                         }));
          return store::OutboxCommand{
              command.id, command.epoch,         seq, command.type, std::move(jws),
              "{}",       "2026-03-01T09:00:00Z"};
        },
        [](const store::RowReader&,
           const std::vector<store::OutboxCommand>&) -> Result<std::vector<store::OverlayItem>> {
          return std::vector<store::OverlayItem>();
        });
    if (!done) {
      ADD_FAILURE() << done.error().message;
      return "";
    }
    loop_->command_queued();
    return done->id;
  }
  protocol::SyncRequest sent(std::size_t number) {
    const Bytes plain = codec::gzip_expand(far_.bodies.at(number), 1U << 20U).value();
    return protocol::sync_request_from_json(codec::parse_json(ByteView(plain)).value()).value();
  }
  void lose_answers() {
    far_.spoil = [](const ports::HttpRequest&, ports::HttpResponse) -> FarEnd::Answer {
      return Error{ErrorCode::kCut, "lost on the way"};
    };
  }
  std::int64_t server_cpf() { return far_.stage.balance(model::SubAccount::kCpf); }

  server::TemporaryFolder folder_;
  posix::SystemDisk disk_;
  FarEnd far_;
  trust::Trust trust_ = far_.trust();
  fake::SeededRandom random_{21};
  fake::MemoryKeyVault vault_{random_};
  fake::ManualExecutor executor_{far_.stage.clock};
  fake::FakeNetworkMonitor network_;
  fake::FakeHttpClient http_{
      executor_, [this](const ports::HttpRequest& request) { return far_.handle(request); }};
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Loop> loop_;
};

TEST_F(LoopTest, TheFirstExchangeBringsCertifiedRows) {
  const Attempt first = attempt();
  EXPECT_EQ(first.state, SyncState::kOnline);
  EXPECT_EQ(first.reason, WaitReason::kNone);
  EXPECT_GT(first.rows_changed, 0);
  EXPECT_EQ(store_->rows("cpf").value().size(), 1U);
  EXPECT_TRUE(store_->sync_meta().value().checkpoint);
}

TEST_F(LoopTest, AQueuedCommandLeavesByItself) {
  attempt();
  decide();
  EXPECT_EQ(executor_.timer(ports::TimerId::kSyncWake), seconds{1});
  executor_.advance(seconds{1});
  executor_.run_ready();
  EXPECT_TRUE(store_->undecided().value().empty());
  EXPECT_EQ(store_->results().value().size(), 1U);
  EXPECT_EQ(store_->results().value()[0].outcome, "applied");
}

TEST_F(LoopTest, ALostAnswerIsAskedForAgainAndDecidedOnce) {
  attempt();
  const std::string id = decide();
  lose_answers();
  const std::size_t before = far_.bodies.size();
  EXPECT_EQ(attempt().state, SyncState::kCut);
  const std::int64_t decided = server_cpf();
  EXPECT_EQ(store_->undecided().value().size(), 1U);
  far_.spoil = nullptr;
  const Attempt again = attempt();
  ASSERT_EQ(again.results.size(), 1U);
  EXPECT_EQ(again.results[0].id, id);
  EXPECT_EQ(again.results[0].outcome, "applied");
  EXPECT_EQ(server_cpf(), decided);
  EXPECT_LT(decided, 50000);
  // The very same bytes were sent.
  EXPECT_EQ(sent(before).commands, sent(before + 1).commands);
}

TEST_F(LoopTest, AnAnswerThatIsNotVerifiedChangesNothing) {
  attempt();
  decide();
  const auto flip = [](const ports::HttpRequest&, ports::HttpResponse response) -> FarEnd::Answer {
    response.body[response.body.size() / 2] ^= 1;
    return response;
  };
  const auto bare = [](const ports::HttpRequest&, ports::HttpResponse response) -> FarEnd::Answer {
    std::erase_if(response.headers, [](const auto& header) { return header.name == "signature"; });
    return response;
  };
  const auto page = [](const ports::HttpRequest&, ports::HttpResponse) -> FarEnd::Answer {
    ports::HttpResponse html;
    html.status = 200;
    html.headers = {{"content-type", "text/html"}};
    html.body = copy_of(bytes_of("<html>"));
    return html;
  };
  const std::pair<FarEnd::Spoil, SyncState> spoilt[] = {{flip, SyncState::kIntercepted},
                                                        {bare, SyncState::kIntercepted},
                                                        {page, SyncState::kServerDown}};
  const std::string before = store_->dump().value();
  for (const auto& [spoil, state] : spoilt) {
    far_.spoil = spoil;
    EXPECT_EQ(attempt().state, state);
    EXPECT_EQ(store_->dump().value(), before);
  }
}

TEST_F(LoopTest, AnOldAnswerSentAgainChangesNothing) {
  attempt();
  ports::HttpResponse old;
  far_.spoil = [&](const ports::HttpRequest&, ports::HttpResponse response) -> FarEnd::Answer {
    old = response;
    return response;
  };
  attempt();
  decide();
  far_.spoil = [&](const ports::HttpRequest&, ports::HttpResponse) -> FarEnd::Answer {
    return old;
  };
  const std::string before = store_->dump().value();
  EXPECT_EQ(attempt().state, SyncState::kIntercepted);
  EXPECT_EQ(store_->dump().value(), before);
}

TEST_F(LoopTest, WaitingCommandsHaveAWakeUpOrAReason) {
  attempt();
  decide();
  far_.down = ErrorCode::kNoNetwork;
  const Attempt failed = attempt();
  EXPECT_EQ(failed.state, SyncState::kNoNetwork);
  EXPECT_NE(failed.reason, WaitReason::kNone);
  far_.down = ErrorCode::kCut;
  EXPECT_EQ(attempt().reason, WaitReason::kCut);
  EXPECT_TRUE(executor_.timer(ports::TimerId::kRetry) ||
              executor_.timer(ports::TimerId::kSyncWake));
  EXPECT_TRUE(loop_->next_wake());
  far_.down.reset();
  executor_.advance(hours{1});
  executor_.run_ready();
  EXPECT_TRUE(store_->undecided().value().empty());
}

TEST_F(LoopTest, AServersWishToWaitIsCappedAtAnHourWithoutItsSignature) {
  attempt();
  decide();
  far_.spoil = [](const ports::HttpRequest&, ports::HttpResponse) -> FarEnd::Answer {
    ports::HttpResponse busy;
    busy.status = 503;
    busy.headers = {{"retry-after", "31536000"}};
    return busy;
  };
  const Attempt failed = attempt();
  EXPECT_EQ(failed.state, SyncState::kServerDown);
  const auto retry = executor_.timer(ports::TimerId::kRetry);
  ASSERT_TRUE(retry);
  EXPECT_LE(*retry, hours{1});
  far_.spoil = nullptr;
  executor_.advance(hours{1});
  executor_.run_ready();
  EXPECT_TRUE(store_->undecided().value().empty());
}

TEST_F(LoopTest, ARefusedAccessTokenIsRenewedOnce) {
  attempt();
  const std::size_t before = far_.paths.size();
  far_.stage.clock.advance(std::chrono::minutes{11});
  EXPECT_EQ(attempt().state, SyncState::kOnline);
  const std::vector<std::string> paths(far_.paths.begin() + static_cast<std::ptrdiff_t>(before),
                                       far_.paths.end());
  EXPECT_EQ(paths, (std::vector<std::string>{"/v1/token", "/v1/sync"}));
}

TEST_F(LoopTest, AServerThatRefusesEveryTokenIsAskedOnceAndLatches) {
  attempt();
  far_.spoil = [](const ports::HttpRequest&, ports::HttpResponse) -> FarEnd::Answer {
    ports::HttpResponse refused;
    refused.status = 401;
    return refused;
  };
  const std::size_t before = far_.paths.size();
  const Attempt failed = attempt();
  EXPECT_NE(failed.state, SyncState::kOnline);
  EXPECT_LE(far_.paths.size() - before, 3U);
  // Reading goes on.
  EXPECT_EQ(store_->rows("cpf").value().size(), 1U);
}

TEST_F(LoopTest, OneRequestIsInFlightAndItsAskersShareIt) {
  attempt();
  http_.hold();
  const std::size_t before = http_.requests();
  int ended = 0;
  for (int i = 0; i < 3; ++i) loop_->request_sync([&](Result<Attempt>) { ++ended; });
  executor_.run_ready();
  EXPECT_EQ(http_.requests(), before + 1);
  http_.release();
  executor_.run_ready();
  EXPECT_EQ(ended, 3);
}

TEST_F(LoopTest, AnAnswerAfterTheEndIsDropped) {
  attempt();
  http_.hold();
  bool ended = false;
  loop_->request_sync([&](Result<Attempt>) { ended = true; });
  executor_.run_ready();
  loop_.reset();
  http_.release();
  executor_.run_ready();
  EXPECT_FALSE(ended);
}

TEST_F(LoopTest, ACommandKeptOverAKillLeavesAfterReopening) {
  attempt();
  decide();
  executor_.kill();
  open();
  EXPECT_EQ(store_->undecided().value().size(), 1U);
  executor_.advance(seconds{6});
  executor_.run_ready();
  EXPECT_TRUE(store_->undecided().value().empty());
  EXPECT_LT(server_cpf(), 50000);
}

TEST_F(LoopTest, AWrongCodeLeavesTheSessionAlone) {
  attempt();
  const std::string token = loop_->session()->refresh_token;
  Status refused;
  loop_->sign_in(protocol::EnrolmentGrant{"WRONG-CODES"},
                 [&](Status status) { refused = std::move(status); });
  executor_.run_ready();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kSignInNeeded);
  EXPECT_EQ(loop_->session()->refresh_token, token);
}

TEST_F(LoopTest, ABetterNetworkIsUsedAtOnce) {
  attempt();
  decide();
  network_.set(ports::NetworkClass::kNone);
  loop_->network_changed();
  EXPECT_EQ(attempt().state, SyncState::kNoNetwork);
  network_.set(ports::NetworkClass::kMetered);
  loop_->network_changed();
  executor_.advance(seconds{3});
  executor_.run_ready();
  EXPECT_TRUE(store_->undecided().value().empty());
}

TEST_F(LoopTest, AFullDeviceSaysSoAndKeepsTheOldState) {
  attempt();
  decide();
  int calls = 0;
  const std::string before = store_->dump().value();
  vault_.break_with(ErrorCode::kVaultUnavailable);
  loop_->on_change([&] { ++calls; });
  EXPECT_EQ(attempt().reason, WaitReason::kStorage);
  EXPECT_EQ(store_->dump().value(), before);
  vault_.mend();
  EXPECT_EQ(attempt().state, SyncState::kOnline);
  EXPECT_GT(calls, 0);
}

}  // namespace
}  // namespace cpa::engine
