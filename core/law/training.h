#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/law/packs.h"
#include "core/law/receipt.h"
#include "core/model/command.h"
#include "core/model/date.h"
#include "core/model/money.h"

namespace cpa::law {

/// Codes of a refusal.
inline constexpr std::string_view kInsufficientRights = "insufficient_rights";
inline constexpr std::string_view kLawNotCoded = "law_not_coded";

/// What the law says to a request.
enum class Verdict : std::uint8_t { kAccepted, kRejected };

/// The answer to a training.request; the same function decides on the server and reserves on
/// the phone.
struct TrainingDecision {
  Verdict verdict{Verdict::kRejected};
  std::string code;            ///< "", "insufficient_rights" or "law_not_coded"
  model::Cents participation;  ///< what the holder pays: min(price, participation of the day)
  model::Cents
      charged;  ///< taken from the capped rights: max(0, min(price − participation, rights))
  std::vector<std::string> articles;
  Receipt receipt;
};

/// `rights` = the CPF bucket "capped", reservations deducted; `received` = the day the server got
/// the command (on the phone: today, an assumption). Accepted when price ≤ rights +
/// participation. Which kinds are coded is data: a kind K is when the pack has
/// `training.K_allowed`. Errors: kLawMissing (day before the pack), kLawEvaluation.
Result<TrainingDecision> decide_training(const LawPack& law, model::Cents rights,
                                         const model::TrainingRequest& request,
                                         model::Date received);

}  // namespace cpa::law
