#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/law/packs.h"
#include "core/law/year_loop.h"
#include "core/model/date.h"

namespace cpa::law {

/// A credit, or the end of an account, that is not in the ledger yet.
struct ExpectedEntry {
  Settlement settlement;
  model::Date by;  ///< the day on which it is certain; of an end, its day
  bool supposed{
      false};  ///< nobody reported that year: it was taken to be like the last one reported
};

/// What the accounts should receive, or lose with their end, by `on` if nothing else is reported
/// and the coming years are like the last one reported. An estimate, by the same year loop as the
/// server's run; the civic engagement of a year is never supposed. `told`: the day up to which the
/// facts are known. Errors: kInvalidArgument (`on` is more than
/// 60 years ahead), as `settle_years`.
Result<std::vector<ExpectedEntry>> expected_entries(const LawPack& law, Career career,
                                                    model::Date told, model::Date on);

}  // namespace cpa::law
