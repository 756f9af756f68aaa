// Whole explanations, to the letter. U+00A0 stands before € and units, U+202F between thousands.
#include <gtest/gtest.h>

#include <string>

#include "core/law/simulate.h"
#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

std::string explained(std::string_view name, const codec::Json& facts, Language language,
                      model::Date on = model::make_date(2025, 12, 31)) {
  const Result<std::string> text = explain_text(the_law(), name, facts, on, language);
  if (!text) ADD_FAILURE() << text.error().message;
  return text ? *text : "";
}

/// The last line, which names pack and hash.
std::string last_line(const std::string& day, Language language) {
  const LawPack law = the_law();
  const std::string hash = law.sha256.substr(0, 12);
  if (language == Language::kFrench) {
    return "   Droit applicable au " + day + " · règles fr.cpa.core n° 10 (empreinte " + hash +
           ") · estimation, pas une décision\n";
  }
  return "   Law as of " + day + " · rules fr.cpa.core no. 10 (hash " + hash +
         ") · an estimate, not a decision\n";
}

// By hand: 500 × 600 ÷ 1607 = 186.683260…, up to the cent 186.69; 5,000 − 4,900 leaves 100, so
// 86.69 is not entered.
TEST(ExplainTest, TellsACeilingInFrench) {
  EXPECT_EQ(
      explained("cpf.credit", cpf_facts("600", "4900"), Language::kFrench),
      "Crédit CPF de l'année : 100,00\u00A0€ — 186,69\u00A0€ + 0,00\u00A0€, limité à "
      "5\u202F000,00\u00A0€ − 4\u202F900,00\u00A0€  [C. trav., art. R. 6323-1]\n"
      "   écarté : « alimentation arrêtée », art. L. 6323-3 (condition non remplie)\n"
      "   Droit de l'année : 186,69\u00A0€ — vous avez travaillé 600\u00A0h, moins de la moitié de "
      "1607\u00A0h : 500,00\u00A0€ × 600\u00A0h ÷ 1607\u00A0h = 186,683260…, arrondi au centime "
      "supérieur  [art. R. 6323-1, II]\n"
      "      écarté : « droit entier », art. R. 6323-1, I (condition non remplie), « prorata "
      "sans majoration », art. R. 6323-3-1, I (condition non remplie), « montant majoré "
      "», art. R. 6323-3-1, I (condition non remplie)\n"
      "   Majoration : 0,00\u00A0€ — pas de majoration  [art. D. 6323-3-3]\n"
      "      écarté : « majoration de l'obligation d'emploi », art. D. 6323-3-3 (condition non "
      "remplie), « cumul des deux majorations », art. D. 6323-3-3 (condition non remplie)\n"
      "   Plafond : 5\u202F000,00\u00A0€ — c'est lui qui limite votre crédit : 86,69\u00A0€ ne "
      "sont "
      "pas inscrits  [art. R. 6323-1, I]\n"
      "      écarté : « plafond relevé », art. R. 6323-3-1, I (condition non remplie), « plafond "
      "de "
      "la majoration », art. D. 6323-3-3 (condition non remplie)\n" +
          last_line("31/12/2025", Language::kFrench));
}

TEST(ExplainTest, TellsACeilingInEnglish) {
  EXPECT_EQ(
      explained("cpf.credit", cpf_facts("600", "4900"), Language::kEnglish),
      "CPF credit for the year: €100.00 — €186.69 + €0.00, limited to €5,000.00 − €4,900.00  "
      "[Labour Code, art. R. 6323-1]\n"
      "   set aside: \"crediting stopped\", art. L. 6323-3 (condition not met)\n"
      "   Right for the year: €186.69 — you worked 600\u00A0h, less than half of 1607\u00A0h: "
      "€500.00 "
      "× 600\u00A0h ÷ 1607\u00A0h = 186.683260…, rounded up to the next cent  [art. R. 6323-1, "
      "II]\n"
      "      set aside: \"full right\", art. R. 6323-1, I (condition not met), \"pro rata "
      "without raise\", art. R. 6323-3-1, I (condition not met), \"raised amount\", "
      "art. R. 6323-3-1, I (condition not met)\n"
      "   Top-up: €0.00 — no top-up  [art. D. 6323-3-3]\n"
      "      set aside: \"disability employment top-up\", art. D. 6323-3-3 (condition not met), "
      "\"both uplifts together\", art. D. 6323-3-3 (condition not met)\n"
      "   Ceiling: €5,000.00 — this is what limits your credit: €86.69 is not entered  [art. R. "
      "6323-1, I]\n"
      "      set aside: \"raised ceiling\", art. R. 6323-3-1, I (condition not met), \"ceiling of "
      "the uplift\", art. D. 6323-3-3 (condition not met)\n" +
          last_line("31 Dec 2025", Language::kEnglish));
}

TEST(ExplainTest, TellsAnExceptionAndWhatItDisplaces) {
  EXPECT_EQ(
      explained("cpf.right", json_of(R"({"hours":"1607","full_time":"1607","low_qualified":true})"),
                Language::kEnglish),
      "Right for the year: €800.00 — at least half-time and no level-3 diploma: €800.00  "
      "[Labour Code, art. R. 6323-3-1, I]\n"
      "   set aside: \"full right\", art. R. 6323-1, I (a special rule displaces it), \"pro "
      "rata\", art. R. 6323-1, II (condition not met), \"pro rata without raise\", art. R. "
      "6323-3-1, I (condition not met)\n" +
          last_line("31 Dec 2025", Language::kEnglish));
}

TEST(ExplainTest, SaysWhereTheTextsDoNotSettleIt) {
  EXPECT_EQ(
      explained("cpf.bonus", json_of(R"({"low_qualified":true,"oeth":true})"), Language::kFrench),
      "Majoration : 0,00\u00A0€ — cumul avec le montant majoré non tranché par les textes  "
      "[C. trav., art. D. 6323-3-3]\n"
      "   écarté : « pas de majoration », art. D. 6323-3-3 (une règle particulière l'écarte), "
      "« majoration de l'obligation d'emploi », art. D. 6323-3-3 (condition non remplie)\n"
      "   Attention : les textes ne tranchent pas ; c'est une lecture possible.\n" +
          last_line("31/12/2025", Language::kFrench));
}

TEST(ExplainTest, AsksWithoutAFigure) {
  EXPECT_EQ(explained("cpf.right", json_of("{}"), Language::kEnglish),
            "Right for the year: no figure — missing:\n"
            "   - Hours worked in the year (absences that count included)\n"
            "   - No level-3 diploma (declared)\n"
            "   Assumed: a default that an article gives was taken.\n" +
                last_line("31 Dec 2025", Language::kEnglish));
}

TEST(ExplainTest, ShowsADefaultAsIfItWereGivenAndSaysSo) {
  const std::string text = explained(
      "cpf.right", json_of(R"({"hours":"600","low_qualified":false})"), Language::kEnglish);
  EXPECT_NE(text.find("less than half of 1607\u00A0h"), std::string::npos) << text;
  EXPECT_NE(text.find("Assumed: a default that an article gives was taken."), std::string::npos);
}

// By hand, R4163-9 before September 2023: two factors at most, 4 points each; 100 − 95 leaves 5.
TEST(ExplainTest, TellsTheCapOnPoints) {
  const codec::Json facts =
      json_of(R"({"full_year":true,"birth":"1980-01-01","c2p_entered":"95",)"
              R"("exposures":[{"months":"12"},{"months":"12"},{"months":"12"}]})");
  const std::string text =
      explained("c2p.credit", facts, Language::kFrench, model::make_date(2022, 12, 31));
  EXPECT_TRUE(
      text.starts_with("Points inscrits : 5\u00A0points — 8\u00A0points, limités à 100\u00A0points "
                       "− 95\u00A0points  "
                       "[C. trav., art. R. 4163-9, III]\n"))
      << text;
  EXPECT_NE(text.find("3\u00A0points ne sont pas inscrits"), std::string::npos) << text;
}

// By hand: half of 1,000.01 is 500.005, down to the cent.
TEST(ExplainTest, ASimulationGivesItsResultsFirstAndEachReasonOnce) {
  const std::string text = explained("reconversion.internal",
                                     json_of(R"({"cpf_balance":"1000.01"})"), Language::kEnglish);
  EXPECT_NE(
      text.find("Retraining period\n"
                "   CPF usable, internal retraining: €0.00\n"
                "   CPF usable, external retraining: €0.00\n"
                "Why:\n"
                "   CPF usable, internal retraining: €0.00 — the retraining period exists since "
                "2026  [art. L. 6324-10]\n"),
      std::string::npos)
      << text;
}

TEST(ExplainTest, ASimulationAsksForWhatAllItsResultsLack) {
  const std::string text = explained("reconversion.internal", codec::Json::object(),
                                     Language::kFrench, model::make_date(2026, 6, 1));
  EXPECT_NE(text.find("Période de reconversion\n"
                      "   CPF utilisable, reconversion interne : ?\n"
                      "   CPF utilisable, reconversion externe : ?\n"
                      "Il manque :\n"
                      "   - Droits CPF soumis au plafond\n"),
            std::string::npos)
      << text;
}

TEST(ExplainTest, ASimulationSaysWhichOfItsResultsAreNotSettled) {
  const std::string text = explained(
      "c2p.uses", json_of(R"({"use_points":"10","hours_before":"35","hours_asked":"23.8"})"),
      Language::kEnglish, model::make_date(2026, 1, 10));
  EXPECT_NE(text.find("Days financed: 187 days (not settled)\n"), std::string::npos) << text;
  EXPECT_NE(text.find("Days, halves rounded up: 188 days (not settled)\n"), std::string::npos)
      << text;
}

}  // namespace
}  // namespace cpa::law
