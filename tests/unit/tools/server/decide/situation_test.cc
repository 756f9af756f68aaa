#include "tools/server/decide/situation.h"

#include <gtest/gtest.h>

#include "core/store/sql/database.h"
#include "tests/unit/tools/server/stage.h"
#include "tools/server/storage/ledger.h"

namespace cpa::server {
namespace {

DsnText march(std::string_view type, std::string_view hours = "151.67") {
  DsnText text;
  text.declaration(type, "032025").person(Stage::kZoe).contract("01012020", "C1").hours(hours);
  return text;
}

TEST(SituationTest, WritesTheSituationForThePhone) {
  Stage stage;
  stage.declare(march("01"));
  Ledger ledger(stage.database());
  const auto rows = *ledger.part(stage.account(), "situation");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(
      rows[0].body,
      R"({"contract":"C1","employer":"73282932000074","from":"2020-01-01","kind":"employed"})");
  EXPECT_EQ(rows[1].body,
            R"({"account":"cpf","inputs":{"full_time":"1607",)"
            R"("hours":"151.67","oeth":false},"kind":"facts","period":"2025","year":2025})");
  EXPECT_EQ((*ledger.part(stage.account(), "profile")).at(0).body,
            R"({"birth":"1990-06-15","opened":"2025-03-01","state":"open"})");
}

TEST(SituationTest, AChangedFactKeepsItsRowAndTakesANewRev) {
  Stage stage;
  stage.declare(march("01"));
  const auto before = *Ledger(stage.database()).part(stage.account(), "situation");
  stage.declare(march("03", "100.00"));
  const auto after = *Ledger(stage.database()).part(stage.account(), "situation");
  ASSERT_EQ(after.size(), before.size());
  EXPECT_EQ(after[0].rev, before[0].rev);
  EXPECT_GT(after[1].rev, before[1].rev);
}

TEST(SituationTest, AnAccountThatIsNotOpenHasNoRows) {
  Stage stage;
  DsnText text;
  text.declaration("01", "032025").person(Stage::kZoe, "15062012").contract("01022025", "C1");
  stage.declare(text.hours("20.00"));
  EXPECT_TRUE((*Ledger(stage.database()).parts(stage.account())).empty());
}

TEST(SituationTest, WhatIsNoLongerDeclaredLeavesItsRowWithoutItsFacts) {
  Stage stage;
  stage.declare(march("01"));
  stage.declare(march("04"));
  const auto rows = *Ledger(stage.database()).part(stage.account(), "situation");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_NE(rows[0].body.find(R"("withdrawn":true)"), std::string::npos);
  EXPECT_EQ(rows[1].body,
            R"({"account":"cpf","inputs":{},"kind":"facts","period":"2025","year":2025})");
}

TEST(SituationTest, LifeAndPeriodsAreShownAndTakenBack) {
  Stage stage;
  stage.declare(march("01"));
  stage.tell(R"({"kind":"abroad","nir":"2900675123456","from":"2025-09-01","french_law":false})"
             "\n"
             R"({"kind":"death","nir":"2900675123456","on":"2026-01-02"})"
             "\n");
  Ledger ledger(stage.database());
  EXPECT_EQ(
      (*ledger.part(stage.account(), "profile")).at(0).body,
      R"({"birth":"1990-06-15","death":"2026-01-02","opened":"2025-03-01","state":"closed"})");
  const auto abroad = [&] { return (*ledger.part(stage.account(), "situation")).back().body; };
  EXPECT_EQ(abroad(), R"({"from":"2025-09-01","kind":"abroad","law":"local"})");
  stage.tell(R"({"kind":"abroad","nir":"2900675123456","from":"2025-09-01","french_law":false,)"
             R"("withdrawn":true})"
             "\n"
             R"({"kind":"death","nir":"2900675123456","on":"2026-01-02","withdrawn":true})"
             "\n");
  EXPECT_EQ(abroad(), R"({"from":"2025-09-01","kind":"abroad","law":"local","withdrawn":true})");
  EXPECT_EQ((*ledger.part(stage.account(), "profile")).at(0).body,
            R"({"birth":"1990-06-15","opened":"2025-03-01","state":"open"})");
}

}  // namespace
}  // namespace cpa::server
