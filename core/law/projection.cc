#include "core/law/projection.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/law/training.h"

namespace cpa::law {
namespace {

/// No account of the CPA comes near it; a signed row that does is flagged, not hidden.
constexpr std::int64_t kBalanceMax = 100'000'00;

bool sorts_before(const BucketBalance& a, const BucketBalance& b) {
  if (a.account != b.account) return a.account < b.account;
  return a.bucket < b.bucket;
}

BucketBalance& bucket_of(Balances& balances, model::SubAccount account, std::string_view bucket) {
  BucketBalance wanted{account, std::string(bucket), 0};
  auto at =
      std::lower_bound(balances.buckets.begin(), balances.buckets.end(), wanted, sorts_before);
  if (at == balances.buckets.end() || at->account != account || at->bucket != bucket) {
    at = balances.buckets.insert(at, std::move(wanted));
  }
  return *at;
}

bool add(std::int64_t& sum, std::int64_t amount) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  if (amount > 0 ? sum > kMax - amount : sum < kMin - amount) return false;
  sum += amount;
  return true;
}

void flag_broken_invariants(Projection& projection) {
  for (const BucketBalance& bucket : projection.confirmed.buckets) {
    const std::string name =
        std::string(model::sub_account_name(bucket.account)) + "/" + bucket.bucket;
    if (bucket.amount < 0) projection.flags.push_back(name + " below zero");
    if (bucket.amount > kBalanceMax) projection.flags.push_back(name + " above 100000.00");
  }
}

void reserve(const LawPack& law, const UndecidedCommand& command, Balances& balances,
             PendingEffect& effect) {
  const Result<model::TrainingRequest> request = model::training_request_from_json(command.args);
  if (!request) return;
  const std::int64_t rights = balances.of(model::SubAccount::kCpf, kCappedBucket);
  const Result<TrainingDecision> decision =
      decide_training(law, model::Cents(rights), *request, command.received);
  if (!decision) return;
  effect.articles = decision->articles;
  effect.participation = decision->participation;
  effect.code = decision->code;
  if (decision->verdict == Verdict::kRejected) {
    effect.outcome =
        effect.code == kLawNotCoded ? PendingOutcome::kUnknown : PendingOutcome::kLikelyRefused;
    return;
  }
  effect.outcome = PendingOutcome::kReserves;
  effect.bucket = kCappedBucket;
  effect.amount = -decision->charged.get();
  if (effect.amount != 0) {
    bucket_of(balances, effect.account, kCappedBucket).amount += effect.amount;
  }
}

PendingEffect apply(const LawPack& law, const UndecidedCommand& command, Balances& balances) {
  PendingEffect effect;
  effect.id = command.id;
  effect.type = command.type;
  switch (command.type) {
    case model::CommandType::kTrainingRequest:
      effect.account = model::SubAccount::kCpf;
      reserve(law, command, balances, effect);
      return effect;
    case model::CommandType::kCecDeclare:
      effect.account = model::SubAccount::kCec;
      effect.outcome = PendingOutcome::kRecorded;
      effect.articles = {"R5151-16"};
      return effect;
  }
  return effect;
}

}  // namespace

std::int64_t Balances::of(model::SubAccount account) const {
  std::int64_t sum = 0;
  for (const BucketBalance& bucket : buckets) {
    if (bucket.account == account) sum += bucket.amount;
  }
  return sum;
}

std::int64_t Balances::of(model::SubAccount account, std::string_view bucket) const {
  for (const BucketBalance& each : buckets) {
    if (each.account == account && each.bucket == bucket) return each.amount;
  }
  return 0;
}

Result<Balances> balances_of(std::span<const model::Entry> entries) {
  // The sum of magnitudes (kept negative: |int64 min| has no positive) bounds every other sum.
  Balances balances;
  std::int64_t magnitude = 0;
  for (const model::Entry& entry : entries) {
    const std::int64_t size = entry.amount < 0 ? entry.amount : -entry.amount;
    if (!add(magnitude, size)) return Error{ErrorCode::kLimitExceeded, "ledger sum out of range"};
    bucket_of(balances, entry.account, entry.bucket).amount += entry.amount;
  }
  return balances;
}

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
                           std::span<const UndecidedCommand> undecided) {
  Projection projection;
  CPA_TRY_ASSIGN(projection.confirmed, balances_of(confirmed));
  flag_broken_invariants(projection);
  projection.projected = projection.confirmed;
  for (BucketBalance& bucket : projection.projected.buckets) {
    bucket.amount = std::max<std::int64_t>(0, bucket.amount);
  }
  for (const UndecidedCommand& command : undecided) {
    projection.pending.push_back(apply(law, command, projection.projected));
  }
  return projection;
}

codec::Json pending_effect_to_json(const PendingEffect& effect) {
  codec::Json articles = codec::Json::array();
  for (const std::string& article : effect.articles) articles.push(article);
  return codec::Json::object({{"id", effect.id},
                              {"type", model::command_type_name(effect.type)},
                              {"outcome", pending_outcome_name(effect.outcome)},
                              {"account", model::sub_account_name(effect.account)},
                              {"bucket", effect.bucket},
                              {"amount", model::format_cents(model::Cents(effect.amount))},
                              {"participation", model::format_cents(effect.participation)},
                              {"code", effect.code},
                              {"articles", std::move(articles)}});
}

}  // namespace cpa::law
