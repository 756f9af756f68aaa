#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/codec/json.h"
#include "core/model/date.h"
#include "core/model/ledger.h"
#include "tools/server/storage/facts.h"

namespace cpa::server {

/// All that was reported about one person and concerns one civil year.
struct YearRecords {
  int year{0};
  std::optional<model::Date> birth{};
  std::vector<ContractMonth> contracts{};  ///< of all years: a contract's dates may come late
  std::vector<ExposureYear> exposures{};
  std::vector<Engagement> engagements{};
  std::vector<VolunteerDeclaration> declarations{};
};

/// One question to a credit hook of the law pack.
struct YearQuestion {
  model::SubAccount account{model::SubAccount::kCpf};
  std::string
      period{};         ///< "2025", "2025/part" for contracts over a part of it beside a whole year
  codec::Json facts{};  ///< inputs of the pack without those of the ledger
  bool reported{false};  ///< whether anybody reported anything
};

/// The facts of the year as inputs of the law pack. Only what was reported: nothing is taken as 0.
/// On a run, declarations and attestations of volunteering made after `posting` are not there yet,
/// and hours nobody declared in time are 0. Without `posting`, as the phone sees it: all reports.
std::vector<YearQuestion> questions_of(const YearRecords& records,
                                       std::optional<model::Date> posting);

/// Full months, from date to date, that a contract spends inside `year`.
int full_months(model::Date started, std::optional<model::Date> ended, int year);

/// "600" for 60000 hundredths, "151.67" for 15167.
std::string decimal_of_hundredths(std::int64_t hundredths);

}  // namespace cpa::server
