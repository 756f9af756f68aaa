#include "tools/server/ingest/dsn.h"

#include <gtest/gtest.h>

#include "tests/unit/tools/server/ingest/dsn_text.h"

namespace cpa::server {
namespace {

constexpr const char* kZoe = "2900675123456";

TEST(DsnTest, ReadsAMonthOfWork) {
  const auto file = parse_dsn(DsnText()
                                  .declaration("01", "032025")
                                  .person(kZoe)
                                  .contract("01012020", "C1")
                                  .hours("151.67")
                                  .hours("10.5")
                                  .text());
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_EQ(file->declarations.size(), 1U);
  const auto& declaration = file->declarations[0];
  EXPECT_EQ(declaration.employer, "73282932000074");
  EXPECT_EQ(model::format_date(declaration.month), "2025-03-01");
  const auto& person = declaration.persons.at(0);
  EXPECT_EQ(person.nir.get(), kZoe);
  EXPECT_EQ(person.family_name, "LEF\xC3\x88VRE");
  EXPECT_EQ(model::format_date(person.birth), "1990-06-15");
  const auto& contract = person.contracts.at(0);
  EXPECT_EQ(contract.hours, 16217);
  EXPECT_EQ(contract.company_reference, 15167);
  EXPECT_FALSE(contract.oeth);
}

TEST(DsnTest, ReadsDaysOfADaysPackage) {
  const auto file = parse_dsn(DsnText()
                                  .declaration("01", "032025")
                                  .person(kZoe)
                                  .line("S21.G00.40.001", "01012020")
                                  .line("S21.G00.40.009", "C1")
                                  .line("S21.G00.40.011", "20")
                                  .line("S21.G00.40.012", "218.00")
                                  .line("S21.G00.53.001", "01")
                                  .line("S21.G00.53.002", "18.00")
                                  .line("S21.G00.53.003", "20")
                                  .text());
  ASSERT_TRUE(file) << file.error().message;
  const auto& contract = file->declarations[0].persons[0].contracts[0];
  EXPECT_EQ(contract.unit, DsnUnit::kDays);
  EXPECT_EQ(contract.days, 1800);
  EXPECT_EQ(contract.hours, 0);
}

TEST(DsnTest, ReadsExposureEndAndDisabilityStatus) {
  const auto file = parse_dsn(DsnText()
                                  .declaration("01", "122024")
                                  .person(kZoe)
                                  .contract("01072024", "C1")
                                  .line("S21.G00.40.072", "01")
                                  .ends("31122024")
                                  .exposure("08", "C1", "2024")
                                  .exposure("10", "C1", "2024")
                                  .text());
  ASSERT_TRUE(file) << file.error().message;
  const auto& person = file->declarations[0].persons[0];
  EXPECT_TRUE(person.contracts[0].oeth);
  EXPECT_EQ(model::format_date(*person.contracts[0].end), "2024-12-31");
  ASSERT_EQ(person.exposures.size(), 2U);
  EXPECT_EQ(person.exposures[1].factor, "10");
  EXPECT_EQ(person.exposures[1].year, 2024);
}

TEST(DsnTest, PayNamesTheContractOfItsActivity) {
  const auto file = parse_dsn(DsnText()
                                  .declaration("01", "032025")
                                  .person(kZoe)
                                  .contract("01012020", "C1")
                                  .contract("01022025", "C2")
                                  .line("S21.G00.51.010", "C1")
                                  .hours("20.00")
                                  .text());
  ASSERT_TRUE(file) << file.error().message;
  const auto& contracts = file->declarations[0].persons[0].contracts;
  EXPECT_EQ(contracts[0].hours, 2000);
  EXPECT_EQ(contracts[1].hours, 0);
}

TEST(DsnTest, CountsWhatItDoesNotUse) {
  const auto file = parse_dsn(DsnText()
                                  .declaration("01", "032025")
                                  .person(kZoe)
                                  .line("S21.G00.30.014", "75")
                                  .contract("01012020", "C1")
                                  .line("S21.G00.71.002", "RETA")
                                  .line("S21.G00.78.001", "02")
                                  .line("S21.G00.78.002", "01032025")
                                  .hours("151.67")
                                  .text());
  ASSERT_TRUE(file) << file.error().message;
  const std::map<std::string, std::int64_t> expected{
      {"S21.G00.30.014", 1}, {"S21.G00.71", 1}, {"S21.G00.78", 2}};
  EXPECT_EQ(file->unused, expected);
}

TEST(DsnTest, AbsenceWithoutPayIsCountedAndNotWork) {
  const auto file = parse_dsn(DsnText()
                                  .declaration("01", "032025")
                                  .person(kZoe)
                                  .contract("01012020", "C1")
                                  .line("S21.G00.53.001", "02")
                                  .line("S21.G00.53.002", "35.00")
                                  .line("S21.G00.53.003", "10")
                                  .text());
  ASSERT_TRUE(file);
  EXPECT_EQ(file->declarations[0].persons[0].contracts[0].hours, 0);
  EXPECT_EQ(file->unused.at("S21.G00.53.002"), 1);
}

TEST(DsnTest, ReadsReplaceAndCancel) {
  const auto file =
      parse_dsn(DsnText().declaration("03", "032025").declaration("04", "042025").text());
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->declarations[0].type, DsnType::kReplace);
  EXPECT_EQ(file->declarations[1].type, DsnType::kCancel);
}

TEST(DsnTest, RefusesAnotherTotalOfLines) {
  const auto text = DsnText().declaration("01", "032025");
  const auto file = parse_dsn(text.text_with_totals(15, 1));
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::kMalformed);
  EXPECT_EQ(file.error().detail, 15);
}

TEST(DsnTest, RefusesAnotherTotalOfDeclarations) {
  EXPECT_TRUE(parse_dsn(DsnText().declaration("01", "032025").text_with_totals(16, 1)));
  EXPECT_FALSE(parse_dsn(DsnText().declaration("01", "032025").text_with_totals(16, 2)));
}

TEST(DsnTest, RefusesAFileThatIsCut) {
  auto text = DsnText().declaration("01", "032025").text();
  text.resize(text.find("S90"));
  EXPECT_FALSE(parse_dsn(text));
}

TEST(DsnTest, RefusesLinesAfterTheTotals) {
  const auto text = DsnText().declaration("01", "032025").text_with_totals(17, 1);
  EXPECT_FALSE(parse_dsn(text + "S21.G00.06.001,'732829320'\n"));
}

TEST(DsnTest, RefusesABadNirWithItsLine) {
  const auto file =
      parse_dsn(DsnText().declaration("01", "032025").person("269054958815781").text());
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().detail, 15);
}

TEST(DsnTest, RefusesWhatTheNormDoesNotKnow) {
  EXPECT_EQ(parse_dsn(DsnText().declaration("07", "032025").text()).error().code,
            ErrorCode::kUnsupported);
  EXPECT_FALSE(parse_dsn(DsnText().declaration("01", "132025").text()));
  EXPECT_FALSE(parse_dsn(DsnText().declaration("01", "032025").person(kZoe).hours("1.00").text()));
  EXPECT_FALSE(parse_dsn(DsnText()
                             .declaration("01", "032025")
                             .person(kZoe)
                             .contract("01012020", "C1")
                             .hours("1,5")
                             .text()));
  EXPECT_FALSE(parse_dsn(DsnText()
                             .declaration("01", "032025")
                             .person(kZoe)
                             .contract("01012020", "C1")
                             .exposure("08", "C9", "2024")
                             .text()));
  EXPECT_FALSE(parse_dsn(DsnText()
                             .declaration("01", "032025")
                             .person(kZoe)
                             .contract("01012020", "C1")
                             .ends("31122019")
                             .text()));
}

}  // namespace
}  // namespace cpa::server
