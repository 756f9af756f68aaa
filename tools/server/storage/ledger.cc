#include "tools/server/storage/ledger.h"

#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

LedgerRow row_of(const Columns& row) {
  return {.part = row.text(0),
          .key = row.text(1),
          .rev = row.integer(2),
          .device = row.text(3),
          .after_seq = row.integer(4),
          .body = row.text(5)};
}

}  // namespace

Status Ledger::put(std::string_view account, const LedgerRow& row) {
  return run(database_,
             "INSERT INTO rows(account, part, key, rev, device, after_seq, body) "
             "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(account, part, key) "
             "DO UPDATE SET rev = ?4, device = ?5, after_seq = ?6, body = ?7",
             account, row.part, row.key, row.rev, row.device, row.after_seq, row.body);
}

Result<std::optional<LedgerRow>> Ledger::find(std::string_view account, std::string_view part,
                                              std::string_view key) {
  std::optional<LedgerRow> found;
  CPA_TRY(query(
      database_,
      "SELECT part, key, rev, device, after_seq, body FROM rows "
      "WHERE account = ?1 AND part = ?2 AND key = ?3",
      [&](const Columns& row) { found = row_of(row); }, account, part, key));
  return found;
}

Result<std::vector<LedgerRow>> Ledger::part(std::string_view account, std::string_view part) {
  std::vector<LedgerRow> rows;
  CPA_TRY(query(
      database_,
      "SELECT part, key, rev, device, after_seq, body FROM rows "
      "WHERE account = ?1 AND part = ?2 ORDER BY key",
      [&](const Columns& row) { rows.push_back(row_of(row)); }, account, part));
  return rows;
}

Result<std::vector<LedgerRow>> Ledger::changed_since(std::string_view account, std::int64_t rev,
                                                     std::int64_t limit) {
  std::vector<LedgerRow> rows;
  CPA_TRY(query(
      database_,
      "SELECT part, key, rev, device, after_seq, body FROM rows "
      "WHERE account = ?1 AND rev > ?2 ORDER BY rev, part, key LIMIT ?3",
      [&](const Columns& row) { rows.push_back(row_of(row)); }, account, rev, limit));
  return rows;
}

Result<std::vector<LedgerRow>> Ledger::after(std::string_view account, std::string_view part,
                                             std::string_view key, std::int64_t limit) {
  std::vector<LedgerRow> rows;
  CPA_TRY(query(
      database_,
      "SELECT part, key, rev, device, after_seq, body FROM rows "
      "WHERE account = ?1 AND (part, key) > (?2, ?3) ORDER BY part, key LIMIT ?4",
      [&](const Columns& row) { rows.push_back(row_of(row)); }, account, part, key, limit));
  return rows;
}

Result<std::int64_t> Ledger::count(std::string_view account, std::string_view part) {
  std::int64_t count = 0;
  CPA_TRY(query(
      database_, "SELECT count(*) FROM rows WHERE account = ?1 AND part = ?2",
      [&](const Columns& row) { count = row.integer(0); }, account, part));
  return count;
}

Status Ledger::put_part(std::string_view account, std::string_view part, const PartState& state) {
  return run(database_,
             "INSERT INTO parts(account, part, count, root, at) VALUES(?1, ?2, ?3, ?4, ?5) "
             "ON CONFLICT(account, part) DO UPDATE SET count = ?3, root = ?4, at = ?5",
             account, part, state.count, state.root, state.at);
}

Result<std::map<std::string, PartState>> Ledger::parts(std::string_view account) {
  std::map<std::string, PartState> parts;
  CPA_TRY(query(
      database_, "SELECT part, count, root, at FROM parts WHERE account = ?1 ORDER BY part",
      [&](const Columns& row) {
        parts.emplace(
            row.text(0),
            PartState{.count = row.integer(1), .root = row.text(2), .at = row.integer(3)});
      },
      account));
  return parts;
}

Status Ledger::add_posting(std::string_view account, const Posting& posting) {
  return run(database_,
             "INSERT INTO postings(account, sub_account, period, facts_sha256, pack_seq, result, "
             "posted, number) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, "
             "(SELECT count(*) FROM postings WHERE account = ?1 AND sub_account = ?2 AND "
             "period = ?3))",
             account, posting.sub_account, posting.period, posting.facts_sha256, posting.pack_seq,
             posting.result, posting.posted);
}

Result<std::vector<Posting>> Ledger::postings(std::string_view account,
                                              std::string_view sub_account,
                                              std::string_view period) {
  std::vector<Posting> postings;
  CPA_TRY(query(
      database_,
      "SELECT sub_account, period, facts_sha256, pack_seq, result, posted FROM postings "
      "WHERE account = ?1 AND sub_account = ?2 AND period = ?3 ORDER BY number",
      [&](const Columns& row) {
        postings.push_back({.sub_account = row.text(0),
                            .period = row.text(1),
                            .facts_sha256 = row.text(2),
                            .pack_seq = row.integer(3),
                            .result = row.integer(4),
                            .posted = row.integer(5)});
      },
      account, sub_account, period));
  return postings;
}

}  // namespace cpa::server
