#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/packs.h"
#include "core/model/command.h"
#include "core/model/date.h"
#include "core/model/ledger.h"
#include "core/model/money.h"

namespace cpa::law {

/// What one bucket of a sub-account holds.
struct BucketBalance {
  model::SubAccount account{model::SubAccount::kCpf};
  std::string bucket;
  std::int64_t amount{0};  ///< cents or points
  bool operator==(const BucketBalance&) const = default;
};

/// Balances by bucket: sub-accounts in their order, buckets by name.
struct Balances {
  std::vector<BucketBalance> buckets;
  /// Sum over the buckets of `account`.
  [[nodiscard]] std::int64_t of(model::SubAccount account) const;
  /// One bucket, 0 when it does not exist.
  [[nodiscard]] std::int64_t of(model::SubAccount account, std::string_view bucket) const;
  bool operator==(const Balances&) const = default;
};

/// The CPF bucket under the cap of R6323-1; the others stay outside it (L6323-15).
inline constexpr std::string_view kCappedBucket = "capped";

/// Sums entries. A sum that leaves int64 is kLimitExceeded.
Result<Balances> balances_of(std::span<const model::Entry> entries);

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
  std::string bucket;          ///< "" when nothing moves
  std::int64_t amount{0};      ///< ≤ 0: cents set aside
  model::Cents participation;  ///< what the holder would pay
  std::string code;            ///< why it would be refused
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
                           std::span<const UndecidedCommand> undecided);

/// {id, type, outcome, account, bucket, amount, participation, code, articles} for `rights`.
codec::Json pending_effect_to_json(const PendingEffect& effect);

}  // namespace cpa::law
