#include <map>
#include <string>
#include <vector>

#include "tests/unit/core/store/store_fixture.h"

namespace cpa::store {
namespace {

class AnswersTest : public StoreTest {
 protected:
  static RowChange put(const std::string& key, std::int64_t rev, const std::string& body) {
    return {false, {"cpf", key, rev, 0, body}};
  }
  static RowChange del(const std::string& key) { return {true, {"cpf", key, 9, 0, ""}}; }

  /// The root of an account whose only rows are these of cpf, by key.
  static std::string root(const std::map<std::string, RowChange>& rows) {
    std::vector<PartDigest> parts;
    for (const std::string& name : part_names()) {
      PartHasher hasher;
      if (name == "cpf") {
        for (const auto& [key, change] : rows) hasher.add(key, change.row.rev, change.row.body);
      }
      const std::int64_t count = hasher.count();
      parts.push_back({name, count, hasher.finish()});
    }
    return account_root(std::move(parts));
  }
  /// An answer whose rows, once applied, are exactly `rows`.
  static Answer answer(PullKind kind, std::vector<RowChange> changes,
                       const std::map<std::string, RowChange>& rows) {
    Answer made;
    made.server_epoch_n = 1;
    made.server_epoch_random = "aa";
    made.pull = kind;
    made.changes = std::move(changes);
    made.cursor = "cursor-" + std::to_string(rows.size());
    made.checkpoint = "checkpoint";
    made.root = root(rows);
    made.at = static_cast<std::int64_t>(rows.size());
    made.server_time = "2026-03-01T09:00:00Z";
    return made;
  }
  static StoredResult result(std::int64_t rseq, const std::string& id, std::int64_t seq,
                             const std::string& outcome) {
    return {rseq, id, seq, outcome, "", "{}"};
  }
  static Applied apply(Store& store, const Answer& answer) {
    const auto applied = store.apply(answer, fold);
    if (!applied) ADD_FAILURE() << applied.error().message;
    return applied ? *applied : Applied{};
  }
  static std::string keys(Store& store) {
    const auto rows = store.rows("cpf").value();
    std::string text;
    for (const StoredRow& row : rows) {
      text += row.key + "." + std::to_string(row.rev) + " ";
    }
    return text;
  }

  const RowChange e1_ = put("E1", 1, "{}");
  const RowChange e2_ = put("E2", 2, R"({"b":2})");
};

TEST_F(AnswersTest, TakesRowsThatGiveTheCertifiedRoot) {
  auto store = open();
  const Applied applied =
      apply(*store, answer(PullKind::kReset, {e1_, e2_}, {{"E1", e1_}, {"E2", e2_}}));
  EXPECT_TRUE(applied.certified);
  EXPECT_EQ(applied.rows_changed, 2);
  EXPECT_EQ(keys(*store), "E1.1 E2.2 ");
  EXPECT_EQ(store->row("cpf", "E2").value()->body, R"({"b":2})");
  EXPECT_EQ(store->row("cpf", "E9").value(), std::nullopt);
  const SyncMeta meta = store->sync_meta().value();
  EXPECT_EQ(meta.cursor, "cursor-2");
  EXPECT_EQ(meta.checkpoint, "checkpoint");
  EXPECT_EQ(meta.at, 2);
}

TEST_F(AnswersTest, ADeltaPutsReplacesAndDeletes) {
  auto store = open();
  apply(*store, answer(PullKind::kReset, {e1_, e2_}, {{"E1", e1_}, {"E2", e2_}}));
  const RowChange newer = put("E2", 5, "[]");
  EXPECT_TRUE(
      apply(*store, answer(PullKind::kDelta, {del("E1"), newer}, {{"E2", newer}})).certified);
  EXPECT_EQ(keys(*store), "E2.5 ");
}

TEST_F(AnswersTest, RowsOfAnotherRootLeaveTheCertifiedOnes) {
  auto store = open();
  apply(*store, answer(PullKind::kReset, {e1_}, {{"E1", e1_}}));
  for (const PullKind kind : {PullKind::kDelta, PullKind::kReset}) {
    const Applied applied = apply(*store, answer(kind, {e2_}, {}));
    EXPECT_TRUE(applied.root_mismatch);
    EXPECT_FALSE(applied.certified);
    EXPECT_EQ(keys(*store), "E1.1 ");
    EXPECT_EQ(store->sync_meta().value().at, 1);
    // The next exchange begins a scan.
    EXPECT_EQ(store->sync_meta().value().cursor, std::nullopt);
  }
}

TEST_F(AnswersTest, ADecisionStaysWhenTheRowsDoNotFit) {
  auto store = open();
  queue(*store, "a");
  Answer wrong = answer(PullKind::kDelta, {e2_}, {});
  wrong.results = {result(1, "a", 1, "applied")};
  wrong.durable_seq = 1;
  EXPECT_EQ(apply(*store, wrong).new_results.size(), 1U);
  EXPECT_TRUE(store->undecided().value().empty());
  // Not covered by certified rows: its effect still shows.
  EXPECT_EQ(overlay(*store), "a=0 ");
}

TEST_F(AnswersTest, PagesStayOutOfSightUntilTheLast) {
  auto store = open();
  apply(*store, answer(PullKind::kReset, {e1_}, {{"E1", e1_}}));
  Answer first = answer(PullKind::kReset, {e2_}, {});
  first.root.clear();
  first.checkpoint.clear();
  first.more = true;
  first.cursor = "page-1";
  EXPECT_FALSE(apply(*store, first).certified);
  EXPECT_EQ(keys(*store), "E1.1 ");
  EXPECT_EQ(store->sync_meta().value().cursor, "page-1");
  const RowChange e3 = put("E3", 3, "{}");
  EXPECT_TRUE(apply(*store, answer(PullKind::kPage, {e3}, {{"E2", e2_}, {"E3", e3}})).certified);
  EXPECT_EQ(keys(*store), "E2.2 E3.3 ");
  EXPECT_EQ(store->sync_meta().value().cursor, "cursor-2");
}

TEST_F(AnswersTest, AScanGoesOnAfterReopening) {
  {
    auto store = open();
    Answer first = answer(PullKind::kReset, {e1_}, {});
    first.root.clear();
    first.more = true;
    apply(*store, first);
  }
  auto store = open();
  EXPECT_TRUE(apply(*store, answer(PullKind::kPage, {e2_}, {{"E1", e1_}, {"E2", e2_}})).certified);
  EXPECT_EQ(keys(*store), "E1.1 E2.2 ");
}

TEST_F(AnswersTest, AResultIsKeptOnce) {
  auto store = open();
  queue(*store, "a");
  Answer decided;
  decided.results = {result(4, "a", 1, "applied")};
  EXPECT_EQ(apply(*store, decided).new_results.size(), 1U);
  EXPECT_EQ(apply(*store, decided).new_results.size(), 0U);
  EXPECT_EQ(store->results().value().size(), 1U);
  EXPECT_EQ(store->sync_meta().value().seen_results, 4);
}

TEST_F(AnswersTest, ADecisionNeverChangesIntoAnother) {
  auto store = open();
  queue(*store, "a");
  queue(*store, "b");
  Answer decided;
  decided.results = {result(1, "a", 1, "deferred"), result(2, "b", 2, "applied")};
  apply(*store, decided);
  EXPECT_EQ(overlay(*store), "a=0 b=0 ");
  Answer later;
  later.results = {result(3, "a", 1, "rejected"), result(4, "b", 2, "rejected")};
  apply(*store, later);
  // a was open and is rejected now; b stays applied.
  EXPECT_EQ(overlay(*store), "b=0 ");
}

TEST_F(AnswersTest, ACommandLeavesWhenItIsDecidedCoveredAndDurable) {
  auto store = open();
  queue(*store, "a");
  Answer decided = answer(PullKind::kReset, {e1_}, {{"E1", e1_}});
  decided.results = {result(1, "a", 1, "applied")};
  apply(*store, decided);
  EXPECT_EQ(ids(store->outbox()), "a:1 ");
  EXPECT_EQ(overlay(*store), "a=1 ");

  Answer covered = answer(PullKind::kDelta, {}, {{"E1", e1_}});
  covered.covered_seq = 1;
  apply(*store, covered);
  EXPECT_EQ(ids(store->outbox()), "a:1 ");
  EXPECT_EQ(overlay(*store), "");

  covered.durable_seq = 1;
  apply(*store, covered);
  EXPECT_EQ(ids(store->outbox()), "");
}

TEST_F(AnswersTest, ARejectedCommandLeavesWhenThatIsDurable) {
  auto store = open();
  queue(*store, "a");
  Answer decided;
  decided.results = {result(1, "a", 1, "rejected")};
  apply(*store, decided);
  EXPECT_EQ(ids(store->outbox()), "a:1 ");
  EXPECT_EQ(overlay(*store), "");
  decided.durable_seq = 1;
  apply(*store, decided);
  EXPECT_EQ(ids(store->outbox()), "");
}

TEST_F(AnswersTest, AnAnswerThatCannotBeFoldedChangesNothing) {
  auto store = open();
  queue(*store, "a");
  const std::string before = store->dump().value();
  Answer decided = answer(PullKind::kReset, {e1_}, {{"E1", e1_}});
  decided.results = {result(1, "a", 1, "applied")};
  const auto failed = store->apply(
      decided,
      [](const RowReader&, const std::vector<OutboxCommand>&) -> Result<std::vector<OverlayItem>> {
        return Error{ErrorCode::kLawEvaluation, "no"};
      });
  EXPECT_FALSE(failed);
  EXPECT_EQ(store->dump().value(), before);
}

TEST_F(AnswersTest, TheHolderDismissesADecisionOnce) {
  auto store = open();
  queue(*store, "a");
  Answer decided;
  decided.results = {result(4, "a", 1, "rejected")};
  apply(*store, decided);
  EXPECT_EQ(store->result_of("a").value()->outcome, "rejected");
  EXPECT_EQ(store->result_of("z").value(), std::nullopt);
  ASSERT_TRUE(store->dismiss(4));
  EXPECT_TRUE(store->results().value().empty());
  EXPECT_EQ(store->results(true).value().size(), 1U);
  EXPECT_EQ(store->dismiss(5).error().code, ErrorCode::kNotFound);
}

TEST_F(AnswersTest, TheOverlayIsRebuiltFromItsSources) {
  auto store = open();
  queue(*store, "a");
  ASSERT_TRUE(store->rebuild_overlay(
      [](const RowReader&, const std::vector<OutboxCommand>&) -> Result<std::vector<OverlayItem>> {
        return std::vector<OverlayItem>{{"k", "v"}};
      }));
  EXPECT_EQ(overlay(*store), "k=v ");
  ASSERT_TRUE(store->rebuild_overlay(fold));
  EXPECT_EQ(overlay(*store), "a=0 ");
}

}  // namespace
}  // namespace cpa::store
