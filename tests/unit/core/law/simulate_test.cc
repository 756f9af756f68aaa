#include "core/law/simulate.h"

#include <gtest/gtest.h>

#include <cctype>
#include <string>

#include "core/law/receipt.h"
#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

using codec::Json;

const model::Date kEndOf2025 = model::make_date(2025, 12, 31);

Json simulated(std::string_view name, const Json& facts, model::Date on = kEndOf2025,
               Language language = Language::kFrench) {
  Result<Json> answer = simulate(the_law(), name, facts, on, language);
  if (!answer) ADD_FAILURE() << answer.error().message;
  return answer ? *answer : Json::object();
}

std::string text_at(const Json& answer, std::string_view key) {
  const Json* found = answer.find(key);
  return found == nullptr ? "absent" : codec::canonical(*found);
}

bool lists(const Json& answer, std::string_view key, std::string_view item) {
  const Json* list = answer.find(key);
  if (list == nullptr || list->as_array() == nullptr) return false;
  for (const Json& each : *list->as_array()) {
    if (each == Json(item)) return true;
  }
  return false;
}

std::string credited(std::string_view hours, std::string_view balance) {
  return text_at(simulated("cpf.credit", cpf_facts(hours, balance)), "value");
}

TEST(SimulateTest, LimitsTheCreditByTheCeiling) {
  const Json answer = simulated("cpf.credit", cpf_facts("600", "4900"));
  EXPECT_EQ(text_at(answer, "value"), R"("100.00")");
  EXPECT_EQ(text_at(answer, "unit"), R"("EUR")");
  EXPECT_EQ(text_at(answer, "limited_by"), R"("cpf.ceiling")");
  EXPECT_EQ(text_at(answer, "missing"), "[]");
  EXPECT_EQ(text_at(answer, "bounds"), "null");
  EXPECT_TRUE(lists(answer, "articles", "R6323-1"));
  EXPECT_TRUE(lists(answer, "marks", "simulation"));
}

TEST(SimulateTest, NamesNoLimitWhenNothingLimits) {
  const Json answer = simulated("cpf.credit", cpf_facts("600", "0"));
  EXPECT_EQ(text_at(answer, "value"), R"("186.69")");
  EXPECT_EQ(text_at(answer, "limited_by"), "null");
}

// Hand computed: 500 × h ÷ 1607, up to the next cent below half time, 500 from 803.5 h on.
TEST(SimulateTest, GivesTheFiguresOfArticleR6323_1) {
  EXPECT_EQ(credited("600", "0"), R"("186.69")");     // 186.683260…
  EXPECT_EQ(credited("803", "0"), R"("249.85")");     // 249.844430…
  EXPECT_EQ(credited("803.49", "0"), R"("250.00")");  // 249.996888…
  EXPECT_EQ(credited("803.5", "0"), R"("500.00")");
  EXPECT_EQ(credited("1", "0"), R"("0.32")");  // 0.311138…
  EXPECT_EQ(credited("0", "0"), R"("0.00")");
  EXPECT_EQ(credited("1607", "5000"), R"("0.00")");
  EXPECT_EQ(credited("1607", "4999.99"), R"("0.01")");
  EXPECT_EQ(credited("1607", "6000"), R"("0.00")");
}

TEST(SimulateTest, TracesRawValueRoundingRuleAndArticle) {
  const Json answer = simulated("cpf.credit", cpf_facts("600", "4900"));
  const Json* trace = answer.find("trace");
  ASSERT_NE(trace, nullptr);
  bool found = false;
  for (const Json& step : *trace->as_array()) {
    if (text_at(step, "var") != R"("cpf.right")") continue;
    found = true;
    EXPECT_EQ(text_at(step, "value"), R"("186.69")");
    EXPECT_EQ(text_at(step, "raw"), R"("300000/1607")");
    EXPECT_EQ(text_at(step, "rounding"), R"("up 0.01")");
    EXPECT_EQ(text_at(step, "rule"), R"("prorata")");
    EXPECT_EQ(text_at(step, "ref"), R"("R6323-1#II")");
  }
  EXPECT_TRUE(found);
}

TEST(SimulateTest, AsksForWhatIsMissingAndShowsNoFigure) {
  Json facts = json_of(R"({"full_time":"1607","low_qualified":false,"oeth":false,)"
                       R"("cpf_stopped":false,"cpf_balance":"4900"})");
  const Json answer = simulated("cpf.credit", facts);
  EXPECT_EQ(text_at(answer, "value"), "null");
  EXPECT_EQ(text_at(answer, "missing"), R"(["hours"])");
  EXPECT_EQ(text_at(answer, "trace"), "[]");
  for (const char c : text_at(answer, "why")) {
    EXPECT_FALSE(std::isdigit(static_cast<unsigned char>(c))) << text_at(answer, "why");
  }
}

TEST(SimulateTest, AsksTheQuestionsOfTheLawInOrder) {
  EXPECT_EQ(text_at(simulated("cpf.credit", json_of(R"({"hours":"600"})")), "missing"),
            R"(["cpf_stopped","low_qualified","oeth","cpf_balance"])");
}

TEST(SimulateTest, AsksNothingMoreWhenTheAccountIsStopped) {
  const Json answer = simulated("cpf.credit", json_of(R"({"cpf_stopped":true})"));
  EXPECT_EQ(text_at(answer, "value"), R"("0.00")");
  EXPECT_EQ(text_at(answer, "articles"), R"(["L6323-3"])");
}

TEST(SimulateTest, MarksADefaultAsAssumed) {
  Json facts = json_of(R"({"hours":"600","low_qualified":false,"oeth":false,)"
                       R"("cpf_stopped":false,"cpf_balance":"0"})");
  const Json answer = simulated("cpf.credit", facts);
  EXPECT_EQ(text_at(answer, "value"), R"("186.69")");
  EXPECT_TRUE(lists(answer, "marks", "assumed"));
}

TEST(SimulateTest, MarksWhatTheTextsDoNotSettle) {
  Json facts = cpf_facts("1607", "0");
  facts.set("low_qualified", true);
  facts.set("oeth", true);
  EXPECT_TRUE(lists(simulated("cpf.credit", facts), "marks", "interpretation"));
  EXPECT_FALSE(lists(simulated("cpf.credit", cpf_facts("1607", "0")), "marks", "interpretation"));
}

TEST(SimulateTest, SaysWhenADateIsBeyondTheKnownLaw) {
  const Json answer = simulated("cpf.credit", cpf_facts("600", "0"), model::make_date(2027, 6, 30));
  EXPECT_TRUE(lists(answer, "marks", "beyond known law"));
  EXPECT_EQ(simulate(the_law(), "cpf.credit", cpf_facts("600", "0"), model::make_date(2014, 6, 30))
                .error()
                .code,
            ErrorCode::kLawMissing);
}

TEST(SimulateTest, RefusesUnknownNamesAndWrongFacts) {
  EXPECT_EQ(simulate(the_law(), "cpf.nothing", Json::object(), kEndOf2025).error().code,
            ErrorCode::kNotFound);
  for (const char* facts :
       {R"({"hour":"600"})", R"({"hours":"six"})", R"({"hours":true})", R"({"hours":"8785"})",
        R"({"hours":"-1"})", R"({"oeth":"1"})", R"({"birth":"2025-02-29"})", R"({"exposures":"3"})",
        R"({"exposures":[{"days":"3"}]})", R"([])"}) {
    const Result<Json> answer = simulate(the_law(), "cpf.credit", json_of(facts), kEndOf2025);
    ASSERT_FALSE(answer) << facts;
    EXPECT_EQ(answer.error().code, ErrorCode::kInvalidArgument) << facts;
  }
}

TEST(SimulateTest, AnswersAHookWithSeveralValues) {
  const Json answer = simulated("credit", json_of(R"({"cpf_stopped":true})"));
  const Json* values = answer.find("values");
  ASSERT_NE(values, nullptr);
  ASSERT_NE(values->find("cpf.credit"), nullptr);
  EXPECT_EQ(text_at(*values->find("cpf.credit"), "value"), R"("0.00")");
  EXPECT_EQ(text_at(*values->find("cec.credit"), "value"), "null");
}

TEST(SimulateTest, GivesTheSameReceiptForTheSameFactsHoweverWritten) {
  Json other = json_of(R"({"cpf_balance":4900,"cpf_stopped":false,"full_time":1607,)"
                       R"("hours":"600.00","low_qualified":false,"oeth":false})");
  const Json a = simulated("cpf.credit", cpf_facts("600", "4900"));
  const Json b = simulated("cpf.credit", other, kEndOf2025, Language::kEnglish);
  EXPECT_EQ(text_at(a, "receipt"), text_at(b, "receipt"));
  const Result<Receipt> receipt = receipt_from_json(*a.find("receipt"));
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->pack_id, "fr.cpa.core");
  EXPECT_EQ(receipt->law_date, kEndOf2025);
  EXPECT_EQ(receipt->outputs.at("cpf.credit"), "100.00");
  EXPECT_TRUE(receipt->official);
}

TEST(SimulateTest, ExplainsAsPeopleReadInFrench) {
  const Result<std::string> text = explain_text(the_law(), "cpf.credit", cpf_facts("600", "4900"),
                                                kEndOf2025, Language::kFrench);
  ASSERT_TRUE(text) << text.error().message;
  for (const char* part :
       {"Crédit CPF de l'année : 100,00\u00A0€ — 186,69\u00A0€ + 0,00\u00A0€, limité à "
        "5\u202F000,00\u00A0€ − 4\u202F900,00\u00A0€  [C. trav., art. R. 6323-1]",
        "Droit de l'année : 186,69\u00A0€ — vous avez travaillé 600\u00A0h, moins de la moitié de "
        "1607\u00A0h : 500,00\u00A0€ × 600\u00A0h ÷ 1607\u00A0h",
        "186,683260…", "arrondi au centime supérieur", "art. R. 6323-1, II", "Plafond",
        "c'est lui qui limite votre crédit", "86,69\u00A0€ ne sont pas inscrits",
        "Droit applicable au 31/12/2025", "estimation, pas une décision"}) {
    EXPECT_NE(text->find(part), std::string::npos) << part << "\n" << *text;
  }
}

TEST(SimulateTest, ExplainsAsPeopleReadInEnglish) {
  const Result<std::string> text = explain_text(the_law(), "cpf.credit", cpf_facts("600", "4900"),
                                                kEndOf2025, Language::kEnglish);
  ASSERT_TRUE(text) << text.error().message;
  for (const char* part :
       {"CPF credit for the year: €100.00 — €186.69 + €0.00, limited to €5,000.00 − €4,900.00",
        "rounded up to the next cent", "this is what limits your credit", "€86.69 is not entered",
        "Law as of 31 Dec 2025", "an estimate, not a decision"}) {
    EXPECT_NE(text->find(part), std::string::npos) << part << "\n" << *text;
  }
}

TEST(SimulateTest, NamesAThresholdThatTheComputationDidNotReach) {
  const Result<std::string> text = explain_text(
      the_law(), "cec.vol_ok", json_of(R"({"assocs":[]})"), kEndOf2025, Language::kFrench);
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("au moins 200\u00A0h attestées, dont 100\u00A0h"), std::string::npos)
      << *text;
}

TEST(SimulateTest, ExplainsACapThatIsAParameter) {
  const Result<std::string> text =
      explain_text(the_law(), "c2p.credit",
                   json_of(R"({"full_year":true,"birth":"1980-01-01","c2p_entered":"98",)"
                           R"("exposures":[{"months":12}]})"),
                   model::make_date(2022, 12, 31), Language::kEnglish);
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("Points entered: 2\u00A0points"), std::string::npos) << *text;
  EXPECT_NE(text->find("A ceiling limits your credit: 2\u00A0points is not entered"),
            std::string::npos)
      << *text;
}

TEST(SimulateTest, ExplainsWhatIsMissingByItsLabel) {
  const Result<std::string> text = explain_text(
      the_law(), "cpf.credit", json_of(R"({"cpf_stopped":false})"), kEndOf2025, Language::kEnglish);
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("Hours worked in the year"), std::string::npos) << *text;
  EXPECT_EQ(text->find("€"), std::string::npos) << *text;
}

}  // namespace
}  // namespace cpa::law
