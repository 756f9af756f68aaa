#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/law/balances.h"
#include "core/law/packs.h"
#include "core/law/receipt.h"
#include "core/model/command.h"
#include "core/model/date.h"
#include "core/model/life.h"
#include "core/model/money.h"

namespace cpa::law {

/// Codes of a refusal.
inline constexpr std::string_view kInsufficientRights = "insufficient_rights";
inline constexpr std::string_view kLawNotCoded = "law_not_coded";
inline constexpr std::string_view kNotFundable = "not_fundable";
inline constexpr std::string_view kFactsMissing = "facts_missing";
inline constexpr std::string_view kAccountClosed = "account_closed";

/// What the law says to a request.
enum class Verdict : std::uint8_t { kAccepted, kRejected };

/// The answer to a training.request; the same function decides on the server and reserves on
/// the phone.
struct TrainingDecision {
  Verdict verdict{Verdict::kRejected};
  std::string code;                    ///< "" or one of the above
  std::vector<std::string> missing;    ///< of kFactsMissing: the answers the law asks for
  model::Cents participation;          ///< what the holder pays
  model::Cents charged;                ///< what the rights pay; the sum over `charges` in euros
  std::vector<BucketBalance> charges;  ///< what each bucket pays (> 0), in the order of payers
  std::vector<std::string> articles;
  std::vector<std::string> marks;
  Receipt receipt;
};

/// The hook `use`: who pays for a training, in the order of the day it is received (R6333-3).
/// `rights`: reservations deducted; `received`: the day the server got the command (on the phone:
/// today, an assumption). Accepted when rights pay all but the participation. The law lets a holder
/// pay more (L6323-4 II 1°, R6333-3 last al.), but a request has no member with which he agrees to,
/// so kInsufficientRights refuses and cites what leaves the rest to him. An exemption of the
/// participation counts when the holder claims it in `answers`; third parties pay into the account
/// and are then top-ups. Points are not touched: their holder turns them into a top-up first.
/// Errors: kInvalidArgument (an answer that is not the holder's to give, or of another form),
/// kLawMissing (day before the pack), kLawEvaluation.
Result<TrainingDecision> decide_training(const LawPack& law, const Balances& rights,
                                         const model::Life& life,
                                         const model::TrainingRequest& request,
                                         model::Date received);

}  // namespace cpa::law
