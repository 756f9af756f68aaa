#include <gtest/gtest.h>

#include <string>

#include "core/codec/base64url.h"
#include "core/crypto/sign.h"
#include "tests/unit/core/crypto/hex.h"

namespace cpa::crypto {
namespace {

// RFC 7515 Appendix A.3.
constexpr std::string_view kX = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr std::string_view kY = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr std::string_view kScalar = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";
constexpr std::string_view kSigned =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q";
constexpr std::string_view kSignature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
// The order n of P-256 (FIPS 186-4 D.1.2.3).
constexpr std::string_view kOrder =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

Bytes decoded(std::string_view text) { return *codec::base64url_decode(text); }

Bytes rfc_public_key() {
  Bytes key = decoded(kX);
  const Bytes y = decoded(kY);
  key.insert(key.end(), y.begin(), y.end());
  return key;
}

TEST(Es256Test, AgreesWithRfc7515) {
  EXPECT_EQ(*p256_public_key(SecretBytes(decoded(kScalar))), rfc_public_key());
  EXPECT_TRUE(es256_verify(rfc_public_key(), bytes_of(kSigned), decoded(kSignature)));
}

TEST(Es256Test, RefusesAnyChangedByte) {
  const Bytes signature = decoded(kSignature);
  for (std::size_t i = 0; i < signature.size(); ++i) {
    Bytes changed = signature;
    changed[i] ^= 1U;
    EXPECT_FALSE(es256_verify(rfc_public_key(), bytes_of(kSigned), changed)) << i;
  }
  EXPECT_FALSE(es256_verify(rfc_public_key(), bytes_of("other"), signature));
}

TEST(Es256Test, WhatAFreshKeySignsVerifiesUnderThatKeyOnly) {
  const SecretBytes scalar = *p256_generate();
  const SecretBytes other = *p256_generate();
  EXPECT_EQ(scalar.size(), 32U);
  for (int i = 0; i < 50; ++i) {  // some signatures have short numbers, which need their zeros
    const std::string message = std::to_string(i);
    const Bytes signature = *es256_sign(scalar, bytes_of(message));
    ASSERT_EQ(signature.size(), 64U);
    EXPECT_TRUE(es256_verify(*p256_public_key(scalar), bytes_of(message), signature));
    EXPECT_FALSE(es256_verify(*p256_public_key(other), bytes_of(message), signature));
  }
}

TEST(Es256Test, RefusesScalarsOutOfRange) {
  Bytes last = from_hex(kOrder);
  const auto code = [](const Bytes& scalar) {
    return es256_sign(SecretBytes(scalar), {}).error().code;
  };
  EXPECT_EQ(code(Bytes(32)), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code(last), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code(Bytes(31, 1)), ErrorCode::kInvalidArgument);
  EXPECT_EQ(p256_public_key(SecretBytes(Bytes(33, 1))).error().code, ErrorCode::kInvalidArgument);
  last.back() = static_cast<std::uint8_t>(last.back() - 1);
  EXPECT_TRUE(es256_sign(SecretBytes(last), {}));
}

TEST(Es256Test, RefusesZeroOversizedAndMissingNumbers) {
  const Bytes key = rfc_public_key();
  EXPECT_FALSE(es256_verify(key, {}, Bytes(64)));
  EXPECT_FALSE(es256_verify(key, {}, Bytes(64, 0xFF)));
  EXPECT_FALSE(es256_verify(key, {}, Bytes(63, 1)));
  EXPECT_FALSE(es256_verify(key, {}, {}));
}

TEST(Es256Test, RefusesAPointOffTheCurve) {
  Bytes key = rfc_public_key();
  key.back() ^= 1U;
  EXPECT_FALSE(es256_verify(key, bytes_of(kSigned), decoded(kSignature)));
  EXPECT_FALSE(es256_verify(Bytes(64), bytes_of(kSigned), decoded(kSignature)));
  EXPECT_FALSE(es256_verify({}, bytes_of(kSigned), decoded(kSignature)));
}

}  // namespace
}  // namespace cpa::crypto
