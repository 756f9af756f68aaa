#include "tools/server/decide/cursor.h"

#include <gtest/gtest.h>

namespace cpa::server {
namespace {

Cursor a_cursor() {
  return {.account = "a",
          .epoch = 3,
          .at = 42,
          .scanning = true,
          .part = "cpf",
          .key = "E7",
          .issued = model::Instant(std::chrono::seconds(1'770'000'000))};
}

TEST(CursorTest, ComesBackAsItWent) {
  const SecretBytes secret(Bytes(32, 1));
  const auto cursor = decode_cursor(encode_cursor(a_cursor(), secret), "a", secret);
  ASSERT_TRUE(cursor);
  EXPECT_EQ(cursor->account, "a");
  EXPECT_EQ(cursor->at, 42);
  EXPECT_TRUE(cursor->scanning);
  EXPECT_EQ(cursor->key, "E7");
  EXPECT_EQ(cursor->issued, a_cursor().issued);
}

TEST(CursorTest, RefusesEveryChange) {
  const SecretBytes secret(Bytes(32, 1));
  const std::string good = encode_cursor(a_cursor(), secret);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(decode_cursor(changed, "a", secret)) << i;
  }
  EXPECT_FALSE(decode_cursor(good, "a", SecretBytes(Bytes(32, 2))));
  EXPECT_FALSE(decode_cursor(good, "b", secret));
  EXPECT_FALSE(decode_cursor("", "a", secret));
}

}  // namespace
}  // namespace cpa::server
