#include "core/law/compare.h"

#include <gtest/gtest.h>

#include "core/law/simulate.h"
#include "core/law/what_if.h"
#include "core/rules/pack.h"
#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

const model::Date kEndOf2025 = model::make_date(2025, 12, 31);

Receipt receipt_of(const LawPack& law, const codec::Json& facts, model::Date on = kEndOf2025,
                   std::string_view name = "cpf.credit") {
  const auto answer = simulate(law, name, facts, on);
  if (!answer) ADD_FAILURE() << answer.error().message;
  return receipt_from_json(*answer->find("receipt")).value();
}

/// The law with 600 EUR a year.
LawPack richer() {
  auto law = load_what_if(
      embedded_pack(kCorePackId),
      R"({"format":"cpa-rules/1","semantics":1,"id":"richer","seq":9,"published":"2026-11-24",)"
      R"("patch_of":"fr.cpa.core","params":{"cpf.annual":{"type":"EUR","values":[)"
      R"({"from":"2019-01-01","v":"600","ref":"R6323-1#I"}]}}})");
  if (!law) ADD_FAILURE() << law.error().message;
  return *law;
}

TEST(CompareTest, ReplaysAReceiptOnItsPackAndFacts) {
  const codec::Json facts = cpf_facts("600", "4900");
  const Receipt receipt = receipt_of(the_law(), facts);
  const auto again = replay(receipt, the_law(), facts);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_FALSE(again->diverges);
  EXPECT_EQ(again->receipt, receipt);
}

TEST(CompareTest, ARewrittenReceiptDiverges) {
  const codec::Json facts = cpf_facts("600", "4900");
  Receipt receipt = receipt_of(the_law(), facts);
  receipt.outputs["cpf.credit"] = "100.01";
  const auto again = replay(receipt, the_law(), facts);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->diverges);
  EXPECT_EQ(again->receipt.outputs.at("cpf.credit"), "100.00");
}

TEST(CompareTest, ReplaysOnNothingElse) {
  const codec::Json facts = cpf_facts("600", "4900");
  const Receipt receipt = receipt_of(the_law(), facts);
  EXPECT_EQ(replay(receipt, richer(), facts).error().code, ErrorCode::kLawPack);
  EXPECT_EQ(replay(receipt, the_law(), cpf_facts("601", "4900")).error().code,
            ErrorCode::kInvalidArgument);
  Receipt newer = receipt;
  newer.semantics = 2;
  EXPECT_EQ(replay(newer, the_law(), facts).error().code, ErrorCode::kUnsupported);
}

// By hand: 500 × 600 ÷ 1607 → 186.69; 600 × 600 ÷ 1607 → 224.02.
TEST(CompareTest, NamesTheRuleThatChanged) {
  const LawPack law = the_law();
  const LawPack next = richer();
  const codec::Json facts = cpf_facts("600", "0");
  const Receipt was = receipt_of(law, facts);
  const Receipt now = receipt_of(next, facts);
  const auto text = explain_change({law, was, facts}, {next, now, facts}, Language::kEnglish);
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text,
            "CPF credit for the year: €186.69 → €224.02\n"
            "   the rules: fr.cpa.core no. 10 → richer no. 9 (€186.69 → €224.02)\n"
            "      @cpf.annual €500.00 → €600.00  [C. trav., art. R. 6323-1, I]\n");
}

TEST(CompareTest, NamesTheFactThatChangedAndTheRuleItLedTo) {
  const LawPack law = the_law();
  const codec::Json little = cpf_facts("600", "0");
  const codec::Json half = cpf_facts("803.5", "0");
  const Receipt was = receipt_of(law, little);
  const Receipt now = receipt_of(law, half);
  const auto text = explain_change({law, was, little}, {law, now, half}, Language::kFrench);
  ASSERT_TRUE(text);
  EXPECT_EQ(*text,
            "Crédit CPF de l'année : 186,69\u00A0€ → 500,00\u00A0€\n"
            "   vos données : Heures travaillées dans l'année (absences assimilées comprises) "
            "600\u00A0h → 803,5\u00A0h\n");
  EXPECT_EQ(explain_change({law, was, little}, {law, was, little}, Language::kFrench).value(),
            "Rien n'a changé.\n");
}

// By hand: a training of 1,000 € with 1,500 € of rights costs 900 of them from 2024-05-02 on.
TEST(CompareTest, NamesTheDateAndTheValueItBrought) {
  const LawPack law = the_law();
  const codec::Json facts = json_of(
      R"({"price":"1000","cpf_rights":"1500","kind":"rncp","job_seeker":false,"cpf_stopped":false,)"
      R"("topup_rights":"0","cec_rights":"0","employer_topup":"0","opco_topup":"0",)"
      R"("other_topup":"0","accident_topup":"0","c2p_points":"0"})");
  const std::string name = "budget.cpf";
  const Receipt was = receipt_of(law, facts, model::make_date(2024, 5, 1), name);
  const Receipt now = receipt_of(law, facts, model::make_date(2024, 5, 2), name);
  const auto text = explain_change({law, was, facts}, {law, now, facts}, Language::kEnglish);
  ASSERT_TRUE(text);
  EXPECT_EQ(*text,
            "CPF rights: €1,000.00 → €900.00\n"
            "   the date: 1 May 2024 → 2 May 2024 (€1,000.00 → €900.00)\n"
            "      @cpf.participation €0.00 → €100.00  [C. trav., art. R. 6323]\n");
}

}  // namespace
}  // namespace cpa::law
