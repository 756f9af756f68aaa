#include "tools/server/http/gateway.h"

#include <gtest/gtest.h>

#include "core/codec/gzip.h"
#include "core/codec/json.h"
#include "core/crypto/sign.h"
#include "core/store/sql/database.h"
#include "sync/protocol/checkpoint.h"
#include "sync/protocol/dpop.h"
#include "sync/protocol/http_signature.h"
#include "tests/unit/tools/server/stage.h"

namespace cpa::server {
namespace {

class GatewayTest : public testing::Test {
 protected:
  GatewayTest()
      : sync_(stage_.database(), stage_.identity, stage_.law(), stage_.clock),
        tokens_(stage_.database(), stage_.identity, stage_.random),
        gateway_(sync_, tokens_, stage_.identity, stage_.clock, Log()),
        key_(std::move(*crypto::p256_generate())) {
    stage_.declare_year(2024, "151.67");
  }

  std::string proof(std::string_view path, const std::string& token = {}) {
    protocol::DpopClaims claims{.htm = "POST",
                                .htu = stage_.identity.url + std::string(path),
                                .jti = "p" + std::to_string(++proofs_),
                                .iat = stage_.clock.utc_now(),
                                .ath = std::nullopt,
                                .nonce = std::nullopt};
    if (!token.empty()) claims.ath = protocol::access_token_hash(token);
    return *protocol::make_dpop(claims, *crypto::p256_public_key(key_), [this](ByteView message) {
      return crypto::es256_sign(key_, message);
    });
  }

  Request token_request() {
    const auto code = *tokens_.enrol(Stage::kZoe, stage_.clock.utc_now());
    return {.method = "POST",
            .target = "/v1/token",
            .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                        {"DPoP", proof("/v1/token")}},
            .body = protocol::encode_grant(protocol::EnrolmentGrant{code.code})};
  }

  Request sync_request() { return sync_request(stage_.request()); }

  Request sync_request(protocol::SyncRequest request) {
    const auto answer = gateway_.handle(token_request());
    const auto token = *protocol::token_response_from_json(*codec::parse_json(answer.body));
    request.device = token.device;
    const Bytes coded = codec::gzip_compress(bytes_of(codec::to_text(protocol::to_json(request))));
    return {.method = "POST",
            .target = "/v1/sync",
            .headers = {{"content-type", "application/json"},
                        {"content-encoding", "gzip"},
                        {"content-digest", protocol::content_digest(coded)},
                        {"authorization", "DPoP " + token.access_token},
                        {"dpop", proof("/v1/sync", token.access_token)},
                        {"cpa-version", "1"}},
            .body = std::string(text_of(coded))};
  }

  static void set(Request& request, std::string_view name, std::string value) {
    for (auto& header : request.headers) {
      if (header.name == name) header.value = value;
    }
  }

  Stage stage_;
  SyncService sync_;
  TokenService tokens_;
  Gateway gateway_;
  SecretBytes key_;
  int proofs_{0};
};

TEST_F(GatewayTest, AnAnswerVerifiesAgainstItsRequest) {
  const auto request = sync_request();
  const auto response = gateway_.handle(request);
  ASSERT_EQ(response.status, 200) << response.body;
  const ports::HttpResponse received{.status = response.status,
                                     .headers = response.headers,
                                     .body = copy_of(bytes_of(response.body)),
                                     .traffic = {}};
  const protocol::RequestBinding binding{"POST", "/v1/sync",
                                         std::string(request.header("content-digest"))};
  const auto keys = [this](std::string_view kid) -> std::optional<protocol::VerifyingKey> {
    if (kid != stage_.identity.kid) return std::nullopt;
    return protocol::VerifyingKey{protocol::JwsAlgorithm::kEdDsa,
                                  *crypto::ed25519_public_key(stage_.identity.signing_seed)};
  };
  EXPECT_TRUE(protocol::verify_response(received, binding, keys));
  auto other = binding;
  other.content_digest = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";
  EXPECT_FALSE(protocol::verify_response(received, other, keys));
}

/// Bytes of an answer on the wire, as HTTP/1.1 writes it.
std::size_t wire_size(const Response& response) {
  std::size_t size = std::string_view("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").size();
  for (const auto& header : response.headers) {
    size += header.name.size() + header.value.size() + 4;
  }
  return size + response.body.size();
}

TEST_F(GatewayTest, AnUnchangedAnswerIsSmall) {
  const auto first = gateway_.handle(sync_request());
  const auto plain = codec::gzip_expand(bytes_of(first.body), 1 << 20);
  const auto answer = *protocol::sync_response_from_json(*codec::parse_json(*plain));
  auto request = stage_.request();
  request.cursor = answer.pull.to;
  request.have_root = protocol::read_checkpoint(*answer.checkpoint)->root;
  const auto response = gateway_.handle(sync_request(request));
  ASSERT_EQ(response.status, 200);
  EXPECT_LE(wire_size(response), 1200U);
}

TEST_F(GatewayTest, TheDeltaOfOneDecisionIsSmall) {
  stage_.credit(2024, "2025-06-15");
  stage_.enrol();
  auto request = stage_.request();
  request.nonce = "q83vEjRWeJCrze8SNFZ4kA";
  const auto first = *sync_.handle(stage_.session, request, stage_.clock.utc_now());
  request.cursor = first.pull.to;
  request.commands = {stage_.sign(stage_.command(
      1, "training.request", R"({"price":"400.00","kind":"rncp","session_start":"2026-09-01"})"))};
  const auto answer = *sync_.handle(stage_.session, request, stage_.clock.utc_now());
  ASSERT_EQ(answer.pull.ops.size(), 2U);
  const Bytes body = codec::gzip_compress(bytes_of(codec::to_text(protocol::to_json(answer))));
  constexpr std::size_t kHeaders = 430;      // as in the answer above
  EXPECT_LE(body.size() + kHeaders, 1560U);  // real identifiers compress less
}

TEST_F(GatewayTest, KnowsTwoAddressesAndOneMethod) {
  EXPECT_EQ(gateway_.handle({.method = "POST", .target = "/", .headers = {}, .body = {}}).status,
            404);
  EXPECT_EQ(
      gateway_.handle({.method = "GET", .target = "/v1/sync", .headers = {}, .body = {}}).status,
      405);
}

TEST_F(GatewayTest, RefusesWhatIsNotLetIn) {
  auto request = sync_request();
  set(request, "authorization", "DPoP nothing");
  const auto response = gateway_.handle(request);
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(*ports::find_header(response.headers, "www-authenticate"),
            R"(DPoP error="invalid_token")");
}

TEST_F(GatewayTest, RefusesABodyThatIsNotItsDigest) {
  auto request = sync_request();
  set(request, "content-digest", protocol::content_digest(bytes_of("another body")));
  const auto response = gateway_.handle(request);
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("content-digest"), std::string::npos) << response.body;
}

TEST_F(GatewayTest, RefusesAnotherVersionAndOtherTypes) {
  auto request = sync_request();
  set(request, "cpa-version", "2");
  EXPECT_EQ(gateway_.handle(request).status, 426);
  request = sync_request();
  set(request, "content-type", "text/plain");
  EXPECT_EQ(gateway_.handle(request).status, 415);
  auto token = token_request();
  set(token, "Content-Type", "application/json");
  EXPECT_EQ(gateway_.handle(token).status, 415);
}

TEST_F(GatewayTest, AnUnknownCodeIsAnInvalidGrant) {
  auto request = token_request();
  request.body = protocol::encode_grant(protocol::EnrolmentGrant{"WRONG"});
  const auto response = gateway_.handle(request);
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body, R"({"error":"invalid_grant"})");
}

TEST_F(GatewayTest, AWrongClockIsChallenged) {
  auto request = token_request();
  stage_.clock.advance(std::chrono::hours(1));
  const auto response = gateway_.handle(request);
  EXPECT_EQ(response.status, 401);
  EXPECT_NE(ports::find_header(response.headers, "dpop-nonce"), nullptr);
}

}  // namespace
}  // namespace cpa::server
