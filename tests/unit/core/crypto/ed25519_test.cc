#include <gtest/gtest.h>

#include "core/crypto/sign.h"
#include "tests/unit/core/crypto/hex.h"

namespace cpa::crypto {
namespace {

struct Vector {
  std::string_view seed, public_key, message, signature;
};

// RFC 8032 §7.1, tests 1 to 3.
constexpr Vector kRfcVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
     "b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
     "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
     "c6594a7c15e9716ed28dc027beceea1ec40a"}};

TEST(Ed25519Test, AgreesWithRfc8032) {
  for (const Vector& vector : kRfcVectors) {
    const SecretBytes seed(from_hex(vector.seed));
    const Bytes message = from_hex(vector.message);
    EXPECT_EQ(to_hex(*ed25519_public_key(seed)), vector.public_key);
    EXPECT_EQ(to_hex(*ed25519_sign(seed, message)), vector.signature);
    EXPECT_TRUE(ed25519_verify(from_hex(vector.public_key), message, from_hex(vector.signature)));
  }
}

TEST(Ed25519Test, RefusesAnyChangedByte) {
  const Vector& vector = kRfcVectors[2];
  const Bytes key = from_hex(vector.public_key);
  const Bytes message = from_hex(vector.message);
  const Bytes signature = from_hex(vector.signature);
  for (std::size_t i = 0; i < signature.size(); ++i) {
    Bytes changed = signature;
    changed[i] ^= 1U;
    EXPECT_FALSE(ed25519_verify(key, message, changed)) << i;
  }
  EXPECT_FALSE(ed25519_verify(key, from_hex("af83"), signature));
  EXPECT_FALSE(ed25519_verify(from_hex(kRfcVectors[1].public_key), message, signature));
}

TEST(Ed25519Test, MakesAnotherKeyEachTimeThatSigns) {
  const SecretBytes one = ed25519_generate().value();
  const SecretBytes two = ed25519_generate().value();
  EXPECT_NE(to_hex(one.view()), to_hex(two.view()));
  const Bytes message = from_hex("af82");
  const Bytes signature = ed25519_sign(one, message).value();
  EXPECT_TRUE(ed25519_verify(*ed25519_public_key(one), message, signature));
  EXPECT_FALSE(ed25519_verify(*ed25519_public_key(two), message, signature));
}

TEST(Ed25519Test, RefusesWrongSizes) {
  const Vector& vector = kRfcVectors[0];
  Bytes longer = from_hex(vector.signature);
  longer.push_back(0);
  EXPECT_FALSE(ed25519_verify(from_hex(vector.public_key), {}, longer));
  EXPECT_FALSE(ed25519_verify(from_hex(vector.public_key), {}, {}));
  EXPECT_FALSE(ed25519_verify({}, {}, from_hex(vector.signature)));
  EXPECT_EQ(ed25519_sign(SecretBytes(Bytes(31)), {}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(ed25519_public_key(SecretBytes()).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace cpa::crypto
