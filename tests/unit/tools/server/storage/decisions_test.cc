#include "tools/server/storage/decisions.h"

#include "tests/unit/tools/server/storage/storage_fixture.h"

namespace cpa::server {
namespace {

using DecisionsTest = StorageTest;

TEST_F(DecisionsTest, ResultsStayUntilAcknowledged) {
  Decisions decisions(database());
  ASSERT_TRUE(decisions.add_device({.account = "a", .id = "d", .thumbprint = "t"}));
  const auto rseq = decisions.next_rseq("a", "d");
  ASSERT_TRUE(rseq);
  ASSERT_TRUE(decisions.add(
      "a", {.id = "c1", .device = "d", .epoch = "e", .seq = 1, .rseq = *rseq, .outcome = "{}"}));
  EXPECT_EQ((*decisions.unseen("a", "d")).size(), 1U);
  ASSERT_TRUE(decisions.acknowledge("a", "d", *rseq));
  EXPECT_TRUE((*decisions.unseen("a", "d")).empty());
  EXPECT_TRUE((*decisions.find("a", "c1")).has_value());
  EXPECT_FALSE(decisions.add(
      "a", {.id = "c1", .device = "d", .epoch = "e", .seq = 2, .rseq = 2, .outcome = "{}"}));
}

}  // namespace
}  // namespace cpa::server
