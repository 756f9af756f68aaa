#include "tools/server/decide/year_facts.h"

#include <gtest/gtest.h>

#include <tuple>

#include "core/codec/json.h"

namespace cpa::server {
namespace {

using model::make_date;
using model::SubAccount;

ContractMonth month_of(unsigned month, std::int64_t hours, std::string number = "C1") {
  return {.account = "a",
          .employer = "E",
          .number = std::move(number),
          .month = make_date(2025, month, 1),
          .started = make_date(2019, 1, 7),
          .reference = 15167,
          .hours = hours};
}

std::string facts(const YearRecords& records, SubAccount account, std::size_t which = 0) {
  std::vector<std::string> found;
  for (const auto& question : questions_of(records)) {
    if (question.facts.account == account) found.push_back(codec::to_text(question.facts.inputs));
  }
  return found.at(which);
}

TEST(YearFactsTest, SumsTheHoursOfAllContractsAgainstTheLegalYear) {
  YearRecords records{.year = 2025};
  records.contracts = {month_of(1, 15167), month_of(2, 5000), month_of(2, 2033, "C2")};
  EXPECT_EQ(facts(records, SubAccount::kCpf), R"({"hours":"222","full_time":"1607","oeth":false})");
}

TEST(YearFactsTest, OtherYearsDoNotCount) {
  YearRecords records{.year = 2024};
  records.contracts = {month_of(1, 15167)};
  EXPECT_EQ(facts(records, SubAccount::kCpf), "{}");
}

TEST(YearFactsTest, WithoutADeclaredQuotaTheReferenceIsLeftToTheLaw) {
  YearRecords records{.year = 2025};
  records.contracts = {month_of(1, 15167)};
  records.contracts[0].reference.reset();
  EXPECT_EQ(facts(records, SubAccount::kCpf), R"({"hours":"151.67","oeth":false})");
}

TEST(YearFactsTest, ADaysPackageIsMeasuredInDays) {
  YearRecords records{.year = 2025};
  records.contracts = {month_of(1, 0)};
  records.contracts[0].in_days = true;
  records.contracts[0].reference = 22500;
  records.contracts[0].days = 10050;
  EXPECT_EQ(facts(records, SubAccount::kCpf),
            R"({"hours":"100.5","full_time":"218","oeth":false})");
}

TEST(YearFactsTest, DifferentReferencesAreBroughtToTheLegalYear) {
  YearRecords records{.year = 2025};
  records.contracts = {month_of(1, 80350), month_of(2, 0, "C2")};
  records.contracts[1].in_days = true;
  records.contracts[1].reference = 20000;
  records.contracts[1].days = 5000;  // 50 of 200 days: a quarter, 401.75 h
  EXPECT_EQ(facts(records, SubAccount::kCpf),
            R"({"hours":"1205.25","full_time":"1607","oeth":false})");
}

TEST(YearFactsTest, ACompanysOwnMonthStandsForItsYear) {
  YearRecords records{.year = 2025};
  records.contracts = {month_of(1, 10000)};
  records.contracts[0].reference = 14733;  // 34 h a week: 1607 × 147.33 ÷ 151.67
  EXPECT_EQ(facts(records, SubAccount::kCpf),
            R"({"hours":"100","full_time":"1561.02","oeth":false})");
}

TEST(YearFactsTest, CountsFullMonthsFromDateToDate) {
  EXPECT_EQ(full_months(make_date(2024, 7, 1), std::nullopt, 2024), 6);
  EXPECT_EQ(full_months(make_date(2024, 7, 15), std::nullopt, 2024), 5);
  EXPECT_EQ(full_months(make_date(2020, 1, 1), std::nullopt, 2024), 12);
  EXPECT_EQ(full_months(make_date(2024, 1, 31), make_date(2024, 2, 28), 2024), 1);
  EXPECT_EQ(full_months(make_date(2024, 3, 1), make_date(2024, 3, 30), 2024), 0);
  EXPECT_EQ(full_months(make_date(2024, 3, 1), make_date(2024, 3, 31), 2024), 1);
  EXPECT_EQ(full_months(make_date(2025, 1, 1), std::nullopt, 2024), 0);
}

YearRecords exposed(model::Date started) {
  YearRecords records{.year = 2025, .birth = make_date(1978, 9, 21)};
  records.contracts = {month_of(12, 15167)};
  records.contracts[0].started = started;
  for (const auto* factor : {"05", "06"}) {
    records.exposures.push_back(
        {.account = "a", .employer = "E", .contract = "C1", .factor = factor, .year = 2025});
  }
  return records;
}

TEST(YearFactsTest, AHireInJulyGivesSixMonthsAFactor) {
  EXPECT_EQ(
      facts(exposed(make_date(2025, 7, 1)), SubAccount::kC2p),
      R"({"full_year":false,"birth":"1978-09-21","exposures":[{"months":"6"},{"months":"6"}]})");
}

TEST(YearFactsTest, AContractOverTheYearIsAskedByYear) {
  EXPECT_EQ(
      facts(exposed(make_date(2019, 1, 1)), SubAccount::kC2p),
      R"({"full_year":true,"birth":"1978-09-21","exposures":[{"months":"12"},{"months":"12"}]})");
}

TEST(YearFactsTest, AWholeYearAndAPartAreTwoQuestions) {
  auto records = exposed(make_date(2019, 1, 1));
  records.contracts.push_back(month_of(12, 0, "C2"));
  records.contracts[1].started = make_date(2025, 10, 1);
  records.exposures.push_back(
      {.account = "a", .employer = "E", .contract = "C2", .factor = "07", .year = 2025});
  EXPECT_EQ(facts(records, SubAccount::kC2p, 1),
            R"({"full_year":false,"birth":"1978-09-21","exposures":[{"months":"3"}]})");
}

TEST(YearFactsTest, FactorsThatLeftIn2017DoNotCount) {
  auto records = exposed(make_date(2025, 7, 1));
  records.exposures[0].factor = "03";
  EXPECT_EQ(facts(records, SubAccount::kC2p),
            R"({"full_year":false,"birth":"1978-09-21","exposures":[{"months":"6"}]})");
}

Engagement volunteering(std::int64_t hours) {
  return {.account = "a",
          .year = 2025,
          .kind = "volunteering",
          .body = "W1",
          .amount = hours,
          .years = 5,
          .declared = make_date(2026, 5, 2),
          .attested = make_date(2026, 10, 1)};
}

TEST(YearFactsTest, AnAssociationsReportStandsAsItWasMade) {
  YearRecords records{.year = 2025};
  records.engagements = {volunteering(210)};
  records.engagements[0].declared.reset();
  EXPECT_EQ(facts(records, SubAccount::kCec),
            R"({"assocs":[{"hours":"210","years":"5","attested":"2026-10-01"}]})");
}

TEST(YearFactsTest, TheHoldersDeclarationDatesTheReport) {
  YearRecords records{.year = 2025};
  records.engagements = {volunteering(210)};
  records.engagements[0].declared.reset();
  records.declarations = {
      {.account = "a", .year = 2025, .hours = 210, .years = 5, .declared = make_date(2026, 6, 1)}};
  EXPECT_EQ(facts(records, SubAccount::kCec),
            R"({"assocs":[{"hours":"210","years":"5","declared":"2026-06-01",)"
            R"("attested":"2026-10-01"}]})");
}

TEST(YearFactsTest, LongestServiceAndSumOfReserveDays) {
  YearRecords records{.year = 2025};
  const auto add = [&records](std::string kind, std::string body, std::int64_t amount) {
    records.engagements.push_back({.account = "a",
                                   .year = 2025,
                                   .kind = std::move(kind),
                                   .body = std::move(body),
                                   .amount = amount});
  };
  add("civic_service", "A", 4);
  add("civic_service", "B", 3);
  add("military_reserve", "A", 50);
  add("military_reserve", "B", 45);
  EXPECT_EQ(facts(records, SubAccount::kCec), R"({"civic_months":"4","mil_days":"95"})");
}

TEST(YearFactsTest, CategoriesReportedAsReachedAreCountedOnce) {
  YearRecords records{.year = 2025};
  for (const auto& [kind, body, reached] :
       {std::tuple{"firefighter", "A", 1}, std::tuple{"firefighter", "B", 1},
        std::tuple{"police_reserve", "A", 1}, std::tuple{"defense_reserve", "A", 0}}) {
    records.engagements.push_back(
        {.account = "a", .year = 2025, .kind = kind, .body = body, .amount = reached});
  }
  EXPECT_EQ(facts(records, SubAccount::kCec), R"({"other_categories":"2"})");
}

TEST(YearFactsTest, OtherStatusesOfTheYearStandBesideTheWork) {
  YearRecords records{.year = 2025};
  const auto year = [](const char* kind, int y, std::int64_t months, bool flag) {
    return LifeFact{.account = "a",
                    .kind = kind,
                    .from = model::first_day_of_year(y),
                    .to = model::last_day_of_year(y),
                    .months = months,
                    .flag = flag};
  };
  records.life = {year("self_employed", 2025, 7, true), year("self_employed", 2024, 3, true)};
  EXPECT_EQ(facts(records, SubAccount::kCpf),
            R"({"self_employed":true,"self_months":"7","cfp_paid":true})");
  records.contracts = {month_of(1, 15167)};
  records.life.push_back(year("esat", 2025, 0, false));
  EXPECT_EQ(
      facts(records, SubAccount::kCpf),
      R"({"hours":"151.67","full_time":"1607","oeth":false,"self_employed":true,)"
      R"("self_months":"7","cfp_paid":true,"esat":true,"employee":true,"pay_basis":"hours"})");
}

// R6323-3-1: from the year of the declaration to the year in which it is taken back.
TEST(YearFactsTest, LowQualificationHoldsFromItsYearToTheYearOfItsEnd) {
  const auto says = [](int asked) {
    YearRecords records{.year = asked};
    records.life = {{.account = "a",
                     .kind = "low_qualification",
                     .from = make_date(2021, 11, 3),
                     .to = make_date(2023, 2, 1)}};
    return facts(records, SubAccount::kCpf);
  };
  EXPECT_EQ(says(2020), "{}");
  EXPECT_EQ(says(2021), R"({"low_qualified":true})");
  EXPECT_EQ(says(2023), R"({"low_qualified":true})");
  EXPECT_EQ(says(2024), "{}");
}

}  // namespace
}  // namespace cpa::server
