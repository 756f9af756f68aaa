#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "platform/client/client.h"
#include "platform/posix/disk.h"
#include "tests/unit/sync/engine/far_end.h"

namespace cpa {

/// Zoé's phone: a client on fake doors, with the real server at the far end.
class ClientTest : public testing::Test {
 protected:
  ~ClientTest() override {
    client_.reset();
    executor_.run_ready();
  }

  void open() {
    auto opened = Client::open(options());
    if (!opened) ADD_FAILURE() << opened.error().message;
    client_ = opened ? std::move(*opened) : nullptr;
    executor_.run_ready();
  }
  void enrol() {
    open();
    ASSERT_TRUE(call<void>([&](auto done) {
      client_->trust(codec::to_text(trust::trust_to_json(far_.trust())), done);
    }));
    ASSERT_TRUE(call<void>([&](auto done) { client_->enrol(far_.code(), done); }));
  }
  /// Makes a call and runs the executor until its answer came.
  template <typename T, typename Call>
  Result<T> call(Call make) {
    std::optional<Result<T>> answer;
    make([&](Result<T> result) { answer.emplace(std::move(result)); });
    executor_.run_ready();
    if (!answer) return Error{ErrorCode::kTimeout, "no answer came"};
    return std::move(*answer);
  }
  SyncReport sync() {
    return call<SyncReport>([&](auto done) { client_->sync(done); }).value();
  }
  codec::Json rights() {
    return call<codec::Json>([&](auto done) { client_->rights({}, done); }).value();
  }
  std::string balance(std::string_view account, std::string_view member = "balance") {
    const codec::Json all = rights();
    return codec::canonical(*all.find("accounts")->find(account)->find(member));
  }
  Result<Submitted> request(const std::string& price) {
    const codec::Json args =
        codec::Json::object({{"price", price}, {"kind", "rncp"}, {"session_start", "2026-09-01"}});
    return call<Submitted>([&](auto done) { client_->submit("training.request", args, done); });
  }

  ClientOptions options() {
    return {
        folder_.path() / "phone",
        {far_.stage.clock, random_, executor_, disk_, vault_, network_,
         [this](const ServerAddress&) -> Result<std::unique_ptr<ports::HttpClient>> {
           return std::unique_ptr<ports::HttpClient>(std::make_unique<fake::FakeHttpClient>(
               executor_, [this](const ports::HttpRequest& sent) { return far_.handle(sent); }));
         }},
        {}};
  }

  server::TemporaryFolder folder_;
  posix::SystemDisk disk_;
  engine::FarEnd far_;
  fake::SeededRandom random_{31};
  fake::MemoryKeyVault vault_{random_};
  fake::ManualExecutor executor_{far_.stage.clock};
  fake::FakeNetworkMonitor network_;
  std::unique_ptr<Client> client_;
};

}  // namespace cpa
