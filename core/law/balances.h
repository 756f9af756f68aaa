#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/ledger.h"

namespace cpa::law {

/// The CPF bucket under the cap of R6323-1; the others stay outside it (L6323-15).
inline constexpr std::string_view kCappedBucket = "capped";
/// Top-ups (abondements) and what points were turned into.
inline constexpr std::string_view kTopupBucket = "topup";
inline constexpr std::string_view kPointsBucket = "points";
inline constexpr std::string_view kEngagementBucket = "cec";
/// The bucket that the yearly credit of `account` goes to.
std::string_view credit_bucket(model::SubAccount account) noexcept;

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
  /// One bucket, made when it does not exist.
  std::int64_t& at(model::SubAccount account, std::string_view bucket);
  bool operator==(const Balances&) const = default;
};

/// Sums entries. A sum that leaves int64 is kLimitExceeded.
Result<Balances> balances_of(std::span<const model::Entry> entries);

}  // namespace cpa::law
