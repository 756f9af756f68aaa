#include "platform/client/client_core.h"

#include <algorithm>

#include "tests/unit/platform/client/client_fixture.h"

namespace cpa {
namespace {

class ClientCoreTest : public ClientTest {};

TEST_F(ClientCoreTest, NamesDecisionsByTimeSoThatTheySortAsTheyWereMade) {
  enrol();
  sync();
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) {
    const auto made = request("10.00");
    ASSERT_TRUE(made) << made.error().message;
    ids.push_back(made->id);
    far_.stage.clock.advance(std::chrono::seconds(1));
  }
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end())) << ids[0] << " " << ids[1];
  for (const std::string& id : ids) {
    ASSERT_EQ(id.size(), 36U);
    EXPECT_EQ(id[14], '7') << "the version of RFC 9562";
    EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos) << "its variant";
  }
}

TEST_F(ClientCoreTest, AClockSetBackDoesNotMakeADecisionOlderThanTheServersWord) {
  enrol();
  sync();
  const auto signed_at = far_.stage.clock.utc_now();
  far_.stage.clock.set_utc(signed_at - std::chrono::hours(48));
  const auto made = request("10.00");
  ASSERT_TRUE(made) << made.error().message;
  const auto outbox =
      call<std::vector<OutboxEntry>>([&](auto done) { client_->outbox(done); }).value();
  ASSERT_EQ(outbox.size(), 1U);
  EXPECT_GE(outbox[0].made,
            model::format_instant(std::chrono::floor<std::chrono::seconds>(signed_at)));
}

TEST_F(ClientCoreTest, CallersWhoSyncAtOnceShareOneExchange) {
  enrol();
  const std::size_t before = far_.paths.size();
  int answered = 0;
  for (int i = 0; i < 3; ++i) {
    client_->sync([&](Result<SyncReport> report) { answered += report.has_value() ? 1 : 0; });
  }
  executor_.run_ready();
  EXPECT_EQ(answered, 3);
  EXPECT_EQ(far_.paths.size(), before + 1);
}

TEST_F(ClientCoreTest, ClosingAnswersThoseWhoWait) {
  enrol();
  std::optional<ErrorCode> told;
  client_->sync([&](Result<SyncReport> report) { told = report.error().code; });
  client_->close([] {});
  executor_.run_ready();
  ASSERT_TRUE(told) << "a callback runs exactly once, also then";
  EXPECT_EQ(*told, ErrorCode::kClosed);
}

TEST_F(ClientCoreTest, AnObserverMayForgetItselfWhileItIsTold) {
  enrol();
  int told = 0;
  std::uint64_t number = 0;
  number = client_->observe([&](Change) {
    ++told;
    client_->forget(number);
  });
  executor_.run_ready();
  ASSERT_TRUE(request("10.00"));
  executor_.run_ready();
  const int once = told;
  EXPECT_GT(once, 0);
  ASSERT_TRUE(request("10.00"));
  executor_.run_ready();
  EXPECT_EQ(told, once);
}

TEST_F(ClientCoreTest, AdvisesWithoutBlocking) {
  enrol();
  sync();
  const auto kept = request("9000.00");
  ASSERT_TRUE(kept) << "the law on the device advises, the server decides";
  EXPECT_EQ(*kept->advice.find("outcome")->as_string(), "likely_refused");
}

}  // namespace
}  // namespace cpa
