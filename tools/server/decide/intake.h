#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/law/packs.h"
#include "core/model/date.h"
#include "core/ports/random.h"
#include "tools/server/ingest/cec.h"
#include "tools/server/ingest/dsn.h"
#include "tools/server/ingest/life.h"

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
  Result<IntakeReport> take(const std::vector<LifeRecord>& records);

 private:
  Status store(const DsnDeclaration& declaration);
  Status store(std::int64_t id, const DsnDeclaration& declaration, const DsnPerson& person);
  Status store(const CecRecord& record);
  Status store(const LifeRecord& record);
  template <typename Parts>
  Result<IntakeReport> take_all(const Parts& parts);
  Result<std::string> account_of(const Nir& nir, const DsnPerson* person);
  Result<std::string> account_of(const Nir& nir, std::optional<model::Date> birth);
  Status open_if_allowed(const std::string& account, const std::set<model::Date>& days);

  store::Database& database_;
  const law::LawPack& law_;
  ports::Random& random_;
  IntakeReport report_;
  /// Account → days on which something is known of it that opens an account.
  std::map<std::string, std::set<model::Date>> touched_;
};

}  // namespace cpa::server
