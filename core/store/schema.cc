#include "core/store/schema.h"

#include <array>
#include <string>

namespace cpa::store {
namespace {

/// `rows` is certified; `staged` is a scan under way. Commands stay in `outbox` with the number of
/// their appending; `covered` says that certified rows hold their effect.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE rows(part TEXT NOT NULL, key TEXT NOT NULL, rev INTEGER NOT NULL,
  after_seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY(part, key)) WITHOUT ROWID;
CREATE TABLE staged(part TEXT NOT NULL, key TEXT NOT NULL, rev INTEGER NOT NULL,
  after_seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY(part, key)) WITHOUT ROWID;
CREATE TABLE outbox(number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
  epoch TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, jws TEXT NOT NULL,
  args TEXT NOT NULL, made TEXT NOT NULL, outcome TEXT, covered INTEGER NOT NULL DEFAULT 0,
  UNIQUE(epoch, seq));
CREATE TABLE results(rseq INTEGER PRIMARY KEY, id TEXT NOT NULL, seq INTEGER NOT NULL,
  outcome TEXT NOT NULL, code TEXT NOT NULL, body TEXT NOT NULL,
  dismissed INTEGER NOT NULL DEFAULT 0);
CREATE INDEX results_id ON results(id, rseq);
CREATE TABLE overlay(key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE law(sha256 TEXT PRIMARY KEY, seq INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE app_values(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = 1;
)sql";

constexpr std::array<const char*, kSchemaVersion> kSteps = {kVersion1};

}  // namespace

Result<std::int64_t> schema_version(Database& database) {
  CPA_TRY_ASSIGN(const auto version, database.find_integer("PRAGMA user_version"));
  return version.value_or(0);
}

Status migrate(Database& database) {
  CPA_TRY_ASSIGN(std::int64_t version, schema_version(database));
  if (version > kSchemaVersion) {
    return Error{ErrorCode::kSchemaNewer, "the file has a newer schema", version};
  }
  while (version < kSchemaVersion) {
    CPA_TRY_ASSIGN(Transaction transaction, database.begin_immediate());
    CPA_TRY(database.run_script(kSteps[static_cast<std::size_t>(version)]));
    CPA_TRY(transaction.commit());
    ++version;
  }
  return {};
}

}  // namespace cpa::store
