#include "platform/fake/random.h"

#include <gtest/gtest.h>

#include <array>

namespace cpa::fake {
namespace {

TEST(SeededRandomTest, SameSeedGivesTheSameBytes) {
  SeededRandom a{42};
  SeededRandom b{42};
  std::array<std::uint8_t, 33> from_a{};
  std::array<std::uint8_t, 33> from_b{};
  a.fill(from_a);
  b.fill(from_b);
  EXPECT_EQ(from_a, from_b);
}

TEST(SeededRandomTest, OtherSeedGivesOtherBytes) {
  SeededRandom a{42};
  SeededRandom b{43};
  EXPECT_NE(a.next(), b.next());
}

TEST(SeededRandomTest, BelowStaysBelow) {
  SeededRandom random{1};
  for (int i = 0; i < 1000; ++i) EXPECT_LT(random.below(7), 7U);
}

TEST(SeededRandomTest, ChanceHasItsExtremes) {
  SeededRandom random{1};
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(random.chance(0));
    EXPECT_TRUE(random.chance(100));
  }
}

}  // namespace
}  // namespace cpa::fake
