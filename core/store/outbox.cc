// The part of the store that keeps commands and their decisions.

#include "core/store/state.h"
#include "core/store/store.h"

namespace cpa::store {
namespace {

constexpr std::string_view kOutboxColumns =
    "SELECT id, epoch, seq, type, jws, args, made FROM outbox ORDER BY number";
constexpr std::string_view kUndecided =
    "SELECT id, epoch, seq, type, jws, args, made FROM outbox "
    "WHERE outcome IS NULL ORDER BY number";
/// A rejected command has no effect to show; a deferred one may still have it.
constexpr std::string_view kUncovered =
    "SELECT id, epoch, seq, type, jws, args, made FROM outbox "
    "WHERE outcome IS NULL OR outcome = 'deferred' OR (outcome = 'applied' AND covered = 0) "
    "ORDER BY number";

OutboxCommand command_of(const Row& row) {
  return {std::string(row.text(0)), std::string(row.text(1)), row.integer(2),
          std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5)),
          std::string(row.text(6))};
}

Result<std::vector<OutboxCommand>> commands(Database& database, std::string_view sql) {
  std::vector<OutboxCommand> list;
  CPA_TRY(database.query(sql, [&](const Row& row) { list.push_back(command_of(row)); }));
  return list;
}

StoredResult result_from(const Row& row) {
  return {row.integer(0),           std::string(row.text(1)), row.integer(2),
          std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5)),
          row.integer(6) != 0};
}

}  // namespace

Result<OutboxCommand> Store::append_command(const CommandMaker& make,
                                            const OverlayBuilder& overlay) {
  Database& database = state_->database;
  CPA_TRY_ASSIGN(Transaction transaction, database.begin_immediate());
  CPA_TRY_ASSIGN(
      const auto next,
      database.find_integer("SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'next_seq'"));
  const std::int64_t seq = next.value_or(1);
  CPA_TRY_ASSIGN(OutboxCommand command, make(seq));
  if (command.seq != seq || command.epoch != state_->epoch) {
    return Error{ErrorCode::kInvalidArgument, "the command made has another seq or epoch"};
  }
  CPA_TRY(database.run(
      "INSERT INTO outbox(id, epoch, seq, type, jws, args, made) VALUES(?1,?2,?3,?4,?5,?6,?7)",
      command.id, command.epoch, command.seq, command.type, command.jws, command.args,
      command.made));
  CPA_TRY(set_number("next_seq", seq + 1));
  CPA_TRY(write_overlay(overlay));
  CPA_TRY(transaction.commit());
  return command;
}

Result<std::vector<OutboxCommand>> Store::outbox() {
  return commands(state_->database, kOutboxColumns);
}
Result<std::vector<OutboxCommand>> Store::undecided() {
  return commands(state_->database, kUndecided);
}
Result<std::vector<OutboxCommand>> Store::uncovered() {
  return commands(state_->database, kUncovered);
}

Result<std::vector<StoredResult>> Store::results(bool with_dismissed) {
  std::vector<StoredResult> list;
  CPA_TRY(state_->database.query(
      "SELECT rseq, id, seq, outcome, code, body, dismissed FROM results "
      "WHERE dismissed = 0 OR ?1 ORDER BY rseq",
      [&](const Row& row) { list.push_back(result_from(row)); }, with_dismissed));
  return list;
}

Result<std::optional<StoredResult>> Store::result_of(std::string_view command_id) {
  std::optional<StoredResult> found;
  CPA_TRY(state_->database.query(
      "SELECT rseq, id, seq, outcome, code, body, dismissed FROM results "
      "WHERE id = ?1 ORDER BY rseq DESC LIMIT 1",
      [&](const Row& row) { found = result_from(row); }, command_id));
  return found;
}

Status Store::dismiss(std::int64_t rseq) {
  CPA_TRY(state_->database.run("UPDATE results SET dismissed = 1 WHERE rseq = ?1", rseq));
  if (state_->database.changes() == 0) return Error{ErrorCode::kNotFound, "no such result"};
  return {};
}

Status Store::set_number(std::string_view name, std::int64_t value) {
  return state_->database.run("INSERT OR REPLACE INTO meta(name, value) VALUES(?1, ?2)", name,
                              std::to_string(value));
}

}  // namespace cpa::store
