#include "core/law/credit.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

using codec::Json;
using model::SubAccount;

CreditResult credited(SubAccount account, int year, const Json& facts) {
  Result<CreditResult> credit = credit_year(the_law(), account, year, facts);
  if (!credit) ADD_FAILURE() << credit.error().message;
  return credit ? *credit : CreditResult{};
}

Json c2p_facts(std::string_view exposures, bool full_year, std::string_view entered = "0") {
  Json facts = Json::object({{"full_year", full_year}, {"birth", "1980-01-01"}});
  facts.set("exposures", json_of(exposures));
  facts.set("c2p_entered", entered);
  return facts;
}

/// The facts of a volunteer without another engagement.
Json cec_facts(std::string_view associations, std::string_view acquired = "0") {
  Json facts =
      json_of(R"({"other_categories":"0","civic_months":"0","mentor_months":"0","mil_days":"0",)"
              R"("health_days":"0"})");
  facts.set("assocs", json_of(associations));
  facts.set("cec_acquired", acquired);
  return facts;
}

TEST(CreditTest, CreditsCpfInCentsWithArticleAndReceipt) {
  const CreditResult credit = credited(SubAccount::kCpf, 2025, cpf_facts("600", "4900"));
  EXPECT_EQ(credit.amount, 10000);
  EXPECT_EQ(credit.article, "R6323-1");
  EXPECT_EQ(credit.limited_by, "cpf.ceiling");
  EXPECT_EQ(credit.receipt.outputs.at("cpf.credit"), "100.00");
}

// Published: credits of 500 from half time on, 125 at a quarter of the time; 800 uplifted.
TEST(CreditTest, GivesThePublishedCpfExamples) {
  EXPECT_EQ(credited(SubAccount::kCpf, 2020, cpf_facts("803.5", "0")).amount, 50000);
  EXPECT_EQ(credited(SubAccount::kCpf, 2020, cpf_facts("401.75", "0")).amount, 12500);
  Json disabled = cpf_facts("803.5", "0");
  disabled.set("oeth", true);
  EXPECT_EQ(credited(SubAccount::kCpf, 2020, disabled).amount, 80000);
  Json low_qualified = cpf_facts("1607", "0");
  low_qualified.set("low_qualified", true);
  EXPECT_EQ(credited(SubAccount::kCpf, 2020, low_qualified).amount, 80000);
}

TEST(CreditTest, ProratesTheOrdinaryAmountBelowHalfTimeEvenWithoutDiploma) {
  Json facts = cpf_facts("600", "0");
  facts.set("low_qualified", true);
  EXPECT_EQ(credited(SubAccount::kCpf, 2025, facts).amount, 18669);
}

TEST(CreditTest, RaisesTheCeilingWithTheAmount) {
  Json facts = cpf_facts("1607", "7900");
  facts.set("low_qualified", true);
  EXPECT_EQ(credited(SubAccount::kCpf, 2025, facts).amount, 10000);
}

TEST(CreditTest, SaysWhatIsMissingInsteadOfAnAmount) {
  const CreditResult credit = credited(SubAccount::kCpf, 2025,
                                       json_of(R"({"cpf_stopped":false,"oeth":false,)"
                                               R"("low_qualified":false,"cpf_balance":"0"})"));
  EXPECT_EQ(credit.amount, std::nullopt);
  EXPECT_EQ(credit.missing, std::vector<std::string>{"hours"});
  EXPECT_EQ(credit.receipt.outputs.at("cpf.credit"), "");
}

// Hire on 1 July with two factors: two blocks of three months × two factors.
TEST(CreditTest, CountsQuartersTimesFactorsForAHireInJuly) {
  const CreditResult credit =
      credited(SubAccount::kC2p, 2025, c2p_facts(R"([{"months":"6"},{"months":"6"}])", false));
  EXPECT_EQ(credit.amount, 4);
  EXPECT_EQ(credit.article, "R4163-9");
  EXPECT_TRUE(credit.marks.empty());
  // Five and four months leave parts of a quarter over: how they combine is not said.
  const CreditResult rests =
      credited(SubAccount::kC2p, 2025, c2p_facts(R"([{"months":"5"},{"months":"4"}])", false));
  EXPECT_EQ(rests.amount, 2);
  EXPECT_EQ(rests.marks, std::vector<std::string>{"interpretation"});
}

TEST(CreditTest, GivesThePublishedC2pExamples) {
  const std::string three_years = R"([{"months":"12"},{"months":"12"},{"months":"12"}])";
  const std::string three_halves = R"([{"months":"6"},{"months":"6"},{"months":"6"}])";
  EXPECT_EQ(credited(SubAccount::kC2p, 2024, c2p_facts(three_years, true)).amount, 12);
  EXPECT_EQ(credited(SubAccount::kC2p, 2024, c2p_facts(three_halves, false)).amount, 6);
  EXPECT_EQ(credited(SubAccount::kC2p, 2022, c2p_facts(three_halves, false)).amount, 4);
  EXPECT_EQ(credited(SubAccount::kC2p, 2022, c2p_facts(three_years, true)).amount, 8);
  EXPECT_EQ(credited(SubAccount::kC2p, 2024, c2p_facts(R"([{"months":"6"},{"months":"3"}])", false))
                .amount,
            3);
}

TEST(CreditTest, CapsPointsAtAHundredOnlyBeforeTheReform) {
  const std::string one_year = R"([{"months":"12"}])";
  EXPECT_EQ(credited(SubAccount::kC2p, 2022, c2p_facts(one_year, true, "98")).amount, 2);
  EXPECT_EQ(credited(SubAccount::kC2p, 2022, c2p_facts(one_year, true, "100")).amount, 0);
  EXPECT_EQ(credited(SubAccount::kC2p, 2023, c2p_facts(one_year, true, "100")).amount, 4);
}

TEST(CreditTest, DoublesPointsOfThoseBornBeforeJuly1956) {
  Json facts = c2p_facts(R"([{"months":"12"}])", true);
  facts.set("birth", "1956-06-30");
  EXPECT_EQ(credited(SubAccount::kC2p, 2019, facts).amount, 8);
  facts.set("birth", "1956-07-01");
  EXPECT_EQ(credited(SubAccount::kC2p, 2019, facts).amount, 4);
}

TEST(CreditTest, Credits240EurosForVolunteeringThatReachesBothThresholds) {
  const CreditResult credit = credited(
      SubAccount::kCec, 2025,
      cec_facts(R"([{"hours":"110","years":"5","declared":"2026-05-12","attested":"2026-10-03"},)"
                R"({"hours":"100","years":"5","declared":"2026-05-12","attested":"2026-10-03"}])"));
  EXPECT_EQ(credit.amount, 24000);
  EXPECT_EQ(credit.article, "D5151-14");
}

TEST(CreditTest, GivesThePublishedVolunteeringExamples) {
  const auto amount = [](std::string_view associations) {
    return credited(SubAccount::kCec, 2025, cec_facts(associations)).amount;
  };
  EXPECT_EQ(
      amount(R"([{"hours":"99","years":"5","declared":"2026-05-12","attested":"2026-10-03"},)"
             R"({"hours":"70","years":"5","declared":"2026-05-12","attested":"2026-10-03"},)"
             R"({"hours":"32","years":"5","declared":"2026-05-12","attested":"2026-10-03"}])"),
      0);
  EXPECT_EQ(
      amount(R"([{"hours":"100","years":"1","declared":"2026-06-30","attested":"2026-12-31"},)"
             R"({"hours":"60","years":"1","declared":"2026-06-30","attested":"2026-12-31"},)"
             R"({"hours":"40","years":"1","declared":"2026-06-30","attested":"2026-12-31"}])"),
      24000);
  EXPECT_EQ(
      amount(R"([{"hours":"300","years":"5","declared":"2026-06-30","attested":"2027-01-02"}])"),
      0);
  EXPECT_EQ(
      amount(R"([{"hours":"300","years":"5","declared":"2026-07-01","attested":"2026-10-03"}])"),
      0);
  EXPECT_EQ(
      amount(R"([{"hours":"300","years":"0","declared":"2026-05-12","attested":"2026-10-03"}])"),
      0);
}

TEST(CreditTest, AddsCategoriesUpToTheCecCap) {
  Json facts = cec_facts("[]");
  facts.set("civic_months", "6");
  facts.set("mentor_months", "6");
  facts.set("mil_days", "90");
  facts.set("health_days", "29");
  const CreditResult whole = credited(SubAccount::kCec, 2025, facts);
  EXPECT_EQ(whole.amount, 72000);
  EXPECT_TRUE(whole.marks.empty());
  facts.set("cec_acquired", "480");
  const CreditResult capped = credited(SubAccount::kCec, 2025, facts);
  EXPECT_EQ(capped.amount, 24000);
  EXPECT_EQ(capped.limited_by, "cec.cap");
  EXPECT_EQ(capped.marks, std::vector<std::string>{"interpretation"});
}

const char* const kUnattested =
    R"([{"hours":"150","years":"5","declared":"2026-05-01","attested":"2026-11-01"},)"
    R"({"hours":"60","years":"5","declared":"2026-05-01"}])";

TEST(CreditTest, LeavesAnUnattestedAssociationMissing) {
  const CreditResult credit = credited(SubAccount::kCec, 2025, cec_facts(kUnattested));
  EXPECT_EQ(credit.amount, std::nullopt);
  EXPECT_FALSE(credit.missing.empty());
}

TEST(CreditTest, MakesAFactOfZeroOfWhatWasNotAttestedInTime) {
  const Json facts = cec_facts(kUnattested);
  const Result<ClosedFacts> early =
      close_unreported(the_law(), SubAccount::kCec, 2025, facts, model::make_date(2026, 12, 31));
  ASSERT_TRUE(early);
  EXPECT_EQ(early->facts, facts);
  EXPECT_TRUE(early->articles.empty());

  const Result<ClosedFacts> closed =
      close_unreported(the_law(), SubAccount::kCec, 2025, facts, model::make_date(2027, 1, 1));
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->articles, std::vector<std::string>{"R5151-18"});
  EXPECT_EQ(credited(SubAccount::kCec, 2025, closed->facts).amount, 0);
}

// Employers report hours: several statuses need no question about how time is counted.
TEST(CreditTest, HoursThatWereReportedAreTheBasisOfAYearOfSeveralStatuses) {
  const Json facts = json_of(R"({"hours":"600","full_time":"1607","employee":true,)"
                             R"("self_employed":true,"self_months":"3","cfp_paid":true,)"
                             R"("cpf_stopped":false,"cpf_balance":"0"})");
  EXPECT_EQ(credited(SubAccount::kCpf, 2025, facts).amount, std::nullopt);
  const Result<ClosedFacts> closed =
      close_unreported(the_law(), SubAccount::kCpf, 2025, facts, model::make_date(2026, 1, 1));
  ASSERT_TRUE(closed);
  EXPECT_EQ(credited(SubAccount::kCpf, 2025, closed->facts).amount, 18669);
  const Json alone = json_of(R"({"self_employed":true,"self_months":"3","cfp_paid":true,)"
                             R"("cpf_stopped":false,"cpf_balance":"0"})");
  const Result<ClosedFacts> own =
      close_unreported(the_law(), SubAccount::kCpf, 2025, alone, model::make_date(2026, 1, 1));
  ASSERT_TRUE(own);
  EXPECT_EQ(own->facts.find("pay_basis"), nullptr);
  EXPECT_EQ(credited(SubAccount::kCpf, 2025, own->facts).amount, 12500);
}

TEST(CreditTest, ClosesWhatNobodyReportedOnlyAfterItsDeadline) {
  const Json facts = json_of(R"({"cec_acquired":"0"})");
  const Result<ClosedFacts> may =
      close_unreported(the_law(), SubAccount::kCec, 2025, facts, model::make_date(2026, 6, 30));
  ASSERT_TRUE(may);
  EXPECT_EQ(may->facts.find("assocs"), nullptr);
  const Result<ClosedFacts> july =
      close_unreported(the_law(), SubAccount::kCec, 2025, facts, model::make_date(2026, 7, 1));
  ASSERT_TRUE(july);
  EXPECT_EQ(july->articles, (std::vector<std::string>{"R5151-16", "D5151-14"}));
  EXPECT_EQ(credited(SubAccount::kCec, 2025, july->facts).amount, 0);
}

TEST(CreditTest, NeverOverwritesAReportedFact) {
  const Json facts = json_of(R"({"mil_days":"90","low_qualified":true})");
  const Result<ClosedFacts> cec =
      close_unreported(the_law(), SubAccount::kCec, 2025, facts, model::make_date(2028, 1, 1));
  ASSERT_TRUE(cec);
  EXPECT_EQ(*cec->facts.find("mil_days"), Json("90"));
  const Result<ClosedFacts> cpf =
      close_unreported(the_law(), SubAccount::kCpf, 2025, facts, model::make_date(2028, 1, 1));
  ASSERT_TRUE(cpf);
  EXPECT_EQ(*cpf->facts.find("low_qualified"), Json(true));
}

}  // namespace
}  // namespace cpa::law
