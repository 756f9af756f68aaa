#include "core/law/projection.h"

#include <algorithm>
#include <utility>

#include "core/law/conversion.h"
#include "core/law/training.h"

namespace cpa::law {
namespace {

/// No account of the CPA comes near it; a signed row that does is flagged, not hidden.
constexpr std::int64_t kBalanceMax = 100'000'00;

codec::Json list_of(const std::vector<std::string>& items) {
  codec::Json list = codec::Json::array();
  for (const std::string& item : items) list.push(item);
  return list;
}

void flag_broken_invariants(Projection& projection) {
  for (const BucketBalance& bucket : projection.confirmed.buckets) {
    const std::string name =
        std::string(model::sub_account_name(bucket.account)) + "/" + bucket.bucket;
    if (bucket.amount < 0) projection.flags.push_back(name + " below zero");
    if (bucket.amount > kBalanceMax) projection.flags.push_back(name + " above 100000.00");
  }
}

/// A projected balance is never below 0; what is confirmed is shown as it is.
void take(Balances& balances, const BucketBalance& charge) {
  balances.at(charge.account, charge.bucket) -= charge.amount;
}

void reserve(const LawPack& law, const model::Life& life, const UndecidedCommand& command,
             Balances& balances, PendingEffect& effect) {
  const Result<model::TrainingRequest> request = model::training_request_from_json(command.args);
  if (!request) return;
  Result<TrainingDecision> decision =
      decide_training(law, balances, life, *request, command.received);
  if (!decision) return;
  effect.articles = std::move(decision->articles);
  effect.missing = std::move(decision->missing);
  effect.participation = decision->participation;
  effect.code = decision->code;
  if (decision->verdict == Verdict::kRejected) {
    const bool unknown = effect.code == kLawNotCoded || effect.code == kFactsMissing;
    effect.outcome = unknown ? PendingOutcome::kUnknown : PendingOutcome::kLikelyRefused;
    return;
  }
  effect.outcome = PendingOutcome::kReserves;
  effect.charges = std::move(decision->charges);
  for (const BucketBalance& charge : effect.charges) take(balances, charge);
}

void convert(const LawPack& law, const model::Life& life, const UndecidedCommand& command,
             Balances& balances, PendingEffect& effect) {
  const Result<model::PointsUse> use = model::points_use_from_json(command.args);
  if (!use) return;
  if (use->use != kPointsForTraining) {
    effect.code = kLawNotCoded;
    return;
  }
  Result<ConversionDecision> decision =
      convert_points(law, balances, life, use->points, command.received);
  if (!decision) return;
  effect.articles = std::move(decision->articles);
  effect.code = decision->code;
  if (decision->verdict == Verdict::kRejected) {
    effect.outcome = PendingOutcome::kLikelyRefused;
    return;
  }
  effect.outcome = PendingOutcome::kReserves;
  for (const BucketBalance& move : decision->moves) {
    effect.charges.push_back({move.account, move.bucket, -move.amount});
    take(balances, effect.charges.back());
  }
}

PendingEffect apply(const LawPack& law, const model::Life& life, const UndecidedCommand& command,
                    Balances& balances) {
  PendingEffect effect;
  effect.id = command.id;
  effect.type = command.type;
  switch (command.type) {
    case model::CommandType::kTrainingRequest:
      effect.account = model::SubAccount::kCpf;
      reserve(law, life, command, balances, effect);
      return effect;
    case model::CommandType::kCecDeclare:
      effect.account = model::SubAccount::kCec;
      effect.outcome = PendingOutcome::kRecorded;
      effect.articles = {"R5151-16"};
      return effect;
    case model::CommandType::kC2pUse:
      effect.account = model::SubAccount::kC2p;
      convert(law, life, command, balances, effect);
      return effect;
  }
  return effect;
}

}  // namespace

std::string_view pending_outcome_name(PendingOutcome outcome) noexcept {
  switch (outcome) {
    case PendingOutcome::kReserves:
      return "reserves";
    case PendingOutcome::kRecorded:
      return "recorded";
    case PendingOutcome::kLikelyRefused:
      return "likely_refused";
    case PendingOutcome::kUnknown:
      return "unknown";
  }
  return "unknown";
}

Result<Projection> project(const LawPack& law, std::span<const model::Entry> confirmed,
                           const model::Life& life, std::span<const UndecidedCommand> undecided) {
  Projection projection;
  CPA_TRY_ASSIGN(projection.confirmed, balances_of(confirmed));
  flag_broken_invariants(projection);
  projection.projected = projection.confirmed;
  for (BucketBalance& bucket : projection.projected.buckets) {
    bucket.amount = std::max<std::int64_t>(0, bucket.amount);
  }
  for (const UndecidedCommand& command : undecided) {
    projection.pending.push_back(apply(law, life, command, projection.projected));
  }
  return projection;
}

codec::Json pending_effect_to_json(const PendingEffect& effect) {
  codec::Json charges = codec::Json::array();
  const bool moves = !effect.charges.empty();
  const model::SubAccount account = moves ? effect.charges[0].account : effect.account;
  std::int64_t sum = 0;
  for (const BucketBalance& charge : effect.charges) {
    if (charge.account == account) sum += charge.amount;
    charges.push(
        codec::Json::object({{"account", model::sub_account_name(charge.account)},
                             {"bucket", charge.bucket},
                             {"amount", model::format_amount(charge.account, -charge.amount)}}));
  }
  return codec::Json::object({{"id", effect.id},
                              {"type", model::command_type_name(effect.type)},
                              {"outcome", pending_outcome_name(effect.outcome)},
                              {"account", model::sub_account_name(account)},
                              {"bucket", moves ? effect.charges[0].bucket : std::string()},
                              {"amount", model::format_amount(account, -sum)},
                              {"charges", std::move(charges)},
                              {"participation", model::format_cents(effect.participation)},
                              {"code", effect.code},
                              {"missing", list_of(effect.missing)},
                              {"articles", list_of(effect.articles)}});
}

}  // namespace cpa::law
