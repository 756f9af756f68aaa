#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/law/packs.h"
#include "core/model/date.h"
#include "core/model/ledger.h"
#include "tools/server/decide/account_book.h"
#include "tools/server/decide/year_facts.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// A credit that could not be computed yet.
struct WaitingCredit {
  std::string account;
  model::SubAccount sub_account{model::SubAccount::kCpf};
  std::string period;
  std::vector<std::string> missing;  ///< inputs of the pack
};

/// What a yearly run did.
struct YearlyReport {
  std::int64_t accounts{0};
  std::int64_t credits{0};      ///< first postings of a period
  std::int64_t corrections{0};  ///< periods whose result changed
  std::int64_t unchanged{0};    ///< same facts and same law as last time
  std::vector<WaitingCredit> waiting;
};

/// Posts the credits of a year by the law pack.
///
/// A posting is keyed by (account, hook, period, hash of facts, pack seq): the same again changes
/// nothing, and a new result posts a correction of the difference. Posted entries never change.
class YearlyRun {
 public:
  YearlyRun(store::Database& database, const law::LawPack& law) : database_(database), law_(law) {}

  /// CPF and C2P of `year`, and the CEC of `year` and of the year before: an association has until
  /// 31 December of the next year to attest (R5151-17). One transaction an account; a run that was
  /// cut is taken up again by running it again.
  Result<YearlyReport> run(int year, model::Date posting);

 private:
  Status run_account(const std::string& account, int year, model::Date posting);
  Status settle(AccountBook& book, const std::string& account, int year, YearQuestion question);

  store::Database& database_;
  const law::LawPack& law_;
  model::Date posting_;
  YearlyReport report_;
};

}  // namespace cpa::server
