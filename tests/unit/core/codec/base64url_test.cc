#include "core/codec/base64url.h"

#include <gtest/gtest.h>

namespace cpa::codec {
namespace {

struct Pair {
  std::string_view plain, padded;
};

// RFC 4648 §10.
constexpr Pair kRfcVectors[] = {{"", ""},
                                {"f", "Zg=="},
                                {"fo", "Zm8="},
                                {"foo", "Zm9v"},
                                {"foob", "Zm9vYg=="},
                                {"fooba", "Zm9vYmE="},
                                {"foobar", "Zm9vYmFy"}};

TEST(Base64Test, AgreesWithTheVectorsOfRfc4648) {
  for (const auto& [plain, padded] : kRfcVectors) {
    EXPECT_EQ(base64_encode(bytes_of(plain)), padded);
    const Result<Bytes> decoded = base64_decode(padded);
    ASSERT_TRUE(decoded) << padded;
    EXPECT_EQ(text_of(*decoded), plain);
  }
}

TEST(Base64urlTest, LeavesThePaddingOut) {
  for (const auto& [plain, padded] : kRfcVectors) {
    const std::string_view unpadded = padded.substr(0, padded.find('='));
    EXPECT_EQ(base64url_encode(bytes_of(plain)), unpadded);
    ASSERT_TRUE(base64url_decode(unpadded)) << unpadded;
    EXPECT_EQ(text_of(*base64url_decode(unpadded)), plain);
  }
}

TEST(Base64urlTest, UsesTheAlphabetOfUrls) {
  const Bytes bytes{0xFB, 0xEF, 0xFF};
  EXPECT_EQ(base64url_encode(bytes), "--__");
  EXPECT_EQ(base64_encode(bytes), "++//");
  EXPECT_FALSE(base64url_decode("++//"));
  EXPECT_FALSE(base64_decode("--__"));
}

TEST(Base64urlTest, EveryByteComesBack) {
  Bytes bytes;
  for (int i = 0; i < 256; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(i));
    ASSERT_EQ(*base64url_decode(base64url_encode(bytes)), bytes);
    ASSERT_EQ(*base64_decode(base64_encode(bytes)), bytes);
  }
}

TEST(Base64urlTest, RefusesWhatIsNotStrict) {
  for (const std::string_view text : {"Zg==", "Zg=", "Z", "Zm9vY", "Zm 9v", "Zm9v\n", "Zm9\xFF"}) {
    const Result<Bytes> decoded = base64url_decode(text);
    ASSERT_FALSE(decoded) << text;
    EXPECT_EQ(decoded.error().code, ErrorCode::kMalformed);
  }
  EXPECT_FALSE(base64url_decode(std::string_view("Zg\0v", 4)));
}

TEST(Base64urlTest, RefusesASecondSpellingOfTheSameBytes) {
  EXPECT_TRUE(base64url_decode("Zg"));
  EXPECT_FALSE(base64url_decode("Zh"));
  EXPECT_TRUE(base64url_decode("Zm8"));
  EXPECT_FALSE(base64url_decode("Zm9"));
  EXPECT_FALSE(base64_decode("Zh=="));
}

TEST(Base64Test, RefusesMissingOrMisplacedPadding) {
  for (const std::string_view text :
       {"Zg", "Zg=", "Zg===", "=", "====", "Z===", "Zg==Zg==", "Z=g="}) {
    EXPECT_FALSE(base64_decode(text)) << text;
  }
}

}  // namespace
}  // namespace cpa::codec
