#include "sync/protocol/token.h"

#include <gtest/gtest.h>

#include "sync/protocol/versions.h"
#include "tests/unit/sync/protocol/test_keys.h"

namespace cpa::protocol {
namespace {

TEST(GrantTest, ComesBackFromTheForm) {
  const auto enrolment = decode_grant(encode_grant(EnrolmentGrant{"A+B &=%é"}));
  ASSERT_TRUE(enrolment) << enrolment.error().message;
  EXPECT_EQ(std::get<EnrolmentGrant>(*enrolment).code, "A+B &=%é");
  const auto refresh = decode_grant(encode_grant(RefreshGrant{"r/t=="}));
  EXPECT_EQ(std::get<RefreshGrant>(*refresh).refresh_token, "r/t==");
}

TEST(GrantTest, ReadsTheFormOfOtherClients) {
  const auto grant = decode_grant("refresh_token=a%2Bb&grant_type=refresh_token");
  ASSERT_TRUE(grant) << grant.error().message;
  EXPECT_EQ(std::get<RefreshGrant>(*grant).refresh_token, "a+b");
}

TEST(GrantTest, RefusesOtherGrantsAndBrokenForms) {
  EXPECT_EQ(decode_grant("grant_type=password&username=a&password=b").error().code,
            ErrorCode::kUnsupported);
  for (const char* form :
       {"", "grant_type=refresh_token",
        "grant_type=refresh_token&refresh_token=", "grant_type=refresh_token&refresh_token=%zz",
        "grant_type=refresh_token&refresh_token=a&refresh_token=b"}) {
    EXPECT_FALSE(decode_grant(form)) << form;
  }
}

TEST(TokenResponseTest, ComesBackAndNeedsEveryMember) {
  const TokenResponse response{"at", 600, "rt", "acc", "dev"};
  const codec::Json json = to_json(response);
  const auto read = token_response_from_json(json);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->access_token, "at");
  EXPECT_EQ(read->expires_in, 600);
  EXPECT_EQ(read->refresh_token, "rt");
  EXPECT_EQ(read->account, "acc");
  EXPECT_EQ(read->device, "dev");
  for (const char* member :
       {"access_token", "token_type", "expires_in", "refresh_token", "account", "device"}) {
    EXPECT_FALSE(token_response_from_json(without(json, member))) << member;
  }
}

TEST(TokenResponseTest, RefusesABearerTokenAndALongLife) {
  codec::Json bearer = to_json(TokenResponse{"at", 600, "rt", "acc", "dev"});
  bearer.set("token_type", "Bearer");
  EXPECT_FALSE(token_response_from_json(bearer));
  EXPECT_FALSE(token_response_from_json(to_json(TokenResponse{"at", 601, "rt", "acc", "dev"})));
  EXPECT_FALSE(token_response_from_json(to_json(TokenResponse{"at", 0, "rt", "acc", "dev"})));
}

TEST(AccessTokenTest, SaysWhoMayDoWhatWithWhichKey) {
  const model::Instant now{std::chrono::seconds{1700000000}};
  const AccessClaims claims{"server", "acc", "dev", "thumb", now, now + std::chrono::minutes{10}};
  const std::string token = make_access_token(claims, "k1", sign_as_server).value();
  const auto read = verify_access_token(token, server_verifies());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->iss, "server");
  EXPECT_EQ(read->account, "acc");
  EXPECT_EQ(read->device, "dev");
  EXPECT_EQ(read->thumbprint, "thumb");
  EXPECT_EQ(read->issued, now);
  EXPECT_EQ(read->expires, now + std::chrono::minutes{10});
  EXPECT_EQ(verify_access_token(token, server_verifies(4)).error().code, ErrorCode::kSignature);
  const auto other =
      make_jws(JwsAlgorithm::kEdDsa, kCheckpointTyp, codec::Json::object(), "{}", sign_as_server);
  EXPECT_EQ(verify_access_token(*other, server_verifies()).error().code, ErrorCode::kSignature);
  const auto empty =
      make_jws(JwsAlgorithm::kEdDsa, kAccessTokenTyp, codec::Json::object(), "{}", sign_as_server);
  EXPECT_EQ(verify_access_token(*empty, server_verifies()).error().code, ErrorCode::kMalformed);
}

}  // namespace
}  // namespace cpa::protocol
