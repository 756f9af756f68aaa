#include "tools/server/ingest/nir.h"

#include <gtest/gtest.h>

namespace cpa::server {
namespace {

TEST(NirTest, TakesThirteenCharactersAsTheDsnWritesThem) {
  const auto nir = Nir::parse("2900675123456");
  ASSERT_TRUE(nir);
  EXPECT_EQ(nir->get(), "2900675123456");
}

TEST(NirTest, AcceptsTheRightKey) {
  // Worked by hand: 97 − 2690549588157 mod 97 = 80, the well-known example of the key.
  const auto nir = Nir::parse("2 69 05 49 588 157 80");
  ASSERT_TRUE(nir);
  EXPECT_EQ(nir->get(), "2690549588157");
  EXPECT_EQ(nir->key(), "80");
}

TEST(NirTest, RefusesAWrongKey) {
  const auto nir = Nir::parse("269054958815781");
  ASSERT_FALSE(nir);
  EXPECT_EQ(nir.error().code, ErrorCode::kMalformed);
}

TEST(NirTest, CountsCorsicaAsNineteenAndEighteen) {
  // 1 90 06 2A 004 005 is computed as 1900619004005, 2B as 1900618004005.
  const auto south = Nir::parse("190062A004005");
  const auto north = Nir::parse("190062B004005");
  ASSERT_TRUE(south);
  ASSERT_TRUE(north);
  EXPECT_EQ(south->key(), std::to_string(97 - 1900619004005LL % 97));
  EXPECT_EQ(north->key(), std::to_string(97 - 1900618004005LL % 97));
  EXPECT_TRUE(Nir::parse("190062A004005" + south->key()));
  EXPECT_FALSE(Nir::parse("190062B004005" + south->key()));
}

TEST(NirTest, RefusesOtherForms) {
  for (const char* text : {"", "123", "9900675123456", "2901375123456", "29006751234AB",
                           "290067512345", "29006751234567890"}) {
    EXPECT_FALSE(Nir::parse(text)) << text;
  }
}

}  // namespace
}  // namespace cpa::server
