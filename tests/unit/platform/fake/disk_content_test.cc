#include "platform/fake/disk_content.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace cpa::fake {
namespace {

constexpr std::size_t kSector = 512;

std::string text(const Bytes& bytes) { return std::string(text_of(bytes)); }

struct DiskContentTest : testing::Test {
  SeededRandom random{3};
  DiskContent content{copy_of(bytes_of("0123456789"))};
};

TEST_F(DiskContentTest, ShowsWritesAtOnceAndKeepsThemFromTheSyncOn) {
  content.write(2, bytes_of("ab"));
  content.write(12, bytes_of("z"));
  const std::string seen{"01ab456789\0\0z", 13};
  EXPECT_EQ(text(content.seen()), seen);
  EXPECT_EQ(text(content.after_cut(Unsynced::kDropped, random)), "0123456789");
  EXPECT_EQ(text(content.after_cut(Unsynced::kKept, random)), seen);
  content.sync();
  EXPECT_EQ(text(content.after_cut(Unsynced::kDropped, random)), seen);
}

TEST_F(DiskContentTest, ATruncationIsAChangeLikeAnother) {
  content.truncate(4);
  content.write(4, bytes_of("x"));
  EXPECT_EQ(text(content.seen()), "0123x");
  EXPECT_EQ(text(content.after_cut(Unsynced::kDropped, random)), "0123456789");
  content.truncate(7);
  EXPECT_EQ(content.seen().size(), 7U);
  content.sync();
  EXPECT_EQ(content.after_cut(Unsynced::kDropped, random).size(), 7U);
}

TEST_F(DiskContentTest, AShortWriteIsKeptOrDroppedAndNeverTorn) {
  content.write(0, bytes_of("ABC"));
  std::set<std::string> outcomes;
  for (int i = 0; i < 100; ++i) outcomes.insert(text(content.after_cut(Unsynced::kDrawn, random)));
  EXPECT_EQ(outcomes, (std::set<std::string>{"0123456789", "ABC3456789"}));
}

TEST_F(DiskContentTest, ALongWriteIsTornBetweenSectors) {
  DiskContent old{Bytes(4 * kSector, 'o')};
  old.write(kSector / 2, Bytes(3 * kSector, 'n'));  // four sectors touched, three boundaries
  std::set<std::string> outcomes;
  for (int i = 0; i < 400; ++i) {
    const std::string after = text(old.after_cut(Unsynced::kDrawn, random));
    outcomes.insert(after);
    for (std::size_t at = 0; at + 1 < after.size(); ++at) {
      const bool inside = at + 1 != kSector / 2 && at + 1 != kSector / 2 + 3 * kSector;
      if (inside && (at + 1) % kSector != 0) {
        ASSERT_EQ(after[at], after[at + 1]) << at;
      }
    }
  }
  EXPECT_EQ(outcomes.size(), 8U);  // dropped, kept, and at each boundary the head or the tail
}

TEST_F(DiskContentTest, WritesAreDrawnEachForItself) {
  content.write(0, bytes_of("A"));
  content.write(1, bytes_of("B"));
  std::set<std::string> outcomes;
  for (int i = 0; i < 200; ++i) {
    outcomes.insert(text(content.after_cut(Unsynced::kDrawn, random)).substr(0, 2));
  }
  EXPECT_EQ(outcomes, (std::set<std::string>{"01", "A1", "0B", "AB"}));
}

}  // namespace
}  // namespace cpa::fake
