#include "core/law/year_loop.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

using model::Entry;
using model::EntryKind;
using model::make_date;
using model::SubAccount;

/// A full-time year of an employee: 500 €.
YearFacts worked(int year, const char* hours = "1607") {
  codec::Json inputs = json_of(R"({"full_time":"1607","oeth":false,"low_qualified":false})");
  inputs.set("hours", hours);
  return {SubAccount::kCpf, year, std::to_string(year), inputs};
}

YearFacts exposed(int year, const char* factors) {
  codec::Json inputs = json_of(R"({"full_year":true,"birth":"1980-01-01"})");
  inputs.set("exposures", json_of(factors));
  return {SubAccount::kC2p, year, std::to_string(year), inputs};
}

Career career(std::vector<YearFacts> years) {
  Career made;
  made.life.birth = make_date(1980, 1, 1);
  made.years = std::move(years);
  return made;
}

Entry used(SubAccount account, std::string bucket, std::int64_t amount, model::Date day) {
  return {.account = account,
          .kind = EntryKind::kUse,
          .bucket = std::move(bucket),
          .amount = -amount,
          .law_date = day,
          .cause = "training.request",
          .article = "L6323-4",
          .operation = ""};
}

std::vector<Settlement> settled(const Career& career, int through = 2025,
                                model::Date posting = make_date(2026, 7, 1)) {
  auto settlements = settle_years(the_law(), career, through, posting);
  if (!settlements) ADD_FAILURE() << settlements.error().message;
  return settlements ? *settlements : std::vector<Settlement>{};
}

const Settlement& of(const std::vector<Settlement>& all, std::string_view cause,
                     SubAccount account = SubAccount::kCpf) {
  static const Settlement kNone;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Settlement& each) {
    return each.cause == cause && each.account == account;
  });
  if (found == all.end()) ADD_FAILURE() << "nothing settled for " << cause;
  return found == all.end() ? kNone : *found;
}

/// Posts what is missing, as the server does.
void post(Career& career, const std::vector<Settlement>& settlements) {
  for (const Settlement& each : settlements) {
    if (each.difference() == 0 || each.waiting()) continue;
    career.entries.push_back(
        {.account = each.account,
         .kind = each.posted == 0 ? EntryKind::kCredit : EntryKind::kCorrection,
         .bucket = each.bucket,
         .amount = each.difference(),
         .law_date = each.law_date,
         .cause = each.cause,
         .article = each.article,
         .operation = ""});
  }
}

TEST(YearLoopTest, CarriesTheBalanceFromYearToYear) {
  std::vector<YearFacts> years;
  for (int year = 2015; year <= 2025; ++year) years.push_back(worked(year));
  std::reverse(years.begin(), years.end());
  const auto all = settled(career(years));
  // By hand: 24 h × 15 € for 2015 to 2018, 500 € from 2019, up to 5,000 €: 1,440 + 7 × 500 = 4,940.
  EXPECT_EQ(of(all, "credit:2015").due, 36'000);
  EXPECT_EQ(of(all, "credit:2019").due, 50'000);
  EXPECT_EQ(of(all, "credit:2025").due, 50'000);
  EXPECT_EQ(of(all, "credit:2025").law_date, make_date(2025, 12, 31));
  EXPECT_EQ(of(all, "credit:2025").article, "R6323-1");
  std::int64_t sum = 0;
  for (const Settlement& each : all) sum += each.due;
  EXPECT_EQ(sum, 494'000);
}

TEST(YearLoopTest, TheCeilingCutsTheLastCreditAndAUseMakesRoom) {
  std::vector<YearFacts> years;
  for (int year = 2015; year <= 2026; ++year) years.push_back(worked(year));
  Career full = career(years);
  EXPECT_EQ(of(settled(full, 2026, make_date(2027, 7, 1)), "credit:2026").due, 6'000);
  full.entries.push_back(used(SubAccount::kCpf, "capped", 30'000, make_date(2026, 5, 4)));
  EXPECT_EQ(of(settled(full, 2026, make_date(2027, 7, 1)), "credit:2026").due, 36'000);
  // What is used in the next year makes no room in this one.
  full.entries.back().law_date = make_date(2027, 1, 1);
  EXPECT_EQ(of(settled(full, 2026, make_date(2027, 7, 1)), "credit:2026").due, 6'000);
}

TEST(YearLoopTest, PostsOnceAndThenOnlyTheDifference) {
  Career one = career({worked(2024)});
  post(one, settled(one));
  EXPECT_EQ(of(settled(one), "credit:2024").difference(), 0);
  one.years = {worked(2024, "600")};
  const auto corrected = settled(one);
  EXPECT_EQ(of(corrected, "credit:2024").difference(), 18'669 - 50'000);
  post(one, corrected);
  EXPECT_EQ(of(settled(one), "credit:2024").difference(), 0);
}

// Spent by hand: 500 € were posted and used; the year then turns out to be worth 186.69 €.
TEST(YearLoopTest, WhatWasUsedStaysUsedAndNoBalanceGoesBelowZero) {
  Career one = career({worked(2024), worked(2025)});
  one.entries.push_back(used(SubAccount::kCpf, "capped", 50'000, make_date(2025, 9, 1)));
  one.years[0] = worked(2024, "600");
  const auto all = settled(one);
  EXPECT_EQ(of(all, "credit:2024").due, 18'669);
  EXPECT_EQ(of(all, "kept:2025-09-01").due, 31'331);
  EXPECT_EQ(of(all, "credit:2025").due, 50'000);
}

TEST(YearLoopTest, PointsSpentAreNotTakenBack) {
  Career one = career({exposed(2024, R"([{"months":"12"}])")});
  one.entries.push_back(used(SubAccount::kC2p, "points", 8, make_date(2025, 9, 1)));
  const auto all = settled(one);
  EXPECT_EQ(of(all, "credit:2024", SubAccount::kC2p).due, 4);
  EXPECT_EQ(of(all, "kept:2025-09-01", SubAccount::kC2p).due, 4);
  EXPECT_EQ(of(all, "kept:2025-09-01", SubAccount::kC2p).article, "D4163-32");
}

TEST(YearLoopTest, TheOrderOfFactsAndEntriesIsOfNoMatter) {
  Career one = career({worked(2023), exposed(2023, R"([{"months":"12"}])"), worked(2024, "600")});
  one.entries = {used(SubAccount::kCpf, "capped", 20'000, make_date(2024, 2, 1)),
                 used(SubAccount::kCpf, "capped", 40'000, make_date(2024, 2, 1))};
  Career other = one;
  std::reverse(other.years.begin(), other.years.end());
  std::reverse(other.entries.begin(), other.entries.end());
  const auto sums = [](const Career& career) {
    std::vector<std::string> lines;
    for (const Settlement& each : settled(career)) {
      lines.push_back(each.cause + " " + each.bucket + " " + std::to_string(each.due));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  };
  EXPECT_EQ(sums(one), sums(other));
  EXPECT_EQ(of(settled(one), "kept:2024-02-01").due, 10'000);
}

TEST(YearLoopTest, DeathEndsEverythingOnItsDay) {
  Career one = career({worked(2022), worked(2023), worked(2024)});
  one.life.death = make_date(2024, 6, 1);
  post(one, settled(one));
  const auto all = settled(one);
  EXPECT_EQ(of(all, "credit:2023").due, 50'000);
  EXPECT_EQ(of(all, "credit:2024").due, 0);
  EXPECT_EQ(of(all, "closing:death").due, -100'000);
  EXPECT_EQ(of(all, "closing:death").article, "L5151-2");
  EXPECT_EQ(of(all, "closing:death").difference(), 0);
  // A death on 31 December has left the whole year.
  one.life.death = make_date(2024, 12, 31);
  EXPECT_EQ(of(settled(one), "credit:2024").due, 50'000);
  EXPECT_EQ(of(settled(one), "closing:death").difference(), -50'000);
}

TEST(YearLoopTest, ADeathSaidInErrorGivesAllBack) {
  Career one = career({worked(2023)});
  one.life.death = make_date(2024, 6, 1);
  post(one, settled(one));
  one.life.death.reset();
  const auto all = settled(one);
  EXPECT_EQ(of(all, "closing:death").difference(), 50'000);
}

TEST(YearLoopTest, APensionEndsPointsAndTheCpfIsKeptButNotFed) {
  Career one = career({worked(2019), worked(2020), exposed(2019, R"([{"months":"12"}])"),
                       exposed(2020, R"([{"months":"12"}])")});
  one.life.birth = make_date(1958, 1, 1);
  one.life.pension = make_date(2020, 3, 1);
  one.life.early_pension = make_date(2020, 3, 1);
  const auto all = settled(one);
  EXPECT_EQ(of(all, "credit:2019").due, 50'000);
  EXPECT_EQ(of(all, "credit:2020").due, 0);
  EXPECT_EQ(of(all, "credit:2020").article, "L6323-3");
  EXPECT_EQ(of(all, "closing:pension", SubAccount::kC2p).due, -4);
  for (const Settlement& each : all) EXPECT_NE(each.cause, "closing:death");
}

TEST(YearLoopTest, AnEndThatIsOnlyAnnouncedTakesNothingYet) {
  Career one = career({worked(2023)});
  one.life.death = make_date(2026, 7, 2);
  const auto all = settled(one, 2025, make_date(2026, 7, 1));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].cause, "credit:2023");
}

TEST(YearLoopTest, WhatIsMissingWaitsAndKeepsWhatWasPosted) {
  codec::Json inputs = json_of(R"({"full_time":"1607","oeth":false})");
  Career one = career({{SubAccount::kCpf, 2025, "2025", inputs}});
  one.life.birth.reset();
  const auto all = settled(one);
  EXPECT_TRUE(of(all, "credit:2025").waiting());
  EXPECT_EQ(of(all, "credit:2025").missing, std::vector<std::string>{"cpf_stopped"});
  one.entries.push_back({.account = SubAccount::kCpf,
                         .kind = EntryKind::kCredit,
                         .bucket = "capped",
                         .amount = 700,
                         .law_date = make_date(2025, 12, 31),
                         .cause = "credit:2025",
                         .article = "",
                         .operation = ""});
  EXPECT_EQ(of(settled(one), "credit:2025").due, 700);
  EXPECT_EQ(of(all, "credit:2025").difference(), 0);
}

TEST(YearLoopTest, AYearThatTheLawCannotAnswerStopsNoOther) {
  Career one = career({worked(2023), worked(2024)});
  one.years[0].inputs.set("hours", "many");
  const auto all = settled(one);
  EXPECT_TRUE(of(all, "credit:2023").waiting());
  EXPECT_TRUE(of(all, "credit:2023").missing.empty());
  EXPECT_FALSE(of(all, "credit:2023").failure.empty());
  EXPECT_EQ(of(all, "credit:2023").due, 0);
  EXPECT_EQ(of(all, "credit:2024").due, 50'000);
}

TEST(YearLoopTest, WhatEndedOrWasExposedBeforeTheLawBeganStopsNothing) {
  Career one = career({worked(2014), exposed(2014, R"([{"months":"12"}])"), worked(2024)});
  one.life.pension = make_date(2014, 7, 1);
  const auto all = settled(one);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].due, 50'000);
}

TEST(YearLoopTest, ARunOnAnEarlierDayTakesNothingBack) {
  Career one = career({worked(2024), worked(2025)});
  post(one, settled(one));
  for (const Settlement& each : settled(one, 2024, make_date(2025, 6, 15))) {
    EXPECT_EQ(each.difference(), 0) << each.cause;
  }
}

TEST(YearLoopTest, WhatComesBackAfterTheEndGoesToo) {
  Career one = career({worked(2023)});
  one.entries.push_back(used(SubAccount::kCpf, "capped", 30'000, make_date(2024, 2, 1)));
  one.life.death = make_date(2024, 6, 1);
  post(one, settled(one));
  Entry released = used(SubAccount::kCpf, "capped", -30'000, make_date(2024, 9, 1));
  released.kind = EntryKind::kRelease;
  one.entries.push_back(released);
  const auto all = settled(one);
  EXPECT_EQ(of(all, "closing:death").due, -50'000);
  EXPECT_EQ(of(all, "closing:death").difference(), -30'000);
}

TEST(YearLoopTest, AnEndThatWasPostedStaysForARunOfAnEarlierDay) {
  Career one = career({worked(2023)});
  one.life.death = make_date(2025, 8, 1);
  post(one, settled(one));
  for (const Settlement& each : settled(one, 2023, make_date(2025, 6, 15))) {
    EXPECT_EQ(each.difference(), 0) << each.cause;
  }
}

TEST(YearLoopTest, AReleaseGivesNoRightsThatWereNeverThere) {
  Career one = career({worked(2023)});
  one.entries.push_back(used(SubAccount::kCpf, "capped", 30'000, make_date(2024, 7, 1)));
  Entry released = used(SubAccount::kCpf, "capped", -30'000, make_date(2024, 9, 1));
  released.kind = EntryKind::kRelease;
  one.entries.push_back(released);
  one.years = {worked(2023, "0")};
  std::int64_t sum = 0;
  for (const Settlement& each : settled(one)) sum += each.due;
  EXPECT_EQ(sum, 0);
}

TEST(YearLoopTest, WhatComesInOnADayIsThereForWhatGoesOut) {
  Career one = career({worked(2023)});
  const model::Date day = make_date(2024, 7, 1);
  one.entries.push_back(used(SubAccount::kCpf, "capped", 60'000, day));
  Entry converted = used(SubAccount::kCpf, "capped", -10'000, day);
  converted.kind = EntryKind::kConversion;
  one.entries.push_back(converted);
  for (const Settlement& each : settled(one)) EXPECT_FALSE(each.cause.starts_with("kept:"));
}

// R4163-9 III until 2023: 95 points entered, the cap of 100 leaves 5; the whole year comes first.
TEST(YearLoopTest, ThePartOfAYearFollowsTheWholeUnderTheOldCap) {
  Career one = career({exposed(2020, R"([{"months":"12"},{"months":"12"}])"),
                       exposed(2020, R"([{"months":"6"}])")});
  one.years[1].period = "2020/part";
  one.years[1].inputs.set("full_year", false);
  std::swap(one.years[0], one.years[1]);
  for (int year = 2015; year < 2020; ++year) {
    one.years.push_back(exposed(year, R"([{"months":"12"},{"months":"12"}])"));
  }
  one.life.birth = make_date(1955, 1, 1);  // points are doubled: 16 a year, 80 until 2019
  for (YearFacts& facts : one.years) facts.inputs.set("birth", "1955-01-01");
  const auto all = settled(one, 2020);
  EXPECT_EQ(of(all, "credit:2020", SubAccount::kC2p).due, 16);
  EXPECT_EQ(of(all, "credit:2020/part", SubAccount::kC2p).due, 4);
}

TEST(YearLoopTest, AmountsBeyondAnyAccountAreRefused) {
  Career one = career({worked(2023)});
  one.entries.push_back(used(SubAccount::kC2p, "points", 2'000'000'000'000, make_date(2024, 7, 1)));
  const auto settlements = settle_years(the_law(), one, 2025, make_date(2026, 7, 1));
  ASSERT_FALSE(settlements);
  EXPECT_EQ(settlements.error().code, ErrorCode::kLimitExceeded);
}

TEST(YearLoopTest, OnlyYearsThatEndedAndAreAskedForCount) {
  Career one = career({worked(2024), worked(2025)});
  EXPECT_EQ(settled(one, 2024).size(), 1U);
  EXPECT_TRUE(settled(one, 2025, make_date(2024, 12, 31)).empty());
  post(one, settled(one, 2025));
  EXPECT_EQ(settled(one, 2024).size(), 2U) << "a later year that was credited still counts";
}

TEST(YearLoopTest, FactsGoAsARowAndComeBack) {
  const YearFacts facts = worked(2025);
  const codec::Json row = year_facts_to_json(facts);
  const auto read = year_facts_from_json(row);
  ASSERT_TRUE(read);
  EXPECT_EQ(year_facts_to_json(*read), row);
  EXPECT_FALSE(year_facts_from_json(json_of(R"({"kind":"employed","from":"2020-01-01"})")));
  for (const char* broken : {R"({"kind":"facts"})",
                             R"({"kind":"facts","year":99999,"account":"cpf",)"
                             R"("period":"x","inputs":{}})",
                             "[]"}) {
    EXPECT_FALSE(year_facts_from_json(json_of(broken))) << broken;
  }
}

}  // namespace
}  // namespace cpa::law
