#include "platform/fake/repeatable_es256.h"

#include <gtest/gtest.h>

#include <string>

#include "core/crypto/sign.h"
#include "tests/unit/core/crypto/hex.h"

namespace cpa::fake {
namespace {

// RFC 6979 A.2.5: P-256 with SHA-256.
constexpr std::string_view kScalar =
    "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
constexpr std::string_view kPublicKey =
    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
constexpr std::string_view kOfSample =
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
constexpr std::string_view kOfTest =
    "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
    "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083";

Bytes sign(const SecretBytes& scalar, std::string_view message) {
  const Result<Bytes> signature = repeatable_es256_sign(scalar, bytes_of(message));
  if (!signature) ADD_FAILURE() << signature.error().message;
  return signature ? *signature : Bytes();
}

TEST(RepeatableEs256Test, AgreesWithRfc6979) {
  const SecretBytes scalar(crypto::from_hex(kScalar));
  EXPECT_EQ(to_hex(*crypto::p256_public_key(scalar)), kPublicKey);
  EXPECT_EQ(to_hex(sign(scalar, "sample")), kOfSample);
  EXPECT_EQ(to_hex(sign(scalar, "test")), kOfTest);
}

TEST(RepeatableEs256Test, TheSameKeyAndMessageGiveTheSameBytes) {
  const SecretBytes scalar = *crypto::p256_generate();
  const SecretBytes other = *crypto::p256_generate();
  EXPECT_EQ(sign(scalar, "command"), sign(scalar, "command"));
  EXPECT_NE(sign(scalar, "command"), sign(scalar, "another"));
  EXPECT_NE(sign(scalar, "command"), sign(other, "command"));
}

TEST(RepeatableEs256Test, TheLibraryVerifiesWhatItSigns) {
  const SecretBytes scalar = *crypto::p256_generate();
  const Bytes key = *crypto::p256_public_key(scalar);
  for (int i = 0; i < 50; ++i) {  // some signatures have short numbers, which need their zeros
    const std::string message = std::to_string(i);
    EXPECT_TRUE(crypto::es256_verify(key, bytes_of(message), sign(scalar, message)));
  }
}

TEST(RepeatableEs256Test, RefusesScalarsOutOfRange) {
  for (const Bytes& scalar : {Bytes(32), Bytes(32, 0xFF), Bytes(31, 1), Bytes()}) {
    EXPECT_EQ(repeatable_es256_sign(SecretBytes(scalar), {}).error().code,
              ErrorCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace cpa::fake
