#include "sync/auth/token_exchange.h"

#include <gtest/gtest.h>

#include <string>

#include "platform/fake/random.h"
#include "sync/protocol/dpop.h"
#include "tests/unit/sync/protocol/test_keys.h"

namespace cpa::auth {
namespace {

const model::Instant kNow{std::chrono::seconds{1700000000}};

ports::HttpResponse answer(int status, std::string_view body,
                           std::vector<ports::HttpHeader> headers = {
                               {"Content-Type", "application/json"}}) {
  ports::HttpResponse response;
  response.status = status;
  response.headers = std::move(headers);
  response.body = copy_of(bytes_of(body));
  return response;
}

class ProverTest : public testing::Test {
 protected:
  DeviceKey key_{protocol::device_key(), protocol::sign_as_device};
  fake::SeededRandom random_{5};
  Prover prover_{key_, random_};
};

TEST_F(ProverTest, ATokenRequestCarriesTheGrantAndAProof) {
  const auto request =
      prover_.token_request("https://localhost:1", protocol::RefreshGrant{"rt"}, kNow, "nonce");
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->method, "POST");
  EXPECT_EQ(request->url, "https://localhost:1/v1/token");
  EXPECT_TRUE(protocol::decode_grant(text_of(request->body)));
  const auto proof = protocol::verify_dpop(*ports::find_header(request->headers, "dpop"));
  ASSERT_TRUE(proof) << proof.error().message;
  EXPECT_EQ(proof->claims.htm, "POST");
  EXPECT_EQ(proof->claims.htu, "https://localhost:1/v1/token");
  EXPECT_EQ(proof->claims.nonce, "nonce");
  EXPECT_EQ(proof->claims.iat, kNow);
  EXPECT_FALSE(proof->claims.ath);
}

TEST_F(ProverTest, EachProofIsNewAndNamesItsTokenAndAddress) {
  ports::HttpRequest one{"POST", "https://localhost:1/v1/sync?x=1#y"};
  ports::HttpRequest two = one;
  ASSERT_TRUE(prover_.authorize(one, "at", kNow));
  ASSERT_TRUE(prover_.authorize(two, "at", kNow));
  EXPECT_EQ(*ports::find_header(one.headers, "authorization"), "DPoP at");
  const auto first = protocol::verify_dpop(*ports::find_header(one.headers, "dpop"));
  const auto second = protocol::verify_dpop(*ports::find_header(two.headers, "dpop"));
  EXPECT_EQ(first->claims.htu, "https://localhost:1/v1/sync");
  EXPECT_EQ(first->claims.ath, protocol::access_token_hash("at"));
  EXPECT_FALSE(first->claims.nonce);
  EXPECT_NE(first->claims.jti, second->claims.jti);
}

TEST(TokenAnswerTest, AGrantBecomesASessionThatEndsBeforeTheToken) {
  const auto outcome =
      read_token_answer(answer(200, R"({"access_token":"at","token_type":"DPoP","expires_in":600,)"
                                    R"("refresh_token":"rt","account":"acc","device":"dev"})"),
                        kNow);
  ASSERT_TRUE(outcome) << outcome.error().message;
  const Session& session = std::get<Granted>(*outcome).session;
  EXPECT_EQ(session.account, "acc");
  EXPECT_EQ(session.access_expires, kNow + std::chrono::seconds{570});
}

TEST(TokenAnswerTest, OnlyInvalidGrantIsARefusal) {
  EXPECT_TRUE(std::holds_alternative<Refused>(
      read_token_answer(answer(400, R"({"error":"invalid_grant"})"), kNow).value()));
  for (const auto& other :
       {answer(400, R"({"error":"invalid_request"})"), answer(500, "{}"), answer(503, ""),
        answer(200, "<html>", {{"content-type", "text/html"}}), answer(400, "invalid_grant")}) {
    const auto outcome = read_token_answer(other, kNow);
    ASSERT_FALSE(outcome) << other.status;
    EXPECT_EQ(outcome.error().code, ErrorCode::kServerDown) << other.status;
  }
}

TEST(TokenAnswerTest, AMalformedGrantIsAFaultOfTheServer) {
  for (const char* body : {"{", "{}", R"({"access_token":"at"})"}) {
    EXPECT_EQ(read_token_answer(answer(200, body), kNow).error().code, ErrorCode::kProtocol)
        << body;
  }
}

TEST(TokenAnswerTest, ANonceIsAChallengeAndNoRefusal) {
  const auto challenge = answer(401, R"({"error":"use_dpop_nonce"})",
                                {{"Content-Type", "application/json"}, {"DPoP-Nonce", "abc"}});
  EXPECT_EQ(nonce_challenge(challenge), "abc");
  EXPECT_EQ(std::get<Challenged>(read_token_answer(challenge, kNow).value()).nonce, "abc");
  EXPECT_EQ(nonce_challenge(answer(401, R"({"error":"use_dpop_nonce"})")), "");
  EXPECT_EQ(nonce_challenge(answer(200, "{}", {{"DPoP-Nonce", "abc"}})), "");
}

}  // namespace
}  // namespace cpa::auth
