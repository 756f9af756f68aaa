#include "tools/server/storage/sessions.h"

#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

std::int64_t seconds_of(model::Instant instant) {
  return std::int64_t{instant.time_since_epoch().count()};
}

}  // namespace

Status Sessions::add_code(std::string_view sha256, std::string_view account,
                          model::Instant expires) {
  return run(database_, "INSERT INTO enrolment_codes(sha256, account, expires) VALUES(?1, ?2, ?3)",
             sha256, account, seconds_of(expires));
}

Result<std::optional<Session>> Sessions::code(std::string_view sha256, model::Instant now) {
  std::optional<Session> found;
  CPA_TRY(query(
      database_,
      "SELECT account, ifnull(device, '') FROM enrolment_codes "
      "WHERE sha256 = ?1 AND expires > ?2",
      [&](const Columns& row) { found = Session{.account = row.text(0), .device = row.text(1)}; },
      sha256, seconds_of(now)));
  return found;
}

Status Sessions::use_code(std::string_view sha256, std::string_view device) {
  return run(database_, "UPDATE enrolment_codes SET device = ?2 WHERE sha256 = ?1", sha256, device);
}

Status Sessions::add_refresh_token(std::string_view sha256, const Session& session) {
  return run(database_, "INSERT INTO refresh_tokens(sha256, account, device) VALUES(?1, ?2, ?3)",
             sha256, session.account, session.device);
}

Result<std::optional<Session>> Sessions::refresh_token(std::string_view sha256) {
  std::optional<Session> found;
  CPA_TRY(query(
      database_, "SELECT account, device FROM refresh_tokens WHERE sha256 = ?1",
      [&](const Columns& row) { found = Session{.account = row.text(0), .device = row.text(1)}; },
      sha256));
  return found;
}

Result<bool> Sessions::first_use(std::string_view sha256, model::Instant now,
                                 model::Instant expires) {
  CPA_TRY(run(database_, "DELETE FROM proofs WHERE expires < ?1", seconds_of(now)));
  CPA_TRY(run(database_, "INSERT OR IGNORE INTO proofs(sha256, expires) VALUES(?1, ?2)", sha256,
              seconds_of(expires)));
  return database_.changes() == 1;
}

}  // namespace cpa::server
