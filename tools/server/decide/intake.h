#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/law/packs.h"
#include "core/model/date.h"
#include "core/ports/random.h"
#include "tools/server/ingest/cec.h"
#include "tools/server/ingest/dsn.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// What taking in a file came to: counters only.
struct IntakeReport {
  std::int64_t stored{0};     ///< declarations or activities that are new
  std::int64_t replaced{0};   ///< that took the place of an earlier one
  std::int64_t cancelled{0};  ///< that took an earlier one away
  std::int64_t repeated{0};   ///< that were there already, word for word
  std::int64_t accounts_opened{0};
  std::int64_t accounts_refused{0};            ///< persons whose age does not allow an account yet
  std::map<std::string, std::int64_t> unused;  ///< DSN lines that were read and not used
};

/// Stores what bodies report, opens accounts where the law allows it, and keeps the rows of
/// profile and situation in step. All or nothing: one transaction a file.
class Intake {
 public:
  Intake(store::Database& database, const law::LawPack& law, ports::Random& random)
      : database_(database), law_(law), random_(random) {}

  /// Errors: kAlreadyExists (another declaration of that employer, month and fraction exists: send
  /// type 03), kNotFound (type 04 of one that does not), those of the law and the database.
  Result<IntakeReport> take(const DsnFile& file);
  /// Errors: kNotFound (no account and no birth date to open one), those of law and database.
  Result<IntakeReport> take(const std::vector<CecRecord>& records);

 private:
  Status store(const DsnDeclaration& declaration);
  Status store(std::int64_t id, const DsnDeclaration& declaration, const DsnPerson& person);
  Status store(const CecRecord& record);
  Result<std::string> account_of(const Nir& nir, const DsnPerson* person);
  Status open_if_allowed(const std::string& account, model::Date on);
  Status refresh_rows(const std::string& account);

  store::Database& database_;
  const law::LawPack& law_;
  ports::Random& random_;
  IntakeReport report_;
  std::map<std::string, model::Date> touched_;  ///< account → last day it is known of
};

}  // namespace cpa::server
