#include "tools/server/storage/schema.h"

#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

/// Dates are ISO text, instants are UNIX seconds, quantities are hundredths.
/// `accounts.at` counts the changes of an account: each row carries the `at` that last changed it.
constexpr const char* kSchema = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE accounts(id TEXT PRIMARY KEY, nir TEXT NOT NULL UNIQUE, family_name TEXT NOT NULL,
  given_names TEXT NOT NULL, birth TEXT, opened TEXT, at INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;

CREATE TABLE declarations(id INTEGER PRIMARY KEY, employer TEXT NOT NULL, month TEXT NOT NULL,
  fraction TEXT NOT NULL, digest TEXT NOT NULL, UNIQUE(employer, month, fraction));
CREATE TABLE contracts(declaration INTEGER NOT NULL REFERENCES declarations ON DELETE CASCADE,
  account TEXT NOT NULL, employer TEXT NOT NULL, number TEXT NOT NULL, month TEXT NOT NULL,
  started TEXT NOT NULL, ended TEXT, unit INTEGER NOT NULL, reference INTEGER,
  oeth INTEGER NOT NULL, hours INTEGER NOT NULL, days INTEGER NOT NULL);
CREATE INDEX contracts_account ON contracts(account, month);
CREATE INDEX contracts_declaration ON contracts(declaration);
CREATE TABLE exposures(declaration INTEGER NOT NULL REFERENCES declarations ON DELETE CASCADE,
  account TEXT NOT NULL, employer TEXT NOT NULL, contract TEXT NOT NULL, factor TEXT NOT NULL,
  year INTEGER NOT NULL);
CREATE INDEX exposures_account ON exposures(account, year);
CREATE INDEX exposures_declaration ON exposures(declaration);
CREATE TABLE engagements(account TEXT NOT NULL, year INTEGER NOT NULL, kind TEXT NOT NULL,
  body TEXT NOT NULL, amount INTEGER NOT NULL, years INTEGER NOT NULL, declared TEXT,
  attested TEXT, PRIMARY KEY(account, year, kind, body)) WITHOUT ROWID;
CREATE TABLE volunteer_declarations(id INTEGER PRIMARY KEY, account TEXT NOT NULL,
  year INTEGER NOT NULL, hours INTEGER NOT NULL, years INTEGER NOT NULL, declared TEXT NOT NULL);
CREATE INDEX volunteer_declarations_account ON volunteer_declarations(account, year);
CREATE TABLE life(account TEXT NOT NULL, kind TEXT NOT NULL, starts TEXT NOT NULL, ends TEXT,
  months INTEGER NOT NULL, flag INTEGER NOT NULL, PRIMARY KEY(account, kind, starts)) WITHOUT ROWID;

CREATE TABLE rows(account TEXT NOT NULL, part TEXT NOT NULL, key TEXT NOT NULL,
  rev INTEGER NOT NULL, device TEXT NOT NULL, after_seq INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY(account, part, key)) WITHOUT ROWID;
CREATE INDEX rows_rev ON rows(account, rev);
CREATE TABLE parts(account TEXT NOT NULL, part TEXT NOT NULL, count INTEGER NOT NULL,
  root TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(account, part)) WITHOUT ROWID;
CREATE TABLE postings(account TEXT NOT NULL, sub_account TEXT NOT NULL, period TEXT NOT NULL,
  facts_sha256 TEXT NOT NULL, pack_seq INTEGER NOT NULL, result INTEGER NOT NULL,
  posted INTEGER NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY(account, sub_account, period, number)) WITHOUT ROWID;

CREATE TABLE devices(account TEXT NOT NULL, id TEXT NOT NULL, thumbprint TEXT NOT NULL,
  public_key TEXT NOT NULL, rseq INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(account, id))
  WITHOUT ROWID;
CREATE TABLE device_epochs(account TEXT NOT NULL, device TEXT NOT NULL, epoch TEXT NOT NULL,
  last_seq INTEGER NOT NULL, PRIMARY KEY(account, device, epoch)) WITHOUT ROWID;
CREATE TABLE commands(account TEXT NOT NULL, id TEXT NOT NULL, device TEXT NOT NULL,
  epoch TEXT NOT NULL, seq INTEGER NOT NULL, rseq INTEGER NOT NULL, jws TEXT NOT NULL,
  outcome TEXT NOT NULL, seen INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(account, id)) WITHOUT ROWID;
CREATE INDEX commands_unseen ON commands(account, device, rseq) WHERE seen = 0;

CREATE TABLE enrolment_codes(sha256 TEXT PRIMARY KEY, account TEXT NOT NULL,
  expires INTEGER NOT NULL, device TEXT) WITHOUT ROWID;
CREATE TABLE refresh_tokens(sha256 TEXT PRIMARY KEY, account TEXT NOT NULL, device TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE proofs(sha256 TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;
)sql";

/// Version 2 knows what is told of a person's life, and no longer where in the ledger a period was
/// first posted.
constexpr const char* kFromFirst = R"sql(
CREATE TABLE life(account TEXT NOT NULL, kind TEXT NOT NULL, starts TEXT NOT NULL, ends TEXT,
  months INTEGER NOT NULL, flag INTEGER NOT NULL, PRIMARY KEY(account, kind, starts)) WITHOUT ROWID;
ALTER TABLE postings DROP COLUMN entries_before;
PRAGMA user_version = 2;
)sql";

}  // namespace

Status prepare_schema(store::Database& database) {
  std::int64_t version = 0;
  CPA_TRY(query(database, "PRAGMA user_version",
                [&](const Columns& row) { version = row.integer(0); }));
  if (version == kServerSchemaVersion) return {};
  if (version == 1) {
    return in_transaction(database, [&]() { return database.run_script(kFromFirst); });
  }
  if (version != 0) {
    return Error{ErrorCode::kSchemaNewer, "server database of another version", version};
  }
  return in_transaction(database, [&]() -> Status {
    CPA_TRY(database.run_script(kSchema));
    return database.run_script("PRAGMA user_version = 2");
  });
}

}  // namespace cpa::server
