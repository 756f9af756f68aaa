#include "tests/unit/core/store/store_fixture.h"

namespace cpa::store {
namespace {

class OutboxTest : public StoreTest {};

TEST_F(OutboxTest, KeepsOrderAndBytesAfterReopening) {
  {
    auto store = open();
    queue(*store, "b");
    queue(*store, "a");
  }
  auto store = open();
  queue(*store, "c");
  EXPECT_EQ(ids(store->outbox()), "b:1 a:2 c:3 ");
  EXPECT_EQ(store->undecided().value()[1].jws, "jws of a");
}

TEST_F(OutboxTest, ACommandThatCannotBeMadeUsesNoNumber) {
  auto store = open();
  const auto failed = store->append_command(
      [](std::int64_t) -> Result<OutboxCommand> {
        return Error{ErrorCode::kVaultUnavailable, "locked"};
      },
      fold);
  EXPECT_EQ(failed.error().code, ErrorCode::kVaultUnavailable);
  queue(*store, "a");
  EXPECT_EQ(ids(store->outbox()), "a:1 ");
}

TEST_F(OutboxTest, AnOverlayThatFailsLeavesNothingBehind) {
  auto store = open();
  const std::string before = store->dump().value();
  const auto failed = store->append_command(
      [&](std::int64_t seq) -> Result<OutboxCommand> {
        return OutboxCommand{"a", store->epoch(), seq, "t", "j", "{}", "m"};
      },
      [](const RowReader&, const std::vector<OutboxCommand>&) -> Result<std::vector<OverlayItem>> {
        return Error{ErrorCode::kLawEvaluation, "no"};
      });
  EXPECT_EQ(failed.error().code, ErrorCode::kLawEvaluation);
  EXPECT_EQ(store->dump().value(), before);
}

TEST_F(OutboxTest, RefusesAForeignNumberOrEpoch) {
  auto store = open();
  for (const auto& [epoch, step] : {std::pair<std::string, int>{store->epoch(), 1}, {"other", 0}}) {
    const auto wrong = store->append_command(
        [&, named = epoch, off = step](std::int64_t seq) -> Result<OutboxCommand> {
          return OutboxCommand{"a", named, seq + off, "t", "j", "{}", "m"};
        },
        fold);
    EXPECT_EQ(wrong.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_TRUE(store->outbox().value().empty());
}

TEST_F(OutboxTest, TheSameIdentityIsNotQueuedTwice) {
  auto store = open();
  queue(*store, "a");
  const auto again = store->append_command(
      [&](std::int64_t seq) -> Result<OutboxCommand> {
        return OutboxCommand{"a", store->epoch(), seq, "t", "j", "{}", "m"};
      },
      fold);
  EXPECT_FALSE(again);
  EXPECT_EQ(ids(store->outbox()), "a:1 ");
}

TEST_F(OutboxTest, AQueuedCommandShowsInTheOverlay) {
  auto store = open();
  queue(*store, "a");
  queue(*store, "b");
  EXPECT_EQ(overlay(*store), "a=0 b=0 ");
}

}  // namespace
}  // namespace cpa::store
