#include "core/base/bytes.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace cpa {
namespace {

TEST(BytesTest, TextAndBytesShareTheSameMemory) {
  const std::string text = "CPF";
  EXPECT_EQ(bytes_of(text).data(), reinterpret_cast<const std::uint8_t*>(text.data()));
  EXPECT_EQ(text_of(bytes_of(text)), "CPF");
  EXPECT_TRUE(bytes_of("").empty());
}

TEST(BytesTest, HexIsLowerCaseAndKeepsLeadingZeros) {
  const Bytes bytes{0x00, 0x0F, 0xA0, 0xFF};
  EXPECT_EQ(to_hex(bytes), "000fa0ff");
  EXPECT_EQ(to_hex({}), "");
}

TEST(BytesTest, CopyIsIndependent) {
  Bytes original{1, 2};
  const Bytes copy = copy_of(original);
  original[0] = 9;
  EXPECT_EQ(copy, (Bytes{1, 2}));
}

TEST(BytesTest, CleanseOverwritesEveryByte) {
  Bytes bytes{1, 2, 3};
  cleanse(bytes);
  EXPECT_EQ(bytes, (Bytes{0, 0, 0}));
}

TEST(SecretBytesTest, CannotBeCopied) {
  static_assert(!std::is_copy_constructible_v<SecretBytes>);
  static_assert(!std::is_copy_assignable_v<SecretBytes>);
}

TEST(SecretBytesTest, MovingTakesTheBytesAlong) {
  SecretBytes first(Bytes{1, 2, 3});
  SecretBytes second(std::move(first));
  EXPECT_EQ(copy_of(second.view()), (Bytes{1, 2, 3}));
  SecretBytes third(Bytes{9});
  third = std::move(second);
  EXPECT_EQ(copy_of(third.view()), (Bytes{1, 2, 3}));
  EXPECT_EQ(third.size(), 3U);
}

TEST(SecretBytesTest, AssigningToItselfKeepsTheBytes) {
  SecretBytes secret(Bytes{4, 5});
  SecretBytes& same = secret;
  secret = std::move(same);
  EXPECT_EQ(copy_of(secret.view()), (Bytes{4, 5}));
}

}  // namespace
}  // namespace cpa
