// CurlHttpClient against a real TLS server on the loopback: what it carries and what it limits.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/contract/http_world.h"

namespace cpa::contract {
namespace {

using namespace std::chrono_literals;

TEST(HttpClientTest, CarriesARequestAndItsAnswer) {
  HttpWorld world;
  ports::HttpRequest request = world.post("/echo", "body");
  request.headers = {{"content-type", "application/json"}, {"x-empty", ""}};
  const Result<ports::HttpResponse> response = world.send(std::move(request));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 200);
  const std::string seen(text_of(response->body));
  EXPECT_TRUE(seen.starts_with("POST /echo HTTP/1.1\r\n")) << seen;
  EXPECT_NE(seen.find("content-type: application/json\r\n"), std::string::npos);
  EXPECT_NE(seen.find("x-empty:\r\n"), std::string::npos);
  EXPECT_TRUE(seen.ends_with("\r\n\r\nbody"));
}

TEST(HttpClientTest, AddsNoHeaderOfItsOwnButHostAndLength) {
  HttpWorld world;
  const Result<ports::HttpResponse> response = world.send(world.post("/echo", "b"));
  ASSERT_TRUE(response);
  const std::string seen(text_of(response->body));
  EXPECT_EQ(seen.find("Accept"), std::string::npos) << seen;
  EXPECT_EQ(seen.find("User-Agent"), std::string::npos);
  EXPECT_EQ(seen.find("Expect"), std::string::npos);
  EXPECT_EQ(seen.find("Content-Type"), std::string::npos);
}

TEST(HttpClientTest, CarriesGetAndAnEmptyPost) {
  HttpWorld world;
  ports::HttpRequest get = world.post("/echo", "");
  get.method = "GET";
  EXPECT_TRUE(text_of(world.send(std::move(get))->body).starts_with("GET /echo"));
  const Result<ports::HttpResponse> empty = world.send(world.post("/echo", ""));
  EXPECT_NE(text_of(empty->body).find("Content-Length: 0"), std::string_view::npos);
}

TEST(HttpClientTest, CountsTheBytesOfBothWays) {
  HttpWorld world;
  const Result<ports::HttpResponse> response = world.send(world.post("/echo", "12345"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->traffic.bytes_up, response->body.size());  // the echo is the request
  const std::string head =
      "HTTP/1.1 200 OK\r\ncontent-length: " + std::to_string(response->body.size()) + "\r\n\r\n";
  EXPECT_EQ(response->traffic.bytes_down, head.size() + response->body.size());
}

TEST(HttpClientTest, GivesAnErrorStatusWithItsTrimmedFields) {
  HttpWorld world;
  const Result<ports::HttpResponse> response = world.send(world.post("/error", ""));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503);
  ASSERT_NE(ports::find_header(response->headers, "retry-after"), nullptr);
  EXPECT_EQ(*ports::find_header(response->headers, "retry-after"), "7");
}

TEST(HttpClientTest, LeavesTheBodyCoded) {
  HttpWorld world;
  const Result<ports::HttpResponse> response = world.send(world.post("/coded", ""));
  ASSERT_TRUE(response);
  ASSERT_GE(response->body.size(), 2U);
  EXPECT_EQ(to_hex(ByteView(response->body).first(2)), "1f8b");
}

TEST(HttpClientTest, FollowsNoRedirect) {
  HttpWorld world;
  const Result<ports::HttpResponse> response = world.send(world.post("/redirect", ""));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 302);
}

TEST(HttpClientTest, KeepsTrailersAndInterimAnswersOutOfTheHeaders) {
  HttpWorld world;
  const Result<ports::HttpResponse> trailer = world.send(world.post("/trailer", ""));
  ASSERT_TRUE(trailer);
  EXPECT_EQ(ports::find_header(trailer->headers, "signature"), nullptr);
  const Result<ports::HttpResponse> interim = world.send(world.post("/interim", ""));
  ASSERT_TRUE(interim);
  EXPECT_EQ(interim->status, 200);
  EXPECT_EQ(ports::find_header(interim->headers, "signature"), nullptr);
}

TEST(HttpClientTest, KeepsTheConnectionWarmUntilToldThatThePathChanged) {
  HttpWorld world;
  EXPECT_FALSE(world.send(world.post("/echo", ""))->traffic.connection_reused);
  EXPECT_TRUE(world.send(world.post("/echo", ""))->traffic.connection_reused);
  world.client.drop_connections();
  EXPECT_FALSE(world.send(world.post("/echo", ""))->traffic.connection_reused);
  EXPECT_TRUE(world.send(world.post("/echo", ""))->traffic.connection_reused);
}

TEST(HttpClientTest, ConnectsAgainWhenTheServerClosed) {
  HttpWorld world;
  EXPECT_EQ(text_of(world.send(world.post("/close", ""))->body), "bye");
  EXPECT_TRUE(world.send(world.post("/echo", "")));
}

TEST(HttpClientTest, DroppingConnectionsEndsWhatIsUnderWay) {
  HttpWorld world;
  std::future<Result<ports::HttpResponse>> silent = world.begin(world.post("/silence", ""));
  ASSERT_TRUE(world.send(world.post("/echo", "")));  // the other is surely under way by now
  world.client.drop_connections();
  EXPECT_EQ(code_of(silent.get()), ErrorCode::kCut);
}

TEST(HttpClientTest, ClosingAnswersWhatIsUnderWay) {
  auto world = std::make_unique<HttpWorld>();
  std::future<Result<ports::HttpResponse>> silent = world->begin(world->post("/silence", ""));
  world->close_client();
  EXPECT_EQ(code_of(silent.get()), ErrorCode::kClosed);
}

TEST(HttpClientTest, RefusesABodyPastItsCap) {
  HttpWorld world;
  for (const char* const path : {"/big", "/big-chunked"}) {
    ports::HttpRequest request = world.post(path, "");
    request.body_bytes_max = 4999;
    EXPECT_EQ(code_of(world.send(std::move(request))), ErrorCode::kLimitExceeded) << path;
    ports::HttpRequest fitting = world.post(path, "");
    fitting.body_bytes_max = 5000;
    EXPECT_TRUE(world.send(std::move(fitting))) << path;
  }
}

TEST(HttpClientTest, RefusesHeadersPastTheirCap) {
  HttpWorld world;
  EXPECT_EQ(code_of(world.send(world.post("/many-headers", ""))), ErrorCode::kLimitExceeded);
}

TEST(HttpClientTest, AnAnswerCutShortIsACut) {
  HttpWorld world;
  for (const char* const path : {"/cut", "/cut-head", "/nothing"}) {
    EXPECT_EQ(code_of(world.send(world.post(path, ""))), ErrorCode::kCut) << path;
  }
}

TEST(HttpClientTest, ADamagedTlsRecordIsACut) {
  HttpWorld world;
  EXPECT_EQ(code_of(world.send(world.post("/damage", ""))), ErrorCode::kCut);
}

TEST(HttpClientTest, WhatIsNotHttpMeansTheServerIsDown) {
  HttpWorld world;
  EXPECT_EQ(code_of(world.send(world.post("/not-http", ""))), ErrorCode::kServerDown);
}

TEST(HttpClientTest, RefusesABodyWhoseEndCannotBeToldFromACut) {
  HttpWorld world;
  EXPECT_EQ(code_of(world.send(world.post("/until-close", ""))), ErrorCode::kServerDown);
}

TEST(HttpClientTest, SilenceIsATimeout) {
  HttpWorld world("good", [](curl::CurlOptions& options) { options.total_timeout = 300ms; });
  EXPECT_EQ(code_of(world.send(world.post("/silence", ""))), ErrorCode::kTimeout);
}

TEST(HttpClientTest, AStalledHandshakeIsATimeout) {
  HttpWorld world("stalled", [](curl::CurlOptions& options) { options.connect_timeout = 300ms; });
  EXPECT_EQ(code_of(world.send(world.post("/echo", ""))), ErrorCode::kTimeout);
}

TEST(HttpClientTest, AHandshakeCutOffIsACut) {
  HttpWorld world("reset");
  EXPECT_EQ(code_of(world.send(world.post("/echo", ""))), ErrorCode::kCut);
}

TEST(HttpClientTest, ARefusedConnectionMeansTheServerIsDown) {
  HttpWorld world;
  ports::HttpRequest request = world.post("/echo", "");
  request.url = "https://127.0.0.1:1/echo";
  EXPECT_EQ(code_of(world.send(std::move(request))), ErrorCode::kServerDown);
}

TEST(HttpClientTest, ANameWithoutAddressIsNoNetwork) {
  HttpWorld world;
  ports::HttpRequest request = world.post("/echo", "");
  request.url = "https://nowhere.invalid/echo";
  EXPECT_EQ(code_of(world.send(std::move(request))), ErrorCode::kNoNetwork);
}

TEST(HttpClientTest, RefusesRequestsThatCannotBeSentSafely) {
  HttpWorld world;
  const auto refused = [&world](const std::function<void(ports::HttpRequest&)>& spoil) {
    ports::HttpRequest request = world.post("/echo", "");
    spoil(request);
    return code_of(world.send(std::move(request))) == ErrorCode::kInvalidArgument;
  };
  EXPECT_TRUE(refused([](auto& r) { r.url = "http://localhost/"; }));
  EXPECT_TRUE(refused([](auto& r) { r.url = "file:///etc/passwd"; }));
  EXPECT_TRUE(refused([](auto& r) { r.url = ""; }));
  EXPECT_TRUE(refused([](auto& r) { r.method = "PUT"; }));
  EXPECT_TRUE(refused([](auto& r) { r.headers = {{"x", "a\r\ny: b"}}; }));
  EXPECT_TRUE(refused([](auto& r) { r.headers = {{"x\n", "a"}}; }));
  EXPECT_TRUE(refused([](auto& r) { r.headers = {{"", "a"}}; }));
}

TEST(HttpClientTest, WithoutRootsOfOursNothingIsTrusted) {
  HttpWorld none("good", [](curl::CurlOptions& options) { options.roots_pem.clear(); });
  EXPECT_EQ(code_of(none.send(none.post("/echo", ""))), ErrorCode::kInvalidArgument);
  HttpWorld junk("good", [](curl::CurlOptions& options) { options.roots_pem = "junk"; });
  EXPECT_FALSE(junk.send(junk.post("/echo", "")));
}

/// Variables that curl or OpenSSL read when they are let.
void set_hostile_environment(const TlsServer& server) {
  const std::string foreign = (server.folder() / "foreign.pem").string();
  const std::string key_log = (server.folder() / "keys.log").string();
  for (const char* const name : {"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"}) {
    ::setenv(name, "http://127.0.0.1:1", 1);
  }
  ::setenv("SSL_CERT_FILE", foreign.c_str(), 1);
  ::setenv("SSL_CERT_DIR", server.folder().c_str(), 1);
  ::setenv("CURL_CA_BUNDLE", foreign.c_str(), 1);
  ::setenv("SSLKEYLOGFILE", key_log.c_str(), 1);
}

TEST(HttpClientTest, EnvironmentVariablesChangeNothing) {
  TlsServer good;
  set_hostile_environment(good);
  HttpWorld world;
  EXPECT_TRUE(world.send(world.post("/echo", "")));
  std::error_code none;
  const std::uintmax_t logged = std::filesystem::file_size(good.folder() / "keys.log", none);
  EXPECT_TRUE(none || logged == 0) << logged;
}

TEST(HttpClientTest, ARootNamedByTheEnvironmentIsNotTrusted) {
  HttpWorld world("foreign-root");
  set_hostile_environment(world.server);
  EXPECT_EQ(code_of(world.send(world.post("/echo", ""))), ErrorCode::kIntercepted);
}

}  // namespace
}  // namespace cpa::contract
