#include "platform/fake/http_client.h"

#include <gtest/gtest.h>

#include <optional>

#include "platform/fake/executor.h"

namespace cpa::fake {
namespace {

struct FakeHttpClientTest : testing::Test {
  Result<ports::HttpResponse> answer(const ports::HttpRequest& request) {
    if (request.url == "cut") return Error{ErrorCode::kCut, "cut"};
    return ports::HttpResponse{.status = 200, .headers = {{"a", "bc"}}, .body = {1, 2, 3}};
  }
  ports::HttpResponse ask(const ports::HttpRequest& request) {
    std::optional<Result<ports::HttpResponse>> got;
    http.send(request, [&got](Result<ports::HttpResponse> result) { got = std::move(result); });
    executor.run_ready();
    return got && got->has_value() ? got->value() : ports::HttpResponse{};
  }

  FakeClock clock{ports::UtcInstant{}};
  ManualExecutor executor{clock};
  FakeHttpClient http{executor,
                      [this](const ports::HttpRequest& request) { return answer(request); }};
};

TEST_F(FakeHttpClientTest, AnswerArrivesByTheExecutor) {
  bool arrived = false;
  http.send({.method = "GET", .url = "x"}, [&](Result<ports::HttpResponse>) { arrived = true; });
  EXPECT_FALSE(arrived);
  executor.run_ready();
  EXPECT_TRUE(arrived);
}

TEST_F(FakeHttpClientTest, CountsBytesWithHeaders) {
  const ports::HttpResponse got =
      ask({.method = "GET", .url = "x", .headers = {{"name", "value"}}, .body = {9}});
  EXPECT_EQ(got.traffic.bytes_up, 4U + 5U + 4U + 1U);
  EXPECT_EQ(got.traffic.bytes_down, 1U + 2U + 4U + 3U);
}

TEST_F(FakeHttpClientTest, ConnectionIsKeptUntilItBreaks) {
  EXPECT_FALSE(ask({.method = "GET", .url = "x"}).traffic.connection_reused);
  EXPECT_TRUE(ask({.method = "GET", .url = "x"}).traffic.connection_reused);
  ask({.method = "GET", .url = "cut"});
  EXPECT_FALSE(ask({.method = "GET", .url = "x"}).traffic.connection_reused);
  http.drop_connections();
  EXPECT_FALSE(ask({.method = "GET", .url = "x"}).traffic.connection_reused);
}

TEST_F(FakeHttpClientTest, HeldAnswerWaitsForItsRelease) {
  bool arrived = false;
  http.hold();
  http.send({.method = "GET", .url = "x"}, [&](Result<ports::HttpResponse>) { arrived = true; });
  executor.run_ready();
  EXPECT_FALSE(arrived);
  http.release();
  executor.run_ready();
  EXPECT_TRUE(arrived);
}

TEST_F(FakeHttpClientTest, AnswerLongerThanAllowedIsRefused) {
  std::optional<ErrorCode> code;
  http.send({.method = "GET", .url = "x", .headers = {}, .body = {}, .body_bytes_max = 2},
            [&](Result<ports::HttpResponse> result) {
              if (!result) code = result.error().code;
            });
  executor.run_ready();
  EXPECT_EQ(code, ErrorCode::kLimitExceeded);
}

}  // namespace
}  // namespace cpa::fake
