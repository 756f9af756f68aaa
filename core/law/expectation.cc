#include "core/law/expectation.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/law/deadline.h"

namespace cpa::law {
namespace {

using model::SubAccount;

constexpr int kYearsAhead = 60;  // a working life

/// The last year of an account that was reported, whole years only; null when there is none that
/// still says something of today.
const YearFacts* last_reported(const std::vector<YearFacts>& years, SubAccount account,
                               int recent) {
  const YearFacts* last = nullptr;
  for (const YearFacts& facts : years) {
    if (facts.account != account || facts.period != std::to_string(facts.year)) continue;
    if (facts.year >= recent && (last == nullptr || facts.year > last->year)) last = &facts;
  }
  return last;
}

using SupposedYears = std::set<std::pair<SubAccount, int>>;

/// Adds the years up to `through`, like the last ones; returns those added.
SupposedYears suppose(std::vector<YearFacts>& years, model::Date told, int through) {
  SupposedYears supposed;
  for (const SubAccount account : {SubAccount::kCpf, SubAccount::kC2p}) {
    const YearFacts* last = last_reported(years, account, model::year_of(told) - 1);
    if (last == nullptr) continue;
    YearFacts next = *last;
    while (next.year < through) {
      ++next.year;
      next.period = std::to_string(next.year);
      supposed.emplace(account, next.year);
      years.push_back(next);
    }
  }
  return supposed;
}

/// The day on which a settlement is certain: of a credit its deadline, otherwise its own day. None
/// for what is in the ledger already.
Result<std::optional<model::Date>> certain_day(const LawPack& law, const Settlement& settlement) {
  if (settlement.difference() == 0 && !settlement.waiting()) return std::optional<model::Date>();
  if (settlement.year == 0) return std::optional(settlement.law_date);
  CPA_TRY_ASSIGN(const Deadline by, deadline(law, DeadlineKind::kCreditCertain, settlement.year));
  return std::optional(by.day);
}

}  // namespace

Result<std::vector<ExpectedEntry>> expected_entries(const LawPack& law, Career career,
                                                    model::Date told, model::Date on) {
  const int through = model::year_of(on) - 1;
  if (through > model::year_of(told) + kYearsAhead) {
    return Error{ErrorCode::kInvalidArgument, "a day too far ahead to estimate"};
  }
  // Of the year under way only a part is told: it is supposed as those after it.
  std::erase_if(career.years,
                [told](const YearFacts& facts) { return facts.year >= model::year_of(told); });
  const SupposedYears supposed = suppose(career.years, told, through);
  CPA_TRY_ASSIGN(std::vector<Settlement> settlements, settle_years(law, career, through, on));
  std::vector<ExpectedEntry> expected;
  for (Settlement& settlement : settlements) {
    CPA_TRY_ASSIGN(const auto by, certain_day(law, settlement));
    if (!by || *by > on) continue;
    const bool like_before = supposed.contains({settlement.account, settlement.year});
    expected.push_back({std::move(settlement), *by, like_before});
  }
  return expected;
}

}  // namespace cpa::law
