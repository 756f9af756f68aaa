#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/balances.h"
#include "core/law/packs.h"
#include "core/model/command.h"
#include "core/model/date.h"
#include "core/model/ledger.h"
#include "core/model/life.h"
#include "core/model/money.h"

namespace cpa::law {

/// A decision of the holder that the server has not answered yet.
struct UndecidedCommand {
  std::string id;
  model::CommandType type{model::CommandType::kTrainingRequest};
  codec::Json args;
  model::Date received;  ///< assumed day of receipt: today, as long as it is not sent
};

/// What a decision would do, as far as the law in the app can tell.
enum class PendingOutcome : std::uint8_t {
  kReserves,       ///< rights are set aside until the server answers
  kRecorded,       ///< a declaration: it moves nothing now
  kLikelyRefused,  ///< the law of today would refuse it (`code`)
  kUnknown         ///< the law for it is not coded in this app
};
std::string_view pending_outcome_name(PendingOutcome outcome) noexcept;

/// One undecided command and its expected effect. Never a confirmed figure.
struct PendingEffect {
  std::string id;
  model::CommandType type{model::CommandType::kTrainingRequest};
  PendingOutcome outcome{PendingOutcome::kUnknown};
  model::SubAccount account{model::SubAccount::kCpf};
  std::vector<BucketBalance> charges;  ///< set aside, by bucket (> 0), or given (< 0)
  model::Cents participation;          ///< what the holder would pay
  std::string code;                    ///< why it would be refused
  std::vector<std::string> missing;    ///< answers that the law asks for
  std::vector<std::string> articles;
};

/// Confirmed state and undecided decisions, recomputed each time and never stored as truth.
struct Projection {
  Balances confirmed;
  Balances projected;  ///< confirmed + pending; no bucket is below 0
  std::vector<PendingEffect> pending;
  /// Broken invariants of signed rows, e.g. "cpf/capped below zero": shown, never hidden.
  std::vector<std::string> flags;
};

/// Applies undecided commands in order to the confirmed entries. Pure: no clock, no store.
/// Errors: kLimitExceeded (sums). A command that cannot be judged is kUnknown, not an error.
Result<Projection> project(const LawPack& law, std::span<const model::Entry> confirmed,
                           const model::Life& life, std::span<const UndecidedCommand> undecided);

/// {id, type, outcome, account, bucket, amount, charges: [{account, bucket, amount}],
/// participation, code, missing, articles} for `rights`; account and bucket are those of the first
/// charge, amount is the sum.
codec::Json pending_effect_to_json(const PendingEffect& effect);

}  // namespace cpa::law
