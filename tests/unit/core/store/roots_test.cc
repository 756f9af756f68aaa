#include "core/store/roots.h"

#include <gtest/gtest.h>

#include "core/base/bytes.h"

namespace cpa::store {
namespace {

std::string hex(const crypto::Sha256Digest& digest) { return to_hex(digest); }

// Computed with Python's hashlib and struct from the layout in roots.h, not by this code.
TEST(RootsTest, HashesRowsAndPartsAsTheServerDoes) {
  PartHasher hasher;
  hasher.add("E1", 3, R"({"a":1})");
  hasher.add("E2", 258, "{}");
  EXPECT_EQ(hasher.count(), 2);
  const crypto::Sha256Digest part = hasher.finish();
  EXPECT_EQ(hex(part), "422f7b616e02dd30c2cadbfd46cc36ac5e11c58af538e496f9eeeaad57aa5b73");
  EXPECT_EQ(account_root({{"cpf", 2, part}, {"c2p", 0, PartHasher{}.finish()}}),
            "ff30209e55af8813175eeacc774b80e0d5cfea0346489592ad38ee45f39f4de2");
}

TEST(RootsTest, AnEmptyPartIsTheHashOfNothing) {
  // SHA-256 of the empty string, FIPS 180-4.
  EXPECT_EQ(hex(PartHasher{}.finish()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(RootsTest, EveryFieldOfARowCounts) {
  const auto of = [](std::string_view key, std::int64_t rev, std::string_view body) {
    PartHasher hasher;
    hasher.add(key, rev, body);
    return hex(hasher.finish());
  };
  EXPECT_NE(of("E1", 1, "{}"), of("E2", 1, "{}"));
  EXPECT_NE(of("E1", 1, "{}"), of("E1", 2, "{}"));
  EXPECT_NE(of("E1", 1, "{}"), of("E1", 1, "[]"));
}

TEST(RootsTest, TheOrderOfPartsDoesNotMatter) {
  const PartDigest one{"cpf", 0, PartHasher{}.finish()};
  PartHasher hasher;
  hasher.add("E1", 1, "{}");
  const PartDigest two{"c2p", 1, hasher.finish()};
  EXPECT_EQ(account_root({one, two}), account_root({two, one}));
}

TEST(RootsDeathTest, RowsOutOfOrderAreOurOwnFault) {
  PartHasher hasher;
  hasher.add("E2", 1, "{}");
  EXPECT_DEATH(hasher.add("E1", 1, "{}"), "");
}

}  // namespace
}  // namespace cpa::store
