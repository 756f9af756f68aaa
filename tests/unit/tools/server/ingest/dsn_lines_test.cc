#include "tools/server/ingest/dsn_lines.h"

#include <gtest/gtest.h>

namespace cpa::server {
namespace {

TEST(DsnLinesTest, ReadsLatin1AsUtf8) {
  const auto lines = split_dsn("S21.G00.30.004,'Zo\xE9'\n");
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->size(), 1U);
  EXPECT_EQ(lines->front().block, "S21.G00.30");
  EXPECT_EQ(lines->front().rubric, 4);
  EXPECT_EQ(lines->front().value, "Zo\xC3\xA9");
}

TEST(DsnLinesTest, KeepsAnApostropheInsideTheValue) {
  const auto lines = split_dsn("S21.G00.30.002,'D'ARC'\r\n");
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->front().value, "D'ARC");
}

TEST(DsnLinesTest, NamesTheLineThatIsWrong) {
  for (const char* bad : {"S21.G00.30.001", "S21.G00.30.001,''", "S21.G0.30.001,'x'", "hello",
                          "S21.G00.30.001,\"x\"", "S21.G00.30.001,'a\tb'", "",
                          "S21.G00.30.001,'a\x85"
                          "b'"}) {
    const auto lines = split_dsn("S10.G00.00.001,'ok'\n" + std::string(bad) + "\nmore");
    ASSERT_FALSE(lines) << bad;
    EXPECT_EQ(lines.error().code, ErrorCode::kMalformed) << bad;
    EXPECT_EQ(lines.error().detail, 2) << bad;
  }
}

TEST(DsnLinesTest, NeverRepeatsAValueInAnError) {
  const auto lines = split_dsn("S21.G00.30.001,'2900675123456\n");
  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().message.find("2900675"), std::string::npos);
}

}  // namespace
}  // namespace cpa::server
