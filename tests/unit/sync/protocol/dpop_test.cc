#include "sync/protocol/dpop.h"

#include <gtest/gtest.h>

#include "sync/protocol/jwk.h"
#include "sync/protocol/versions.h"
#include "tests/unit/sync/protocol/test_keys.h"

namespace cpa::protocol {
namespace {

DpopClaims claims() {
  DpopClaims made;
  made.htm = "POST";
  made.htu = "https://localhost:1/v1/sync";
  made.jti = "abc";
  made.iat = model::Instant{std::chrono::seconds{1700000000}};
  made.ath = access_token_hash("token");
  made.nonce = "n";
  return made;
}

TEST(DpopTest, AProofSaysWhatWasClaimedAndByWhichKey) {
  const auto proof = verify_dpop(make_dpop(claims(), device_key(), sign_as_device).value());
  ASSERT_TRUE(proof) << proof.error().message;
  EXPECT_EQ(proof->claims.htm, "POST");
  EXPECT_EQ(proof->claims.htu, "https://localhost:1/v1/sync");
  EXPECT_EQ(proof->claims.jti, "abc");
  EXPECT_EQ(proof->claims.iat, claims().iat);
  EXPECT_EQ(proof->claims.ath, claims().ath);
  EXPECT_EQ(proof->claims.nonce, "n");
  EXPECT_EQ(proof->public_key, device_key());
  EXPECT_EQ(proof->thumbprint, p256_thumbprint(device_key()));
}

// base64url(SHA-256("token")) by Python's hashlib.
TEST(DpopTest, HashesTheAccessToken) {
  EXPECT_EQ(access_token_hash("token"), "PEaenWxYddN6Q_NT1PiOYfz4EsZu7jRXRlpAsNpBU-A");
}

TEST(DpopTest, RefusesAProofOfAnotherKeyOrType) {
  const auto foreign = make_dpop(claims(), device_key(), [](ByteView message) {
    return crypto::es256_sign(crypto::p256_generate().value(), message);
  });
  EXPECT_EQ(verify_dpop(*foreign).error().code, ErrorCode::kSignature);
  const auto command =
      make_jws(JwsAlgorithm::kEs256, kCommandTyp,
               codec::Json::object({{"jwk", p256_jwk(device_key())}}), "{}", sign_as_device);
  EXPECT_EQ(verify_dpop(*command).error().code, ErrorCode::kSignature);
  const auto bare =
      make_jws(JwsAlgorithm::kEs256, kDpopTyp, codec::Json::object(), "{}", sign_as_device);
  EXPECT_EQ(verify_dpop(*bare).error().code, ErrorCode::kMalformed);
}

TEST(DpopTest, RefusesAProofWithoutItsClaims) {
  for (const char* payload :
       {"{}", R"({"htm":"POST","htu":"u","jti":"j"})", R"({"htm":"POST","htu":"u","iat":1})",
        R"({"htm":"POST","jti":"j","iat":1})", R"({"htu":"u","jti":"j","iat":1})",
        R"({"htm":"POST","htu":"u","jti":"j","iat":"1"})"}) {
    const auto proof =
        make_jws(JwsAlgorithm::kEs256, kDpopTyp,
                 codec::Json::object({{"jwk", p256_jwk(device_key())}}), payload, sign_as_device);
    EXPECT_EQ(verify_dpop(*proof).error().code, ErrorCode::kMalformed) << payload;
  }
}

}  // namespace
}  // namespace cpa::protocol
