#include "platform/client/client.h"

#include "tests/unit/platform/client/client_fixture.h"

namespace cpa {
namespace {

TEST_F(ClientTest, ADecisionIsOnDiskBeforeItIsAcknowledgedAndSurvivesReopening) {
  enrol();
  sync();
  const auto saved = request("400.00");
  ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_EQ(saved->seq, 1);
  executor_.kill();
  client_.reset();
  executor_.run_ready();
  open();
  const auto waiting =
      call<std::vector<OutboxEntry>>([&](auto done) { client_->outbox(done); }).value();
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].id, saved->id);
  EXPECT_EQ(waiting[0].state, "waiting");
}

TEST_F(ClientTest, NothingRunsOnTheCallersThread) {
  enrol();
  const std::size_t before = far_.paths.size();
  bool answered = false;
  client_->sync([&](Result<SyncReport>) { answered = true; });
  EXPECT_FALSE(answered);
  EXPECT_EQ(far_.paths.size(), before);
  executor_.run_ready();
  EXPECT_TRUE(answered);
}

TEST_F(ClientTest, TheServersDecisionIsShownOnce) {
  enrol();
  sync();
  ASSERT_TRUE(request("400.00"));
  const SyncReport report = sync();
  EXPECT_EQ(report.state, "online");
  EXPECT_EQ(report.outbox_left, 0);
  EXPECT_EQ(report.results.as_array()->size(), 1U);
  // 500.00 - (400.00 - 103.20): the holder's part on 1 March 2026.
  EXPECT_EQ(balance("cpf"), R"("203.20")");
  EXPECT_EQ(sync().results.as_array()->size(), 0U);
  EXPECT_EQ(balance("cpf"), R"("203.20")");
}

TEST_F(ClientTest, RefusesADecisionOfAnotherFormAndQueuesNothing) {
  enrol();
  const auto unknown = call<Submitted>(
      [&](auto done) { client_->submit("account.close", codec::Json::object(), done); });
  EXPECT_EQ(unknown.error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(request("-1.00").error().code, ErrorCode::kMalformed);
  vault_.break_with(ErrorCode::kVaultUnavailable);
  EXPECT_EQ(request("400.00").error().code, ErrorCode::kVaultUnavailable);
  vault_.mend();
  EXPECT_TRUE(call<std::vector<OutboxEntry>>([&](auto done) { client_->outbox(done); })->empty());
}

TEST_F(ClientTest, AStrangerCannotDecideOrSync) {
  open();
  EXPECT_EQ(request("400.00").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(call<SyncReport>([&](auto done) { client_->sync(done); }).error().code,
            ErrorCode::kSignInNeeded);
  EXPECT_EQ(call<void>([&](auto done) { client_->enrol("CODE", done); }).error().code,
            ErrorCode::kNotFound);
}

TEST_F(ClientTest, AnotherServerIsNotTaken) {
  enrol();
  trust::Trust other = far_.trust();
  other.server_id = "elsewhere";
  const auto refused = call<void>(
      [&](auto done) { client_->trust(codec::to_text(trust::trust_to_json(other)), done); });
  EXPECT_EQ(refused.error().code, ErrorCode::kAlreadyExists);
  EXPECT_EQ(call<void>([&](auto done) { client_->trust("{", done); }).error().code,
            ErrorCode::kMalformed);
}

TEST_F(ClientTest, ASecondProcessReads) {
  enrol();
  sync();
  auto second = Client::open(options());
  ASSERT_TRUE(second) << second.error().message;
  executor_.run_ready();
  std::optional<ClientStatus> status;
  (*second)->status([&](Result<ClientStatus> result) { status = result.value(); });
  std::optional<ErrorCode> refused;
  (*second)->sync([&](Result<SyncReport> result) { refused = result.error().code; });
  executor_.run_ready();
  ASSERT_TRUE(status);
  EXPECT_TRUE(status->read_only);
  EXPECT_EQ(refused, ErrorCode::kReadOnly);
}

TEST_F(ClientTest, ObserversHearOfChangesUntilTheyAreForgotten) {
  enrol();
  int rights_changed = 0;
  const std::uint64_t number = client_->observe([&](Change change) {
    if (change == Change::kRights) ++rights_changed;
  });
  sync();
  EXPECT_GT(rights_changed, 0);
  client_->forget(number);
  executor_.run_ready();
  const int heard = rights_changed;
  ASSERT_TRUE(request("400.00"));
  sync();
  EXPECT_EQ(rights_changed, heard);
}

TEST_F(ClientTest, CallsAfterTheEndSayClosed) {
  enrol();
  bool closed = false;
  client_->close([&] { closed = true; });
  executor_.run_ready();
  EXPECT_TRUE(closed);
  EXPECT_EQ(call<codec::Json>([&](auto done) { client_->rights({}, done); }).error().code,
            ErrorCode::kClosed);
  EXPECT_EQ(request("400.00").error().code, ErrorCode::kClosed);
}

TEST_F(ClientTest, TheStatusNeedsNoNetwork) {
  enrol();
  far_.down = ErrorCode::kNoNetwork;
  network_.set(ports::NetworkClass::kNone);
  client_->network_changed();
  ASSERT_TRUE(request("400.00"));
  const auto status = call<ClientStatus>([&](auto done) { client_->status(done); }).value();
  EXPECT_TRUE(status.enrolled);
  EXPECT_EQ(status.outbox_left, 1);
  EXPECT_EQ(status.server_url, far_.stage.identity.url);
}

}  // namespace
}  // namespace cpa
