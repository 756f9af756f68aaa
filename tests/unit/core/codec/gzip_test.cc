#include "core/codec/gzip.h"

#include <gtest/gtest.h>

#include <string>

namespace cpa::codec {
namespace {

constexpr std::size_t kMax = 1U << 20U;

Bytes from_hex(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(digit(text[i]) * 16 + digit(text[i + 1])));
  }
  return bytes;
}

ErrorCode code_of(const Result<Bytes>& result) { return result.error().code; }

// "compte personnel" by Python's gzip.compress(…, mtime=0).
constexpr std::string_view kByPython =
    "1f8b08000000000002034bcecf2d28495528482d2acecfcb4bcd0100f913706210000000";
// The same by the gzip command, which writes the file's name and time.
constexpr std::string_view kByCommand =
    "1f8b08081118056b00036e6f6d2e747874004bcecf2d28495528482d2acecfcb4bcd0100f913706210000000";

TEST(GzipTest, ReadsWhatOtherProgramsWrote) {
  for (const std::string_view member : {kByPython, kByCommand}) {
    const Result<Bytes> plain = gzip_expand(from_hex(member), kMax);
    ASSERT_TRUE(plain);
    EXPECT_EQ(text_of(*plain), "compte personnel");
  }
}

TEST(GzipTest, WhatItWritesComesBack) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i * i);
  for (const std::string& plain : {std::string(), std::string("a"), text}) {
    const Bytes coded = gzip_compress(bytes_of(plain));
    const Result<Bytes> back = gzip_expand(coded, plain.size());
    ASSERT_TRUE(back);
    EXPECT_EQ(text_of(*back), plain);
  }
}

TEST(GzipTest, WritesNeitherNameNorTimeNorSystem) {
  const Bytes coded = gzip_compress(bytes_of("compte personnel"));
  EXPECT_EQ(to_hex(ByteView(coded).first(10)), "1f8b08000000000002ff");
  EXPECT_EQ(coded, gzip_compress(bytes_of("compte personnel")));
}

TEST(GzipTest, StopsABombAtTheLimit) {
  const Bytes bomb = gzip_compress(Bytes(64U << 20U, 0));
  ASSERT_LT(bomb.size(), 100'000U);
  EXPECT_EQ(code_of(gzip_expand(bomb, kMax)), ErrorCode::kLimitExceeded);
}

TEST(GzipTest, TheLimitIsExact) {
  const Bytes coded = gzip_compress(Bytes(40'000, 7));
  EXPECT_TRUE(gzip_expand(coded, 40'000));
  EXPECT_EQ(code_of(gzip_expand(coded, 39'999)), ErrorCode::kLimitExceeded);
}

TEST(GzipTest, RefusesEveryTruncation) {
  const Bytes member = from_hex(kByCommand);
  for (std::size_t size = 0; size < member.size(); ++size) {
    const Result<Bytes> plain = gzip_expand(ByteView(member).first(size), kMax);
    ASSERT_FALSE(plain) << size;
    EXPECT_EQ(code_of(plain), ErrorCode::kMalformed) << size;
  }
}

TEST(GzipTest, NeverGivesOtherDataForDamagedOnes) {
  const Bytes member = from_hex(kByPython);
  for (std::size_t i = 10; i < member.size(); ++i) {
    Bytes damaged = member;
    damaged[i] ^= 0x04U;
    const Result<Bytes> plain = gzip_expand(damaged, kMax);
    // The spare bits that fill the last byte of the data mean nothing.
    if (plain) {
      EXPECT_EQ(text_of(*plain), "compte personnel") << i;
    }
  }
}

TEST(GzipTest, RefusesBytesAfterTheMember) {
  Bytes longer = from_hex(kByPython);
  longer.push_back(0);
  EXPECT_EQ(code_of(gzip_expand(longer, kMax)), ErrorCode::kMalformed);
}

TEST(GzipTest, RefusesASecondMember) {
  Bytes twice = from_hex(kByPython);
  const Bytes again = twice;
  twice.insert(twice.end(), again.begin(), again.end());
  EXPECT_EQ(code_of(gzip_expand(twice, kMax)), ErrorCode::kMalformed);
}

TEST(GzipTest, RefusesOtherFormats) {
  const Bytes zlib_stream = from_hex("789c4bcecf2d28495528482d2acecfcb4bcd0100350c06a4");
  EXPECT_EQ(code_of(gzip_expand(zlib_stream, kMax)), ErrorCode::kMalformed);
  EXPECT_EQ(code_of(gzip_expand(bytes_of("{\"v\":1}"), kMax)), ErrorCode::kMalformed);
}

}  // namespace
}  // namespace cpa::codec
