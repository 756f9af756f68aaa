#include "tools/server/decide/yearly_run.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "core/store/sql/database.h"
#include "tests/unit/tools/server/stage.h"
#include "tools/server/storage/ledger.h"

namespace cpa::server {
namespace {

using model::SubAccount;

constexpr const char* kVolunteering =
    R"({"kind":"volunteering","nir":"2900675123456","year":2024,"association":"W1","hours":110,)"
    R"("years":12,"declared":"2025-05-12","attested":"2025-09-30","birth":"1990-06-15"})"
    "\n"
    R"({"kind":"volunteering","nir":"2900675123456","year":2024,"association":"W2","hours":100,)"
    R"("years":12,"declared":"2025-05-12","attested":"2025-09-30"})"
    "\n";

TEST(YearlyRunTest, CreditsAFullTimeYear) {
  Stage stage;
  stage.declare_year(2024, "151.67");
  EXPECT_EQ(stage.credit(2024, "2025-06-15").credits, 1);
  EXPECT_EQ(stage.balance(SubAccount::kCpf), 50000);
  const auto entry = *Ledger(stage.database()).find(stage.account(), "cpf", "E1");
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->body,
            R"({"amount":"500.00","article":"R6323-1","bucket":"capped","cause":"credit:2024",)"
            R"("kind":"credit","law_date":"2024-12-31","operation":"O1"})");
}

TEST(YearlyRunTest, CreditsSixHundredHoursInProportion) {
  Stage stage;
  stage.declare_year(2025, "50.00");
  stage.credit(2025, "2026-06-15");
  EXPECT_EQ(stage.balance(SubAccount::kCpf), 18669);  // 500 × 600 ÷ 1607 = 186.683…, rounded up
}

TEST(YearlyRunTest, CreditsTwoFactorsWithAHireInJuly) {
  Stage stage;
  DsnText text;
  text.declaration("01", "122025").person(Stage::kZoe).contract("01072025", "C1");
  text.exposure("05", "C1", "2025").exposure("06", "C1", "2025").hours("151.67");
  stage.declare(text);
  stage.credit(2025, "2026-06-15");
  EXPECT_EQ(stage.balance(SubAccount::kC2p), 4);  // 2 factors × 2 whole quarters
}

TEST(YearlyRunTest, CreditsVolunteeringOnceTheAttestationsAreIn) {
  Stage stage;
  stage.report(kVolunteering);
  const auto early = stage.credit(2024, "2025-06-15");
  EXPECT_EQ(early.credits, 0);
  ASSERT_EQ(early.waiting.size(), 1U);
  EXPECT_EQ(early.waiting[0].sub_account, SubAccount::kCec);
  // The run of 2025 takes the civic engagement of 2024 up again.
  EXPECT_EQ(stage.credit(2025, "2026-06-15").credits, 1);
  EXPECT_EQ(stage.balance(SubAccount::kCec), 24000);
}

TEST(YearlyRunTest, WhatNobodyReportedInTimeIsZeroWithItsArticle) {
  Stage stage;
  stage.report(kVolunteering);
  stage.credit(2025, "2026-06-15");
  const auto operation = *Ledger(stage.database()).find(stage.account(), "operation", "O1");
  ASSERT_TRUE(operation);
  EXPECT_NE(operation->body.find("D5151-14"), std::string::npos);
  const auto rows = *Ledger(stage.database()).part(stage.account(), "situation");
  for (const auto& row : rows) EXPECT_EQ(row.body.find("civic_months"), std::string::npos);
}

TEST(YearlyRunTest, RunningAgainChangesNothing) {
  Stage stage;
  stage.declare_year(2024, "151.67");
  stage.credit(2024, "2025-06-15");
  const auto before = *Ledger(stage.database()).parts(stage.account());
  const auto again = stage.credit(2024, "2025-07-01");
  EXPECT_EQ(again.credits + again.corrections, 0);
  EXPECT_EQ(again.unchanged, 1);
  const auto after = *Ledger(stage.database()).parts(stage.account());
  EXPECT_EQ(after.at("cpf").root, before.at("cpf").root);
  EXPECT_EQ(after.at("operation").root, before.at("operation").root);
}

TEST(YearlyRunTest, ANewResultPostsTheDifference) {
  Stage stage;
  stage.declare_year(2025, "50.00");
  stage.credit(2025, "2026-06-15");
  const auto first = *Ledger(stage.database()).find(stage.account(), "cpf", "E1");
  DsnText text;
  text.declaration("03", "122025").person(Stage::kZoe).contract("01012019", "C1").hours("30.00");
  stage.declare(text);
  EXPECT_EQ(stage.credit(2025, "2026-06-20").corrections, 1);
  // 580 h: 500 × 580 ÷ 1607 = 180.46…, so 180.47; 186.69 was posted.
  EXPECT_EQ(stage.balance(SubAccount::kCpf), 18047);
  const auto correction = *Ledger(stage.database()).find(stage.account(), "cpf", "E2");
  ASSERT_TRUE(correction);
  EXPECT_NE(correction->body.find(R"("amount":"-6.22")"), std::string::npos);
  EXPECT_NE(correction->body.find(R"("kind":"correction")"), std::string::npos);
  EXPECT_EQ((*Ledger(stage.database()).find(stage.account(), "cpf", "E1"))->body, first->body);
  EXPECT_EQ(stage.credit(2025, "2026-06-21").unchanged, 1);
}

TEST(YearlyRunTest, AnEarlyYearIsSettledAgainWithTheLaterOnes) {
  Stage stage;
  stage.declare_year(2024, "151.67");
  stage.declare_year(2025, "151.67");
  stage.credit(2024, "2025-06-15");
  stage.credit(2025, "2026-06-15");
  EXPECT_EQ(stage.credit(2024, "2026-06-16").unchanged, 2);
  EXPECT_EQ(stage.balance(SubAccount::kCpf), 100000);
}

TEST(YearlyRunTest, AnExposureTakenBackTakesItsPointsBack) {
  Stage stage;
  DsnText text;
  text.declaration("01", "122025").person(Stage::kZoe).contract("01072025", "C1");
  stage.declare(text.exposure("05", "C1", "2025").hours("151.67"));
  stage.credit(2025, "2026-06-15");
  EXPECT_EQ(stage.balance(SubAccount::kC2p), 2);
  DsnText correction;
  correction.declaration("03", "122025").person(Stage::kZoe).contract("01072025", "C1");
  stage.declare(correction.hours("151.67"));
  EXPECT_EQ(stage.credit(2025, "2026-06-16").corrections, 1);
  EXPECT_EQ(stage.balance(SubAccount::kC2p), 0);
}

/// Amounts by cause, the order of posting aside.
std::map<std::string, std::int64_t> sums_of(Stage& stage) {
  AccountBook book(stage.database(), stage.account());
  std::map<std::string, std::int64_t> sums;
  for (const auto account : {SubAccount::kCpf, SubAccount::kC2p, SubAccount::kCec}) {
    const auto entries = *book.entries(account);
    for (const auto& entry : entries) {
      sums[std::string(model::sub_account_name(account)) + " " + entry.cause] += entry.amount;
    }
  }
  std::erase_if(sums, [](const auto& each) { return each.second == 0; });
  return sums;
}

// A year of 800 € that comes late leaves less room under the ceiling for those after it.
TEST(YearlyRunTest, FactsGiveTheSameEntriesInWhateverOrderTheyArrive) {
  const char* const lq = R"({"kind":"low_qualification","nir":"2900675123456","from":"2016-05-01"})"
                         "\n";
  const char* const own = R"({"kind":"self_employed","nir":"2900675123456","year":2018,)"
                          R"("months":12,"contribution_paid":true})"
                          "\n";
  Stage early;
  for (int year = 2016; year <= 2025; ++year) early.declare_year(year, "151.67");
  early.tell(lq);
  early.tell(own);
  early.report(kVolunteering);
  early.credit(2025, "2026-07-15");

  Stage late;
  for (int year = 2025; year >= 2016; --year) {
    late.declare_year(year, "151.67");
    if (year == 2020) late.report(kVolunteering);
    late.credit(2025, "2026-07-15");
  }
  late.tell(own);
  late.credit(2024, "2026-07-15");
  late.tell(lq);
  late.credit(2025, "2026-07-15");
  EXPECT_EQ(sums_of(late), sums_of(early));
  // By hand: 48 h × 15 € for 2017 and 2018, 24 h for 2016 (48 h since 2017), 800 € from 2019: 360 +
  // 2 × 720 + 6 × 800 = 6,600, and 800 more for 2025; the ceiling is 8,000.
  EXPECT_EQ(early.balance(SubAccount::kCpf), 740'000);
}

TEST(YearlyRunTest, WithdrawnWorkIsTakenBack) {
  Stage stage;
  DsnText text;
  text.declaration("01", "122025").person(Stage::kZoe).contract("01012019", "C1").hours("151.67");
  stage.declare(text);
  stage.credit(2025, "2026-06-15");
  EXPECT_EQ(stage.balance(SubAccount::kCpf), 4720);  // 500 × 151.67 ÷ 1607 = 47.19…, rounded up
  DsnText none;
  none.declaration("04", "122025").person(Stage::kZoe).contract("01012019", "C1").hours("151.67");
  stage.declare(none);
  EXPECT_EQ(stage.credit(2025, "2026-06-16").corrections, 1);
  EXPECT_EQ(stage.balance(SubAccount::kCpf), 0);
}

TEST(YearlyRunTest, DeathClosesTheAccountAndAnErrorOpensItAgain) {
  Stage stage;
  stage.declare_year(2024, "151.67");
  stage.credit(2024, "2025-06-15");
  stage.tell(R"({"kind":"death","nir":"2900675123456","on":"2025-02-03"})"
             "\n");
  EXPECT_EQ(stage.credit(2024, "2025-07-01").closings, 1);
  EXPECT_EQ(stage.balance(SubAccount::kCpf), 0);
  const auto closing = *Ledger(stage.database()).find(stage.account(), "cpf", "E2");
  ASSERT_TRUE(closing);
  EXPECT_EQ(closing->body,
            R"({"amount":"-500.00","article":"L5151-2","bucket":"capped","cause":"closing:death",)"
            R"("kind":"closing","law_date":"2025-02-03"})");
  stage.tell(R"({"kind":"death","nir":"2900675123456","on":"2025-02-03","withdrawn":true})"
             "\n");
  stage.credit(2024, "2025-07-02");
  EXPECT_EQ(stage.balance(SubAccount::kCpf), 50000);
}

TEST(YearlyRunTest, OneYearThatTheLawCannotAnswerStopsNoOther) {
  Stage stage;
  stage.declare_year(2024, "151.67");
  std::string many;
  for (int number = 0; number < 60; ++number) {  // the law takes 50 associations
    many += R"({"kind":"volunteering","nir":"2900675123456","year":2024,"association":"W)" +
            std::to_string(number) +
            R"(","hours":10,"years":2,"declared":"2025-05-12","attested":"2025-06-01"})"
            "\n";
  }
  stage.report(many);
  const auto report = stage.credit(2024, "2025-06-15");
  EXPECT_EQ(report.credits, 1);
  EXPECT_EQ(report.waiting.size(), 1U);
  EXPECT_EQ(stage.balance(SubAccount::kCpf), 50000);
}

TEST(YearlyRunTest, AYearIsCreditedAfterItsEnd) {
  Stage stage;
  const auto early =
      YearlyRun(stage.database(), stage.law()).run(2025, model::make_date(2025, 12, 31));
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace cpa::server
