#include "core/law/training.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

using model::Cents;

TrainingDecision decided(std::int64_t rights, std::int64_t price, model::Date received,
                         const std::string& kind = "rncp") {
  const model::TrainingRequest request{Cents(price), kind, model::make_date(2026, 9, 1)};
  Result<TrainingDecision> decision = decide_training(the_law(), Cents(rights), request, received);
  if (!decision) ADD_FAILURE() << decision.error().message;
  return decision ? *decision : TrainingDecision{};
}

const model::Date kMay2024 = model::make_date(2024, 5, 2);

TEST(TrainingTest, TakesTheParticipationOfTheDayReceived) {
  const auto participation = [](int year, unsigned month, unsigned day) {
    return decided(500'000, 100'000, model::make_date(year, month, day)).participation.get();
  };
  EXPECT_EQ(participation(2024, 5, 1), 0);
  EXPECT_EQ(participation(2024, 5, 2), 10000);
  EXPECT_EQ(participation(2024, 12, 31), 10000);
  EXPECT_EQ(participation(2025, 1, 1), 10223);
  EXPECT_EQ(participation(2025, 12, 31), 10223);
  EXPECT_EQ(participation(2026, 1, 1), 10320);
  EXPECT_EQ(participation(2026, 4, 1), 10320);
  EXPECT_EQ(participation(2026, 4, 2), 15000);
}

// Published: price 1000 with 1500 of rights: 900 of rights and 100 in cash, in June 2024;
// price 390 with 350: 290 and 100; price 75: no rights used.
TEST(TrainingTest, GivesThePublishedExamples) {
  const TrainingDecision large = decided(150'000, 100'000, model::make_date(2024, 6, 15));
  EXPECT_EQ(large.verdict, Verdict::kAccepted);
  EXPECT_EQ(large.charged, Cents(90'000));
  EXPECT_EQ(large.participation, Cents(10'000));
  EXPECT_EQ(decided(35'000, 39'000, kMay2024).charged, Cents(29'000));
  const TrainingDecision small = decided(50'000, 7'500, kMay2024);
  EXPECT_EQ(small.verdict, Verdict::kAccepted);
  EXPECT_EQ(small.charged, Cents(0));
  EXPECT_EQ(small.participation, Cents(7'500));
}

TEST(TrainingTest, AcceptsUpToRightsAndParticipationTogether) {
  const model::Date today = model::make_date(2026, 11, 24);
  const TrainingDecision all = decided(100'000, 115'000, today);
  EXPECT_EQ(all.verdict, Verdict::kAccepted);
  EXPECT_EQ(all.charged, Cents(100'000));
  EXPECT_EQ(all.participation, Cents(15'000));

  const TrainingDecision more = decided(100'000, 115'001, today);
  EXPECT_EQ(more.verdict, Verdict::kRejected);
  EXPECT_EQ(more.code, "insufficient_rights");
  EXPECT_EQ(more.charged, Cents(0));
  EXPECT_NE(std::find(more.articles.begin(), more.articles.end(), "L6323-4"), more.articles.end());
}

TEST(TrainingTest, FindsNoRightsInABalanceBelowZero) {
  EXPECT_EQ(decided(-5'000, 20'000, kMay2024).verdict, Verdict::kRejected);
}

TEST(TrainingTest, RejectsKindsWhoseLawIsNotCoded) {
  for (const char* kind : {"rs", "bilan", "vae", "licence", "", "rncp_charged", "RNCP"}) {
    const TrainingDecision decision = decided(500'000, 10'000, kMay2024, kind);
    EXPECT_EQ(decision.verdict, Verdict::kRejected) << kind;
    EXPECT_EQ(decision.code, "law_not_coded") << kind;
    EXPECT_EQ(decision.charged, Cents(0)) << kind;
  }
}

TEST(TrainingTest, SealsTheDecisionWithAReceipt) {
  const TrainingDecision decision = decided(150'000, 100'000, kMay2024);
  EXPECT_EQ(decision.receipt.law_date, kMay2024);
  EXPECT_EQ(decision.receipt.outputs.at("training.rncp_charged"), "900.00");
  EXPECT_EQ(decision.receipt.outputs.at("training.rncp_allowed"), "true");
}

}  // namespace
}  // namespace cpa::law
