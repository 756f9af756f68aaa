#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/law/balances.h"
#include "core/law/packs.h"
#include "core/law/receipt.h"
#include "core/law/training.h"
#include "core/model/date.h"
#include "core/model/life.h"

namespace cpa::law {

/// The use of points that converts them (L4163-7 I 1°), as `model::PointsUse` names it.
inline constexpr std::string_view kPointsForTraining = "training";

/// What a conversion of points comes to.
struct ConversionDecision {
  Verdict verdict{Verdict::kRejected};
  std::string code;                  ///< "", "insufficient_rights" or "account_closed"
  std::vector<BucketBalance> moves;  ///< points taken (< 0), euros of a top-up given (> 0)
  std::vector<std::string> articles;
  std::vector<std::string> marks;
  Receipt receipt;
};

/// The hook `convert`: points of the C2P become a top-up of the CPF, outside its ceiling, at the
/// value of the day (R4163-11 1°); point by point (R4163-12). The other conversion that the law
/// knows, of a public agent's hours, bears on a counter that the public employer keeps: it is the
/// simulation `convert.hours_euros`. `points` > 0; `received` as in `decide_training`.
/// Errors: kLawMissing (day before the pack), kLawEvaluation.
Result<ConversionDecision> convert_points(const LawPack& law, const Balances& rights,
                                          const model::Life& life, std::int64_t points,
                                          model::Date received);

}  // namespace cpa::law
