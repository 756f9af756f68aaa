#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/law/packs.h"
#include "core/law/year_loop.h"
#include "core/model/date.h"
#include "core/model/ledger.h"
#include "tools/server/decide/account_book.h"

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
  std::string failure{};             ///< why the law has no answer at all, "" otherwise
};

/// What a yearly run did.
struct YearlyReport {
  std::int64_t accounts{0};
  std::int64_t credits{0};      ///< first postings of a period
  std::int64_t corrections{0};  ///< postings of a difference
  std::int64_t unchanged{0};    ///< periods whose result is what was posted
  std::int64_t closings{0};     ///< buckets emptied by an end of the account
  std::vector<WaitingCredit> waiting;
};

/// Posts what the year loop of the law finds missing in the ledger.
///
/// A posting is keyed by (account, hook, period, hash of facts, pack seq): the same again changes
/// nothing, and a new result posts a correction of the difference. Posted entries never change.
class YearlyRun {
 public:
  YearlyRun(store::Database& database, const law::LawPack& law) : database_(database), law_(law) {}

  /// All years up to `year`, and later ones that were credited before: what arrived late for an
  /// early year moves the room under the ceilings of those after it. One transaction an account; a
  /// run that was cut is taken up again by running it again.
  Result<YearlyReport> run(int year, model::Date posting);

 private:
  Status run_account(const std::string& account, int year, model::Date posting);
  Status post(AccountBook& book, const std::string& account, const law::Settlement& settlement);
  Status post_credit(AccountBook& book, const std::string& account,
                     const law::Settlement& settlement);

  store::Database& database_;
  const law::LawPack& law_;
  YearlyReport report_;
};

}  // namespace cpa::server
