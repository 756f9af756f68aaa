#include "tools/server/storage/decisions.h"

#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

Decision decision_of(const Columns& row) {
  return {.id = row.text(0),
          .device = row.text(1),
          .epoch = row.text(2),
          .seq = row.integer(3),
          .rseq = row.integer(4),
          .jws = row.text(5),
          .outcome = row.text(6)};
}

}  // namespace

Status Decisions::add_device(const Device& device) {
  return run(database_,
             "INSERT INTO devices(account, id, thumbprint, public_key) VALUES(?1, ?2, ?3, ?4)",
             device.account, device.id, device.thumbprint, device.public_key);
}

Result<std::optional<Device>> Decisions::device(std::string_view account, std::string_view id) {
  std::optional<Device> found;
  CPA_TRY(query(
      database_,
      "SELECT account, id, thumbprint, public_key FROM devices WHERE account = ?1 AND id = ?2",
      [&](const Columns& row) {
        found = Device{.account = row.text(0),
                       .id = row.text(1),
                       .thumbprint = row.text(2),
                       .public_key = row.text(3)};
      },
      account, id));
  return found;
}

Result<std::int64_t> Decisions::last_seq(std::string_view account, std::string_view device,
                                         std::string_view epoch) {
  std::int64_t seq = 0;
  CPA_TRY(query(
      database_,
      "SELECT last_seq FROM device_epochs WHERE account = ?1 AND device = ?2 AND epoch = ?3",
      [&](const Columns& row) { seq = row.integer(0); }, account, device, epoch));
  return seq;
}

Status Decisions::set_last_seq(std::string_view account, std::string_view device,
                               std::string_view epoch, std::int64_t seq) {
  return run(database_,
             "INSERT INTO device_epochs(account, device, epoch, last_seq) VALUES(?1, ?2, ?3, ?4) "
             "ON CONFLICT(account, device, epoch) DO UPDATE SET last_seq = ?4",
             account, device, epoch, seq);
}

Result<std::optional<Decision>> Decisions::find(std::string_view account, std::string_view id) {
  std::optional<Decision> found;
  CPA_TRY(query(
      database_,
      "SELECT id, device, epoch, seq, rseq, jws, outcome FROM commands "
      "WHERE account = ?1 AND id = ?2",
      [&](const Columns& row) { found = decision_of(row); }, account, id));
  return found;
}

Result<std::int64_t> Decisions::next_rseq(std::string_view account, std::string_view device) {
  CPA_TRY(run(database_, "UPDATE devices SET rseq = rseq + 1 WHERE account = ?1 AND id = ?2",
              account, device));
  std::int64_t rseq = 0;
  CPA_TRY(query(
      database_, "SELECT rseq FROM devices WHERE account = ?1 AND id = ?2",
      [&](const Columns& row) { rseq = row.integer(0); }, account, device));
  if (rseq == 0) return Error{ErrorCode::kNotFound, "no such device", 0};
  return rseq;
}

Status Decisions::add(std::string_view account, const Decision& decision) {
  return run(database_,
             "INSERT INTO commands(account, id, device, epoch, seq, rseq, jws, outcome) "
             "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
             account, decision.id, decision.device, decision.epoch, decision.seq, decision.rseq,
             decision.jws, decision.outcome);
}

Result<std::vector<Decision>> Decisions::unseen(std::string_view account, std::string_view device) {
  std::vector<Decision> decisions;
  CPA_TRY(query(
      database_,
      "SELECT id, device, epoch, seq, rseq, jws, outcome FROM commands "
      "WHERE account = ?1 AND device = ?2 AND seen = 0 ORDER BY rseq",
      [&](const Columns& row) { decisions.push_back(decision_of(row)); }, account, device));
  return decisions;
}

Result<std::vector<Decision>> Decisions::all(std::string_view account) {
  std::vector<Decision> decisions;
  CPA_TRY(query(
      database_,
      "SELECT id, device, epoch, seq, rseq, jws, outcome FROM commands "
      "WHERE account = ?1 ORDER BY id",
      [&](const Columns& row) { decisions.push_back(decision_of(row)); }, account));
  return decisions;
}

Status Decisions::acknowledge(std::string_view account, std::string_view device,
                              std::int64_t rseq) {
  return run(database_,
             "UPDATE commands SET seen = 1 "
             "WHERE account = ?1 AND device = ?2 AND seen = 0 AND rseq <= ?3",
             account, device, rseq);
}

}  // namespace cpa::server
