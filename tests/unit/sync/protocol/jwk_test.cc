#include "sync/protocol/jwk.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/protocol/test_keys.h"

namespace cpa::protocol {
namespace {

TEST(JwkTest, NamesTheKeyOfThePublishedExample) {
  const codec::Json jwk = p256_jwk(device_key());
  EXPECT_EQ(*jwk.find("x")->as_string(), kDeviceX);
  EXPECT_EQ(*jwk.find("y")->as_string(), kDeviceY);
  EXPECT_EQ(p256_from_jwk(jwk).value(), device_key());
}

// Computed with Python's hashlib from the members in RFC 7638 order.
TEST(JwkTest, ThumbprintIsThatOfRfc7638) {
  EXPECT_EQ(p256_thumbprint(device_key()), "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");
}

TEST(JwkTest, RefusesOtherKeys) {
  const codec::Json right = p256_jwk(device_key());
  for (const char* member : {"crv", "kty", "x", "y"}) {
    EXPECT_FALSE(p256_from_jwk(without(right, member))) << member;
    codec::Json wrong = right;
    wrong.set(member, "AAAA");
    EXPECT_FALSE(p256_from_jwk(wrong)) << member;
  }
  codec::Json secret = right;
  secret.set("d", kDeviceD);
  EXPECT_EQ(p256_from_jwk(secret).error().code, ErrorCode::kMalformed);
}

}  // namespace
}  // namespace cpa::protocol
