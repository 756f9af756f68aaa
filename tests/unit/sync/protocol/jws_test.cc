#include "sync/protocol/jws.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/sync/protocol/test_keys.h"

namespace cpa::protocol {
namespace {

using codec::Json;

// RFC 7515, appendix A.3.1.
constexpr std::string_view kRfcExample =
    "eyJhbGciOiJFUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q"
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

std::string made() {
  return make_jws(JwsAlgorithm::kEs256, "t+jws", Json::object({{"kid", "k"}}), R"({"a":1})",
                  sign_as_device)
      .value();
}
/// A JWS with this header text, signed by the device all the same.
std::string with_header(std::string_view header) {
  std::string jws =
      codec::base64url_encode(bytes_of(header)) + "." + codec::base64url_encode(bytes_of("{}"));
  return jws + "." + codec::base64url_encode(sign_as_device(bytes_of(jws)).value());
}

TEST(JwsTest, ReadsThePublishedExample) {
  const auto parsed = parse_jws(kRfcExample);
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_TRUE(
      crypto::es256_verify(device_key(), bytes_of(parsed->signing_input), parsed->signature));
  EXPECT_TRUE(text_of(parsed->payload).starts_with(R"({"iss":"joe")"));
  // It says no typ, so it is none of ours.
  EXPECT_EQ(check_jws(*parsed, "t+jws", device_verifies()).error().code, ErrorCode::kSignature);
}

TEST(JwsTest, WhatItMakesVerifies) {
  EXPECT_EQ(codec::canonical(verify_jws(made(), "t+jws", device_verifies()).value()), R"({"a":1})");
  EXPECT_EQ(jws_kid(made()).value(), "k");
}

TEST(JwsTest, RefusesAnotherTypeAlgorithmOrKey) {
  EXPECT_EQ(verify_jws(made(), "u+jws", device_verifies()).error().code, ErrorCode::kSignature);
  EXPECT_EQ(verify_jws(made(), "t+jws", server_verifies()).error().code, ErrorCode::kSignature);
  const SecretBytes other = crypto::p256_generate().value();
  EXPECT_EQ(
      verify_jws(made(), "t+jws", {JwsAlgorithm::kEs256, crypto::p256_public_key(other).value()})
          .error()
          .code,
      ErrorCode::kSignature);
}

TEST(JwsTest, RefusesAChangeAnywhere) {
  const std::string jws = made();
  for (std::size_t at = 0; at < jws.size(); at += 5) {
    if (jws[at] == '.') continue;
    EXPECT_FALSE(verify_jws(spoilt(jws, at), "t+jws", device_verifies())) << at;
  }
}

TEST(JwsTest, RefusesAlgNone) {
  const std::string unsigned_jws =
      codec::base64url_encode(bytes_of(R"({"alg":"none","typ":"t+jws"})")) + "." +
      codec::base64url_encode(bytes_of("{}")) + ".";
  EXPECT_FALSE(verify_jws(unsigned_jws, "t+jws", device_verifies()));
  EXPECT_EQ(verify_jws(with_header(R"({"alg":"none","typ":"t+jws"})"), "t+jws", device_verifies())
                .error()
                .code,
            ErrorCode::kSignature);
}

TEST(JwsTest, RefusesHeadersThatChooseTheKey) {
  for (const char* member : {"crit", "b64", "jku", "x5u", "x5c", "jwk"}) {
    const std::string header =
        R"({"alg":"ES256","typ":"t+jws",")" + std::string(member) + R"(":[]})";
    EXPECT_EQ(verify_jws(with_header(header), "t+jws", device_verifies()).error().code,
              ErrorCode::kMalformed)
        << member;
  }
}

TEST(JwsTest, RefusesOtherForms) {
  const std::string jws = made();
  for (const std::string& text :
       {std::string(), std::string("a.b"), jws + ".x", jws + "=", " " + jws, with_header("[]"),
        with_header(R"({"alg":"ES256","alg":"ES256"})")}) {
    EXPECT_FALSE(parse_jws(text)) << text;
  }
  EXPECT_EQ(parse_jws(std::string(70000, 'a')).error().code, ErrorCode::kLimitExceeded);
  EXPECT_FALSE(jws_kid(with_header(R"({"alg":"ES256"})")));
}

TEST(JwsTest, AKeyThatDoesNotSignPassesItsErrorOn) {
  const auto failed = make_jws(JwsAlgorithm::kEs256, "t", Json::object(), "{}", [](ByteView) {
    return Result<Bytes>(Error{ErrorCode::kVaultUnavailable, "locked"});
  });
  EXPECT_EQ(failed.error().code, ErrorCode::kVaultUnavailable);
}

}  // namespace
}  // namespace cpa::protocol
