#include "tools/server/decide/intake.h"

#include <gtest/gtest.h>

#include "core/store/sql/database.h"
#include "tests/unit/tools/server/stage.h"
#include "tools/server/decide/situation.h"
#include "tools/server/storage/accounts.h"
#include "tools/server/storage/facts.h"

namespace cpa::server {
namespace {

DsnText march(std::string_view type, std::string_view hours = "151.67") {
  DsnText text;
  text.declaration(type, "032025").person(Stage::kZoe).contract("01012020", "C1").hours(hours);
  return text;
}

TEST(IntakeTest, OpensTheAccountAtTheFirstDeclaration) {
  Stage stage;
  EXPECT_EQ(stage.declare(march("01")).accounts_opened, 1);
  EXPECT_EQ(stage.declare(march("01")).accounts_opened, 0);
  const auto account = *Accounts(stage.database()).find(stage.account());
  EXPECT_EQ(model::format_date(*account->opened), "2025-03-01");
  EXPECT_EQ(account->family_name, "LEF\xC3\x88VRE");
}

TEST(IntakeTest, DoesNotOpenAnAccountBelowTheAge) {
  Stage stage;
  DsnText text;
  text.declaration("01", "032025").person("2120675123456", "15062012").contract("01022025", "C1");
  const auto report = stage.declare(text.hours("20.00"));
  EXPECT_EQ(report.accounts_opened, 0);
  EXPECT_EQ(report.accounts_refused, 1);
}

TEST(IntakeTest, TheSameDeclarationTwiceIsOne) {
  Stage stage;
  stage.declare(march("01"));
  const auto again = stage.declare(march("01"));
  EXPECT_EQ(again.repeated, 1);
  EXPECT_EQ(again.stored, 0);
  EXPECT_EQ((*Facts(stage.database()).contracts(stage.account())).size(), 1U);
}

TEST(IntakeTest, AnotherDeclarationOfTheMonthNeedsType03) {
  Stage stage;
  stage.declare(march("01"));
  const auto other = Intake(stage.database(), stage.law(), stage.random)
                         .take(*parse_dsn(march("01", "100.00").text()));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kAlreadyExists);
  EXPECT_EQ(stage.declare(march("03", "100.00")).replaced, 1);
  EXPECT_EQ((*Facts(stage.database()).contracts(stage.account())).at(0).hours, 10000);
}

TEST(IntakeTest, ACancelledDeclarationTakesItsFactsAway) {
  Stage stage;
  stage.declare(march("01"));
  DsnText cancel;
  EXPECT_EQ(stage.declare(cancel.declaration("04", "032025")).cancelled, 1);
  EXPECT_TRUE((*Facts(stage.database()).contracts(stage.account())).empty());
  const auto again = Intake(stage.database(), stage.law(), stage.random)
                         .take(*parse_dsn(DsnText().declaration("04", "032025").text()));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kNotFound);
}

TEST(IntakeTest, ARefusedFileStoresNothing) {
  Stage stage;
  DsnText text;
  text.declaration("01", "042025").person(Stage::kZoe).contract("01012020", "C1").hours("1.00");
  text.declaration("04", "052025");
  EXPECT_FALSE(Intake(stage.database(), stage.law(), stage.random).take(*parse_dsn(text.text())));
  EXPECT_EQ(stage.account(), "");
}

TEST(IntakeTest, ReportsWhatItDidNotUse) {
  Stage stage;
  auto text = march("01");
  text.line("S21.G00.78.001", "02");
  EXPECT_EQ(stage.declare(text).unused.at("S21.G00.78"), 1);
}

TEST(IntakeTest, AnActivityNeedsAnAccountOrABirthDate) {
  Stage stage;
  const char* unknown =
      R"({"kind":"civic_service","nir":"2900675123456","year":2024,"body":"A","months":8})";
  EXPECT_EQ(
      Intake(stage.database(), stage.law(), stage.random).take(*parse_cec(unknown)).error().code,
      ErrorCode::kNotFound);
  EXPECT_EQ(stage
                .report(R"({"kind":"civic_service","nir":"2900675123456","year":2024,)"
                        R"("body":"A","months":8,"birth":"1990-06-15"})")
                .accounts_opened,
            1);
}

TEST(IntakeTest, AWithdrawalTakesBackOnlyWhatWasSaidOfThatDay) {
  Stage stage;
  stage.declare_year(2024, "151.67");
  const auto death = [&stage](const char* day, const char* more) {
    return stage.tell(R"({"kind":"death","nir":"2900675123456","on":")" + std::string(day) + "\"" +
                      more + "}\n");
  };
  EXPECT_EQ(death("2025-02-03", "").stored, 1);
  EXPECT_EQ(death("2025-03-04", "").replaced, 1);
  EXPECT_EQ(death("2025-02-03", R"(,"withdrawn":true)").cancelled, 0);
  EXPECT_EQ(life_of(stage.database(), stage.account())->death, model::make_date(2025, 3, 4));
  EXPECT_EQ(death("2025-03-04", R"(,"withdrawn":true)").cancelled, 1);
  EXPECT_FALSE(life_of(stage.database(), stage.account())->death);
}

}  // namespace
}  // namespace cpa::server
