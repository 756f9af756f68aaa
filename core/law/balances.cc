#include "core/law/balances.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace cpa::law {
namespace {

bool sorts_before(const BucketBalance& a, const BucketBalance& b) {
  if (a.account != b.account) return a.account < b.account;
  return a.bucket < b.bucket;
}

}  // namespace

std::string_view credit_bucket(model::SubAccount account) noexcept {
  switch (account) {
    case model::SubAccount::kCpf:
      return kCappedBucket;
    case model::SubAccount::kC2p:
      return kPointsBucket;
    case model::SubAccount::kCec:
      return kEngagementBucket;
  }
  return "invalid";
}

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

std::int64_t& Balances::at(model::SubAccount account, std::string_view bucket) {
  BucketBalance wanted{account, std::string(bucket), 0};
  auto place = std::lower_bound(buckets.begin(), buckets.end(), wanted, sorts_before);
  if (place == buckets.end() || place->account != account || place->bucket != bucket) {
    place = buckets.insert(place, std::move(wanted));
  }
  return place->amount;
}

Result<Balances> balances_of(std::span<const model::Entry> entries) {
  // The sum of magnitudes (kept negative: |int64 min| has no positive) bounds every other sum.
  Balances balances;
  std::int64_t magnitude = 0;
  for (const model::Entry& entry : entries) {
    const std::int64_t size = entry.amount < 0 ? entry.amount : -entry.amount;
    if (magnitude < std::numeric_limits<std::int64_t>::min() - size) {
      return Error{ErrorCode::kLimitExceeded, "ledger sum out of range"};
    }
    magnitude += size;
    balances.at(entry.account, entry.bucket) += entry.amount;
  }
  return balances;
}

}  // namespace cpa::law
