#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/law/year_loop.h"
#include "core/model/date.h"
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
  std::vector<LifeFact> life{};  ///< of all years
};

/// One question to the credit hook, and whether anybody reported anything that it rests on.
struct YearQuestion {
  law::YearFacts facts;
  bool reported{false};
};

/// The facts of the year as inputs of the law pack. Only what was reported: nothing is taken as 0.
std::vector<YearQuestion> questions_of(const YearRecords& records);

/// Full months, from date to date, that a contract spends inside `year`.
int full_months(model::Date started, std::optional<model::Date> ended, int year);

/// "600" for 60000 hundredths, "151.67" for 15167.
std::string decimal_of_hundredths(std::int64_t hundredths);

}  // namespace cpa::server
