// The part of the store that takes verified answers: one transaction each.

#include <map>

#include "core/store/roots.h"
#include "core/store/state.h"
#include "core/store/store.h"

namespace cpa::store {
namespace {

constexpr std::string_view kScan = "scan_cursor";

class DatabaseReader final : public RowReader {
 public:
  explicit DatabaseReader(Database& database) : database_(database) {}
  [[nodiscard]] Result<std::vector<StoredRow>> rows(std::string_view part) const override {
    std::vector<StoredRow> list;
    CPA_TRY(database_.query(
        "SELECT part, key, rev, after_seq, body FROM rows WHERE part = ?1 ORDER BY key",
        [&](const Row& row) {
          list.push_back({std::string(row.text(0)), std::string(row.text(1)), row.integer(2),
                          row.integer(3), std::string(row.text(4))});
        },
        part));
    return list;
  }

 private:
  Database& database_;
};

/// The root over all rows of `sql`, a query of (part, key, rev, body) in order.
Result<std::string> root_of(Database& database, std::string_view sql) {
  std::map<std::string, PartDigest, std::less<>> parts;
  for (const std::string& name : part_names()) {
    parts[name] = {name, 0, PartHasher{}.finish()};
  }
  PartHasher hasher;
  std::string part;
  const auto close_part = [&] {
    if (hasher.count() == 0) return;
    const std::int64_t count = hasher.count();
    parts[part] = {part, count, hasher.finish()};
  };
  CPA_TRY(database.query(sql, [&](const Row& row) {
    if (row.text(0) != part) {
      close_part();
      part = row.text(0);
    }
    hasher.add(row.text(1), row.integer(2), row.text(3));
  }));
  close_part();
  std::vector<PartDigest> digests;
  digests.reserve(parts.size());
  for (auto& [name, digest] : parts) digests.push_back(digest);
  return account_root(std::move(digests));
}

/// The tables hold the same columns; SQL stays constant text.
struct RowTable {
  std::string_view put, remove, ordered;
};
constexpr RowTable kCertified = {
    "INSERT OR REPLACE INTO rows(part, key, rev, after_seq, body) VALUES(?1,?2,?3,?4,?5)",
    "DELETE FROM rows WHERE part = ?1 AND key = ?2",
    "SELECT part, key, rev, body FROM rows ORDER BY part, key"};
constexpr RowTable kStaged = {
    "INSERT OR REPLACE INTO staged(part, key, rev, after_seq, body) VALUES(?1,?2,?3,?4,?5)",
    "DELETE FROM staged WHERE part = ?1 AND key = ?2",
    "SELECT part, key, rev, body FROM staged ORDER BY part, key"};

Status write_changes(Database& database, const RowTable& table, const Answer& answer) {
  for (const RowChange& change : answer.changes) {
    const StoredRow& row = change.row;
    if (change.is_delete) {
      CPA_TRY(database.run(table.remove, row.part, row.key));
    } else {
      CPA_TRY(database.run(table.put, row.part, row.key, row.rev, row.after_seq, row.body));
    }
  }
  return {};
}

Status drop_scan(Database& database) {
  CPA_TRY(database.run("DELETE FROM staged"));
  return database.run("DELETE FROM meta WHERE name = ?1", kScan);
}

Result<std::optional<std::string>> meta_text(Database& database, std::string_view name) {
  return database.find_text("SELECT value FROM meta WHERE name = ?1", name);
}

Status set_text(Database& database, std::string_view name, std::string_view value) {
  return database.run("INSERT OR REPLACE INTO meta(name, value) VALUES(?1, ?2)", name, value);
}

}  // namespace

Status Store::write_overlay(const OverlayBuilder& builder) {
  CPA_TRY_ASSIGN(const std::vector<OutboxCommand> commands, uncovered());
  CPA_TRY_ASSIGN(const std::vector<OverlayItem> items,
                 builder(DatabaseReader(state_->database), commands));
  CPA_TRY(state_->database.run("DELETE FROM overlay"));
  for (const OverlayItem& item : items) {
    CPA_TRY(
        state_->database.run("INSERT INTO overlay(key, body) VALUES(?1, ?2)", item.key, item.body));
  }
  return {};
}

Status Store::apply_results(const Answer& answer, Applied& applied) {
  Database& database = state_->database;
  CPA_TRY_ASSIGN(const auto seen_text, meta_text(database, "seen_results"));
  std::int64_t seen = seen_text ? std::stoll(*seen_text) : 0;
  for (const StoredResult& result : answer.results) {
    CPA_TRY(
        database.run("INSERT OR IGNORE INTO results(rseq, id, seq, outcome, code, body) "
                     "VALUES(?1,?2,?3,?4,?5,?6)",
                     result.rseq, result.id, result.seq, result.outcome, result.code, result.body));
    if (database.changes() == 0) continue;
    // A decision never changes: only "not decided" and "deferred" may become something else.
    CPA_TRY(
        database.run("UPDATE outbox SET outcome = ?2 WHERE id = ?1 AND (outcome IS NULL OR outcome "
                     "= 'deferred')",
                     result.id, result.outcome));
    applied.new_results.push_back(result);
    seen = std::max(seen, result.rseq);
  }
  return set_number("seen_results", seen);
}

Status Store::apply_rows(const Answer& answer, Applied& applied) {
  Database& database = state_->database;
  CPA_TRY_ASSIGN(const auto scan, meta_text(database, kScan));
  bool scanning = scan.has_value();
  if (answer.pull == PullKind::kReset) {
    CPA_TRY(drop_scan(database));
    scanning = true;
  } else if (!scanning && answer.more) {
    // A change too large for one answer: its pages gather beside the certified rows.
    CPA_TRY(database.run("DELETE FROM staged"));
    CPA_TRY(database.run("INSERT INTO staged SELECT part, key, rev, after_seq, body FROM rows"));
    scanning = true;
  }
  if (scanning) {
    CPA_TRY(write_changes(database, kStaged, answer));
    CPA_TRY(set_text(database, kScan, answer.cursor));
    if (answer.more || answer.root.empty()) return {};
    CPA_TRY_ASSIGN(const std::string root, root_of(database, kStaged.ordered));
    if (root != answer.root) {
      applied.root_mismatch = true;
      return drop_scan(database);
    }
    CPA_TRY(database.run("DELETE FROM rows"));
    CPA_TRY(database.run("INSERT INTO rows SELECT part, key, rev, after_seq, body FROM staged"));
    CPA_TRY(drop_scan(database));
  } else {
    if (answer.root.empty()) return {};
    CPA_TRY(database.run_script("SAVEPOINT rows_of_answer"));
    CPA_TRY(write_changes(database, kCertified, answer));
    CPA_TRY_ASSIGN(const std::string root, root_of(database, kCertified.ordered));
    if (root != answer.root) {
      applied.root_mismatch = true;
      return database.run_script("ROLLBACK TO rows_of_answer; RELEASE rows_of_answer");
    }
    CPA_TRY(database.run_script("RELEASE rows_of_answer"));
  }
  applied.certified = true;
  applied.rows_changed = static_cast<std::int64_t>(answer.changes.size());
  CPA_TRY(set_text(database, "cursor", answer.cursor));
  CPA_TRY(set_text(database, "checkpoint", answer.checkpoint));
  CPA_TRY(set_text(database, "root", answer.root));
  CPA_TRY(set_number("at", answer.at));
  CPA_TRY(set_number("covered_seq", answer.covered_seq));
  return database.run(
      "UPDATE outbox SET covered = 1 WHERE (epoch = ?1 AND seq <= ?2) OR "
      "(epoch <> ?1 AND outcome IS NOT NULL AND outcome <> 'deferred')",
      state_->epoch, answer.covered_seq);
}

Status Store::write_sync_meta(const Answer& answer) {
  CPA_TRY(set_number("server_epoch_n", answer.server_epoch_n));
  CPA_TRY(set_text(state_->database, "server_epoch_random", answer.server_epoch_random));
  CPA_TRY(set_number("durable_seq", answer.durable_seq));
  CPA_TRY(set_number("last_seq", answer.last_seq));
  CPA_TRY(set_number("law_seq", answer.law_seq));
  return set_text(state_->database, "server_time", answer.server_time);
}

Status Store::drop_settled() {
  // Decided, durable on the server, and, when it moved something, shown by certified rows.
  CPA_TRY_ASSIGN(const SyncMeta meta, sync_meta());
  return state_->database.run(
      "DELETE FROM outbox WHERE (outcome = 'rejected' OR (outcome = 'applied' AND covered = 1)) "
      "AND (epoch <> ?1 OR seq <= ?2)",
      state_->epoch, meta.durable_seq);
}

Result<Applied> Store::apply(const Answer& answer, const OverlayBuilder& overlay) {
  Applied applied;
  CPA_TRY_ASSIGN(Transaction transaction, state_->database.begin_immediate());
  CPA_TRY(apply_results(answer, applied));
  CPA_TRY(write_sync_meta(answer));
  if (answer.pull != PullKind::kUnchanged || !answer.root.empty()) {
    CPA_TRY(apply_rows(answer, applied));
  }
  if (applied.root_mismatch) {
    // Without a cursor the next exchange begins a scan.
    CPA_TRY(state_->database.run("DELETE FROM meta WHERE name = 'cursor'"));
  }
  CPA_TRY(drop_settled());
  CPA_TRY(write_overlay(overlay));
  CPA_TRY(transaction.commit());
  return applied;
}

Result<SyncMeta> Store::sync_meta() {
  SyncMeta meta;
  CPA_TRY(state_->database.query("SELECT name, value FROM meta", [&](const Row& row) {
    const std::string name(row.text(0));
    const std::string value(row.text(1));
    const auto number = [&] { return std::stoll(value); };
    if (name == "cursor" && !meta.cursor) meta.cursor = value;
    if (name == kScan) meta.cursor = value;
    if (name == "checkpoint") meta.checkpoint = value;
    if (name == "root") meta.root = value;
    if (name == "at") meta.at = number();
    if (name == "server_epoch_n") meta.server_epoch_n = number();
    if (name == "server_epoch_random") meta.server_epoch_random = value;
    if (name == "durable_seq") meta.durable_seq = number();
    if (name == "last_seq") meta.last_seq = number();
    if (name == "law_seq") meta.law_seq = number();
    if (name == "covered_seq") meta.covered_seq = number();
    if (name == "server_time") meta.server_time = value;
    if (name == "seen_results") meta.seen_results = number();
  }));
  return meta;
}

Result<std::vector<StoredRow>> Store::rows(std::string_view part) {
  return DatabaseReader(state_->database).rows(part);
}

Result<std::optional<StoredRow>> Store::row(std::string_view part, std::string_view key) {
  std::optional<StoredRow> found;
  CPA_TRY(state_->database.query(
      "SELECT part, key, rev, after_seq, body FROM rows WHERE part = ?1 AND key = ?2",
      [&](const Row& row) {
        found = StoredRow{std::string(row.text(0)), std::string(row.text(1)), row.integer(2),
                          row.integer(3), std::string(row.text(4))};
      },
      part, key));
  return found;
}

Result<std::vector<OverlayItem>> Store::overlay() {
  std::vector<OverlayItem> items;
  CPA_TRY(state_->database.query("SELECT key, body FROM overlay ORDER BY key", [&](const Row& row) {
    items.push_back({std::string(row.text(0)), std::string(row.text(1))});
  }));
  return items;
}

Status Store::rebuild_overlay(const OverlayBuilder& builder) {
  CPA_TRY_ASSIGN(Transaction transaction, state_->database.begin_immediate());
  CPA_TRY(write_overlay(builder));
  return transaction.commit();
}

}  // namespace cpa::store
