#include "core/law/training.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

using model::Cents;

const model::Life kLife{.birth = model::make_date(1990, 6, 15)};

Balances capped(std::int64_t rights) {
  Balances balances;
  balances.at(model::SubAccount::kCpf, kCappedBucket) = rights;
  return balances;
}

model::TrainingRequest asked(std::int64_t price, const std::string& kind,
                             const char* answers = "{}") {
  return {Cents(price), kind, model::make_date(2026, 9, 1), json_of(answers)};
}

TrainingDecision decided(std::int64_t rights, const model::TrainingRequest& request,
                         model::Date received, const model::Life& life = kLife) {
  Result<TrainingDecision> decision =
      decide_training(the_law(), capped(rights), life, request, received);
  if (!decision) ADD_FAILURE() << decision.error().message;
  return decision ? *decision : TrainingDecision{};
}

TrainingDecision decided(std::int64_t rights, std::int64_t price, model::Date received,
                         const std::string& kind = "rncp", const char* answers = "{}") {
  return decided(rights, asked(price, kind, answers), received);
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
  EXPECT_EQ(more.articles, (std::vector<std::string>{"L6323-4", "R6333-3"}));
}

TEST(TrainingTest, FindsNoRightsInABalanceBelowZero) {
  EXPECT_EQ(decided(-5'000, 20'000, kMay2024).verdict, Verdict::kRejected);
}

TEST(TrainingTest, RejectsKindsWhoseLawIsNotCoded) {
  for (const char* kind : {"licence", "", "rncp_charged", "RNCP"}) {
    const TrainingDecision decision = decided(500'000, 10'000, kMay2024, kind);
    EXPECT_EQ(decision.verdict, Verdict::kRejected) << kind;
    EXPECT_EQ(decision.code, "law_not_coded") << kind;
    EXPECT_EQ(decision.charged, Cents(0)) << kind;
  }
}

// From 2026-02-26: at most 1,500 € of annual rights for the répertoire spécifique (D6323-1 A).
TEST(TrainingTest, JudgesEachKindByItsOwnLaw) {
  const model::Date cap = model::make_date(2026, 2, 26);
  EXPECT_EQ(decided(400'000, 160'000, cap, "rs").verdict, Verdict::kAccepted);
  EXPECT_EQ(decided(400'000, 160'321, cap, "rs").code, "insufficient_rights");
  EXPECT_EQ(decided(400'000, 300'000, cap - std::chrono::days(1), "rs").charged, Cents(289'680));
  EXPECT_EQ(decided(400'000, 100'000, cap, "vae").charged, Cents(89'680));
}

TEST(TrainingTest, AsksWhatTheLawOfTheKindNeeds) {
  const model::Date today = model::make_date(2026, 11, 24);
  const TrainingDecision asked = decided(400'000, 100'000, today, "bilan");
  EXPECT_EQ(asked.code, "facts_missing");
  EXPECT_EQ(asked.missing, (std::vector<std::string>{"bilan_before", "last_bilan_on"}));
  EXPECT_EQ(decided(400'000, 100'000, today, "bilan", R"({"bilan_before":false})").charged,
            Cents(85'000));
  const char* const recent = R"({"bilan_before":true,"last_bilan_on":"2024-01-01"})";
  EXPECT_EQ(decided(400'000, 100'000, today, "bilan", recent).code, "insufficient_rights");
}

// D6323-6 and D6323-8 bar the annual rights, not the top-ups that the account already holds; a
// licence of someone who is no job seeker needs 100 € of a third party, which an answer cannot
// claim.
TEST(TrainingTest, TopUpsPayWhatAnnualRightsMayNot) {
  const model::Date today = model::make_date(2026, 11, 24);
  const auto asked = [today](const char* kind, std::int64_t topups, const char* answers) {
    Balances rights = capped(400'000);
    rights.at(model::SubAccount::kCpf, kTopupBucket) = topups;
    return decide_training(the_law(), rights, kLife,
                           {Cents(100'000), kind, today, json_of(answers)}, today);
  };
  const auto bilan =
      asked("bilan", 90'000, R"({"bilan_before":true,"last_bilan_on":"2024-01-01"})");
  ASSERT_TRUE(bilan);
  EXPECT_EQ(bilan->verdict, Verdict::kAccepted);
  ASSERT_EQ(bilan->charges.size(), 1U);
  EXPECT_EQ(bilan->charges.front().bucket, kTopupBucket);
  EXPECT_EQ(bilan->charged, Cents(85'000));
  const auto licence = asked("licence_light", 10'000, R"({"licence_held":false})");
  ASSERT_TRUE(licence);
  EXPECT_EQ(licence->verdict, Verdict::kAccepted);
  EXPECT_EQ(licence->charged, Cents(85'000));
  const auto alone = asked("licence_light", 9'999, R"({"licence_held":false})");
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->code, "not_fundable");
  EXPECT_FALSE(asked("licence_light", 0, R"({"licence_held":false,"third_party":"100"})"));
}

TEST(TrainingTest, ExemptsAJobSeekerWhoSaysSo) {
  const TrainingDecision decision =
      decided(400'000, 100'000, model::make_date(2026, 6, 1), "rncp", R"({"job_seeker":true})");
  EXPECT_EQ(decision.participation, Cents(0));
  EXPECT_EQ(decision.charged, Cents(100'000));
}

TEST(TrainingTest, RefusesAnswersThatAreNotTheHoldersToGive) {
  for (const char* answers : {R"({"cpf_rights":"9999"})", R"({"employer_topup":"1"})",
                              R"({"price":"1"})", R"({"cpf_stopped":false})", R"({"nope":true})"}) {
    const model::TrainingRequest request{Cents(100'000), "rncp", kMay2024, json_of(answers)};
    const auto decision = decide_training(the_law(), capped(0), kLife, request, kMay2024);
    ASSERT_FALSE(decision) << answers;
    EXPECT_EQ(decision.error().code, ErrorCode::kInvalidArgument) << answers;
  }
}

TEST(TrainingTest, NothingIsUsedOnceTheCpfHasStoppedOrTheAccountIsClosed) {
  const model::Date day = model::make_date(2026, 6, 1);
  const model::Life old{.birth = model::make_date(1959, 6, 1)};  // 67 on that day
  EXPECT_EQ(decided(400'000, asked(100'000, "rncp"), day, old).code, "not_fundable");
  EXPECT_EQ(decided(400'000, asked(100'000, "rncp"), day - std::chrono::days(1), old).verdict,
            Verdict::kAccepted);
  const model::Life dead{.birth = kLife.birth, .death = day};
  EXPECT_EQ(decided(400'000, asked(100'000, "rncp"), day, dead).code, "account_closed");
  EXPECT_EQ(decided(400'000, asked(100'000, "rncp"), day - std::chrono::days(1), dead).verdict,
            Verdict::kAccepted);
}

TEST(TrainingTest, SealsTheDecisionWithAReceipt) {
  const TrainingDecision decision = decided(150'000, 100'000, kMay2024);
  EXPECT_EQ(decision.receipt.law_date, kMay2024);
  EXPECT_EQ(decision.receipt.outputs.at("budget.cpf"), "900.00");
  EXPECT_EQ(decision.receipt.outputs.at("budget.fundable"), "true");
}

}  // namespace
}  // namespace cpa::law
