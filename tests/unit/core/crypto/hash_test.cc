#include "core/crypto/hash.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/core/crypto/hex.h"

namespace cpa::crypto {
namespace {

// FIPS 180-4, the examples of NIST.
TEST(Sha256Test, AgreesWithTheStandardsExamples) {
  EXPECT_EQ(to_hex(sha256({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256(bytes_of("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256(bytes_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(to_hex(sha256(bytes_of(std::string(1'000'000, 'a')))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256Test, PartsGiveTheDigestOfTheWholeAndStartAfresh) {
  Sha256 hash;
  hash.update(bytes_of("a"));
  hash.update({});
  hash.update(bytes_of("bc"));
  EXPECT_EQ(hash.finish(), sha256(bytes_of("abc")));
  EXPECT_EQ(hash.finish(), sha256({}));
}

TEST(Sha256Test, MovingTakesTheStateAlong) {
  Sha256 first;
  first.update(bytes_of("ab"));
  Sha256 second(std::move(first));
  second.update(bytes_of("c"));
  Sha256 third;
  third = std::move(second);
  EXPECT_EQ(third.finish(), sha256(bytes_of("abc")));
}

// RFC 4231 §4.2, §4.3, §4.7.
TEST(HmacTest, AgreesWithRfc4231) {
  EXPECT_EQ(to_hex(hmac_sha256(Bytes(20, 0x0B), bytes_of("Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256(bytes_of("Jefe"), bytes_of("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(Bytes(131, 0xAA),
                               bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacTest, TakesAnEmptyKeyAndAnEmptyMessage) {
  EXPECT_EQ(to_hex(hmac_sha256({}, {})),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(EqualConstantTimeTest, IsTrueOnlyForTheSameBytes) {
  EXPECT_TRUE(equal_constant_time({}, {}));
  EXPECT_TRUE(equal_constant_time(bytes_of("abc"), bytes_of("abc")));
  EXPECT_FALSE(equal_constant_time(bytes_of("abc"), bytes_of("abd")));
  EXPECT_FALSE(equal_constant_time(bytes_of("abc"), bytes_of("ab")));
}

}  // namespace
}  // namespace cpa::crypto
