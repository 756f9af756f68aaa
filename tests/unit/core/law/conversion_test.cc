#include "core/law/conversion.h"

#include <gtest/gtest.h>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

using model::make_date;
using model::SubAccount;

ConversionDecision converted(std::int64_t held, std::int64_t points, model::Date received,
                             const model::Life& life = {}) {
  Balances balances;
  balances.at(SubAccount::kC2p, kPointsBucket) = held;
  const auto decision = convert_points(the_law(), balances, life, points, received);
  if (!decision) ADD_FAILURE() << decision.error().message;
  return decision ? *decision : ConversionDecision{};
}

// R4163-11: 375 € a point until 31 August 2023, 500 € since.
TEST(ConversionTest, TakesTheValueOfTheDay) {
  const auto euros = [](model::Date day) { return converted(20, 6, day).moves.at(1).amount; };
  EXPECT_EQ(euros(make_date(2023, 8, 31)), 225'000);
  EXPECT_EQ(euros(make_date(2023, 9, 1)), 300'000);
}

TEST(ConversionTest, MovesPointsIntoATopUp) {
  const ConversionDecision decision = converted(20, 20, make_date(2026, 3, 1));
  EXPECT_EQ(decision.verdict, Verdict::kAccepted);
  EXPECT_EQ(decision.moves, (std::vector<BucketBalance>{{SubAccount::kC2p, "points", -20},
                                                        {SubAccount::kCpf, "topup", 1'000'000}}));
  EXPECT_EQ(decision.articles.front(), "R4163-11");
  EXPECT_EQ(decision.receipt.law_date, make_date(2026, 3, 1));
}

TEST(ConversionTest, RefusesMorePointsThanThereAre) {
  const ConversionDecision decision = converted(20, 21, make_date(2026, 3, 1));
  EXPECT_EQ(decision.code, "insufficient_rights");
  EXPECT_TRUE(decision.moves.empty());
}

TEST(ConversionTest, NothingIsConvertedOnceThePointsHaveEnded) {
  const model::Life retired{.pension = make_date(2026, 3, 1)};
  EXPECT_EQ(converted(20, 1, make_date(2026, 3, 1), retired).code, "account_closed");
  EXPECT_EQ(converted(20, 1, make_date(2026, 2, 28), retired).verdict, Verdict::kAccepted);
}

}  // namespace
}  // namespace cpa::law
