#include "core/law/balances.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace cpa::law {
namespace {

using model::Entry;
using model::SubAccount;

Entry credit(SubAccount account, std::string bucket, std::int64_t amount) {
  Entry entry;
  entry.account = account;
  entry.bucket = std::move(bucket);
  entry.amount = amount;
  return entry;
}

TEST(BalancesTest, SumsEntriesByBucket) {
  const std::vector<Entry> entries{
      credit(SubAccount::kC2p, "points", 4), credit(SubAccount::kCpf, "topup", 300'000),
      credit(SubAccount::kCpf, "capped", 50'000), credit(SubAccount::kCpf, "capped", -20'000)};
  const Result<Balances> balances = balances_of(entries);
  ASSERT_TRUE(balances);
  EXPECT_EQ(balances->of(SubAccount::kCpf), 330'000);
  EXPECT_EQ(balances->of(SubAccount::kCpf, "capped"), 30'000);
  EXPECT_EQ(balances->of(SubAccount::kC2p), 4);
  EXPECT_EQ(balances->of(SubAccount::kCec), 0);
  ASSERT_EQ(balances->buckets.size(), 3U);
  EXPECT_EQ(balances->buckets[0].bucket, "capped");
  EXPECT_EQ(balances->buckets[2].account, SubAccount::kC2p);
}

TEST(BalancesTest, RefusesSumsOutOfRange) {
  const std::int64_t huge = std::numeric_limits<std::int64_t>::max();
  const std::vector<Entry> entries{credit(SubAccount::kCpf, "capped", huge),
                                   credit(SubAccount::kCpf, "topup", huge)};
  EXPECT_EQ(balances_of(entries).error().code, ErrorCode::kLimitExceeded);
  const std::vector<Entry> lowest{
      credit(SubAccount::kCpf, "capped", std::numeric_limits<std::int64_t>::min()),
      credit(SubAccount::kCpf, "capped", -1)};
  EXPECT_EQ(balances_of(lowest).error().code, ErrorCode::kLimitExceeded);
}

}  // namespace
}  // namespace cpa::law
