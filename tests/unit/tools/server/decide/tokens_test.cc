#include "tools/server/decide/tokens.h"

#include <gtest/gtest.h>

#include "core/crypto/sign.h"
#include "core/store/sql/database.h"
#include "sync/protocol/dpop.h"
#include "tests/unit/tools/server/stage.h"

namespace cpa::server {
namespace {

class TokensTest : public testing::Test {
 protected:
  TokensTest() : tokens_(stage_.database(), stage_.identity, stage_.random) {
    stage_.declare_year(2024, "151.67");
    key_ = std::move(*crypto::p256_generate());
  }

  model::Instant now() { return stage_.clock.utc_now(); }

  protocol::DpopClaims claims(std::string_view path) {
    return {.htm = "POST",
            .htu = stage_.identity.url + std::string(path),
            .jti = "proof-" + std::to_string(++proofs_),
            .iat = now(),
            .ath = std::nullopt,
            .nonce = std::nullopt};
  }

  std::string proof(const protocol::DpopClaims& claims) { return proof(claims, key_); }

  static std::string proof(const protocol::DpopClaims& claims, const SecretBytes& key) {
    return *protocol::make_dpop(claims, *crypto::p256_public_key(key), [&key](ByteView message) {
      return crypto::es256_sign(key, message);
    });
  }

  std::string code_form() {
    const auto code = tokens_.enrol(Stage::kZoe, now());
    return protocol::encode_grant(protocol::EnrolmentGrant{code->code});
  }

  protocol::TokenResponse granted(const std::string& form) {
    const auto answer = tokens_.grant(form, proof(claims("/v1/token")), now());
    return std::get<protocol::TokenResponse>(*answer);
  }

  Refusal refused(const std::string& form, const std::string& proof) {
    return std::get<Refusal>(*tokens_.grant(form, proof, now()));
  }

  Stage stage_;
  TokenService tokens_;
  SecretBytes key_;
  int proofs_{0};
};

TEST_F(TokensTest, ACodeLetsADeviceIn) {
  const auto response = granted(code_form());
  EXPECT_EQ(response.account, stage_.account());
  EXPECT_EQ(response.expires_in, 600);
  auto claim = claims("/v1/sync");
  claim.ath = protocol::access_token_hash(response.access_token);
  const auto session =
      tokens_.session("DPoP " + response.access_token, proof(claim), "/v1/sync", now());
  ASSERT_TRUE(std::holds_alternative<Session>(*session));
  EXPECT_EQ(std::get<Session>(*session).device, response.device);
}

TEST_F(TokensTest, OnlyAnOpenAccountGetsACode) {
  EXPECT_EQ(tokens_.enrol("1900675123456", now()).error().code, ErrorCode::kNotFound);
}

TEST_F(TokensTest, ALostAnswerCostsNoDevice) {
  const auto form = code_form();
  const auto first = granted(form);
  const auto second = granted(form);
  EXPECT_EQ(second.device, first.device);
}

TEST_F(TokensTest, AUsedCodeIsNothingForAnotherKey) {
  const auto form = code_form();
  granted(form);
  const SecretBytes other = std::move(*crypto::p256_generate());
  EXPECT_EQ(refused(form, proof(claims("/v1/token"), other)), Refusal::kInvalidGrant);
}

TEST_F(TokensTest, AnExpiredCodeIsRefused) {
  const auto form = code_form();
  stage_.clock.advance(std::chrono::hours(25));
  EXPECT_EQ(refused(form, proof(claims("/v1/token"))), Refusal::kInvalidGrant);
}

TEST_F(TokensTest, ARefreshTokenStaysTheSame) {
  const auto first = granted(code_form());
  const auto form = protocol::encode_grant(protocol::RefreshGrant{first.refresh_token});
  const auto second = granted(form);
  EXPECT_EQ(second.refresh_token, first.refresh_token);
  const SecretBytes other = std::move(*crypto::p256_generate());
  EXPECT_EQ(refused(form, proof(claims("/v1/token"), other)), Refusal::kInvalidGrant);
}

TEST_F(TokensTest, AProofIsGoodOnceAndForOneAddress) {
  const auto form = code_form();
  const auto claim = claims("/v1/token");
  const auto once = proof(claim);
  EXPECT_TRUE(std::holds_alternative<protocol::TokenResponse>(*tokens_.grant(form, once, now())));
  EXPECT_EQ(refused(form, once), Refusal::kInvalidProof);
  EXPECT_EQ(refused(form, proof(claims("/v1/sync"))), Refusal::kInvalidProof);
  EXPECT_EQ(refused(form, "nothing"), Refusal::kInvalidProof);
}

TEST_F(TokensTest, AWrongClockIsGivenANonce) {
  const auto form = code_form();
  auto claim = claims("/v1/token");
  claim.iat = now() - std::chrono::hours(24 * 3650);
  EXPECT_EQ(refused(form, proof(claim)), Refusal::kUseNonce);
  claim.nonce = tokens_.nonce(now());
  EXPECT_TRUE(
      std::holds_alternative<protocol::TokenResponse>(*tokens_.grant(form, proof(claim), now())));
  claim.jti = "another";
  claim.nonce = tokens_.nonce(now() - std::chrono::minutes(6));
  EXPECT_EQ(refused(form, proof(claim)), Refusal::kUseNonce);
  claim.nonce = "1.AAAA";
  EXPECT_EQ(refused(form, proof(claim)), Refusal::kUseNonce);
}

TEST_F(TokensTest, AnAccessTokenEndsAndIsBoundToItsKey) {
  const auto response = granted(code_form());
  const std::string authorization = "DPoP " + response.access_token;
  auto claim = claims("/v1/sync");
  claim.ath = protocol::access_token_hash(response.access_token);
  const SecretBytes other = std::move(*crypto::p256_generate());
  EXPECT_EQ(
      std::get<Refusal>(*tokens_.session(authorization, proof(claim, other), "/v1/sync", now())),
      Refusal::kInvalidToken);
  EXPECT_EQ(std::get<Refusal>(*tokens_.session("Bearer x", proof(claim), "/v1/sync", now())),
            Refusal::kInvalidToken);
  stage_.clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(std::get<Refusal>(*tokens_.session(authorization, proof(claim), "/v1/sync", now())),
            Refusal::kInvalidToken);
}

TEST_F(TokensTest, AProofWithoutTheTokensHashIsRefused) {
  const auto response = granted(code_form());
  EXPECT_EQ(std::get<Refusal>(*tokens_.session("DPoP " + response.access_token,
                                               proof(claims("/v1/sync")), "/v1/sync", now())),
            Refusal::kInvalidProof);
}

}  // namespace
}  // namespace cpa::server
