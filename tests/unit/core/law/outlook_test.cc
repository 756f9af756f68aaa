#include "core/law/outlook.h"

#include <gtest/gtest.h>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

const model::Date kEndOf2025 = model::make_date(2025, 12, 31);

Outlook outlook(std::string_view name, const codec::Json& facts,
                Language language = Language::kFrench) {
  const Result<Outlook> found = outlook_of(the_law(), name, facts, kEndOf2025, language);
  if (!found) ADD_FAILURE() << found.error().message;
  return found ? *found : Outlook{};
}

// By hand: half of 1607 h is 803.5 h, and from there on the right is 500 €. 803 h: 249.85 €.
TEST(OutlookTest, SaysHowFarTheHalfTimeIs) {
  const Outlook near = outlook("cpf.credit", cpf_facts("803", "0"));
  ASSERT_FALSE(near.thresholds.empty());
  EXPECT_EQ(near.thresholds.back().input, "hours");
  EXPECT_EQ(near.thresholds.back().at, "803.5");
  EXPECT_EQ(near.thresholds.back().change, "0.5");
  EXPECT_EQ(near.thresholds.back().value, "500.00");
  EXPECT_EQ(outlook_text(near, Language::kFrench),
            "   Seuil : avec 0,5\u00A0h de plus (Heures travaillées dans l'année (absences "
            "assimilées comprises) : 803,5\u00A0h), "
            "500,00\u00A0€ au lieu de 249,85\u00A0€\n");
  EXPECT_FALSE(near.bounds);
}

// By hand: 803.49 × 500 ÷ 1607 = 249.9968…, up to the cent 250.00.
TEST(OutlookTest, SaysWhatLessWouldCost) {
  const Outlook full = outlook("cpf.credit", cpf_facts("1607", "0"), Language::kEnglish);
  EXPECT_EQ(outlook_text(full, Language::kEnglish),
            "   Threshold: with 803.51\u00A0h less (Hours worked in the year (absences that "
            "count included): 803.49\u00A0h), "
            "€250.00 instead of €500.00\n");
}

// By hand: nothing for no hours, 500 € from half time on; the ceiling is far.
TEST(OutlookTest, BoundsAResultThatLacksAnAnswer) {
  codec::Json facts = cpf_facts("600", "0");
  facts.set("hours", nullptr);
  const Outlook open = outlook("cpf.credit", facts);
  ASSERT_TRUE(open.bounds);
  EXPECT_EQ(open.bounds->low, "0.00");
  EXPECT_EQ(open.bounds->high, "500.00");
  EXPECT_EQ(codec::canonical(outlook_to_json(open)),
            R"({"bounds":{"high":"500.00","low":"0.00"},"thresholds":[]})");
  EXPECT_EQ(outlook_text(open, Language::kEnglish),
            "   Depending on your answers: between €0.00 and €500.00\n");
}

// By hand: 8,000 € is the highest ceiling there is: at 8,000 € nothing is entered any more.
TEST(OutlookTest, SaysWhenNoAnswerCanChangeTheResult) {
  const Outlook capped = outlook("cpf.credit", json_of(R"({"cpf_balance":"8000"})"));
  ASSERT_TRUE(capped.bounds);
  EXPECT_EQ(outlook_text(capped, Language::kFrench),
            "   Selon vos réponses : toujours 0,00\u00A0€\n");
}

TEST(OutlookTest, HasNothingToSayOfATruth) {
  EXPECT_EQ(outlook_text(outlook("cpf.half", json_of("{}")), Language::kFrench), "");
  EXPECT_EQ(
      outlook_of(the_law(), "cpf.none", json_of("{}"), kEndOf2025, Language::kFrench).error().code,
      ErrorCode::kNotFound);
}

}  // namespace
}  // namespace cpa::law
