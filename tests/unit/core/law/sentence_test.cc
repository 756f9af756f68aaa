#include "core/law/sentence.h"

#include <gtest/gtest.h>

#include "core/rules/pack.h"
#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

rules::Trace steps_of_600_hours(const LawPack& law) {
  const rules::Facts facts = {
      {"hours", rules::Quantity{rules::Rational(600), *rules::Unit::parse("h")}},
      {"low_qualified", false}};
  const model::Date end = model::make_date(2025, 12, 31);
  rules::Trace steps;
  const auto outcome = rules::evaluate(
      *law.pack, "cpf.right", {end, model::make_date(2025, 1, 1), end, end}, facts, &steps);
  EXPECT_TRUE(outcome && outcome->value);
  return steps;
}

TEST(SentenceTest, FillsInputsVariablesAndParameters) {
  const LawPack law = the_law();
  const rules::Trace steps = steps_of_600_hours(law);
  EXPECT_EQ(fill_sentence(law, steps, "{hours}; {full_time}; {cpf.right}; {@cpf.annual}",
                          Language::kEnglish),
            "600\u00A0h; 1607\u00A0h; €186.69; €500.00");
}

TEST(SentenceTest, NamesWhatTookNoPart) {
  const LawPack law = the_law();
  const rules::Trace steps = steps_of_600_hours(law);
  EXPECT_EQ(fill_sentence(law, steps, "{cpf_balance}, {cpf.ceiling}", Language::kEnglish),
            "CPF rights under the cap, Ceiling");
  // A parameter that no step needed is the law's all the same.
  EXPECT_EQ(fill_sentence(law, steps, "{@cpf.cap}", Language::kFrench), "5\u202F000,00\u00A0€");
}

TEST(SentenceTest, LeavesTextWithoutPlaceholdersAsItIs) {
  const LawPack law = the_law();
  EXPECT_EQ(fill_sentence(law, {}, "no braces", Language::kFrench), "no braces");
  EXPECT_EQ(fill_sentence(law, {}, "an open { brace", Language::kFrench), "an open { brace");
}

TEST(SentenceTest, KnowsLabelsOfListsAndTheirItems) {
  const LawPack law = the_law();
  EXPECT_EQ(
      label_of(law, "assocs", Language::kEnglish),
      "Volunteering per association of general interest, in hours as an officer or supervisor of "
      "volunteers");
  EXPECT_EQ(label_of(law, "assocs[0].hours", Language::kEnglish),
            label_of(law, "assocs", Language::kEnglish));
  EXPECT_EQ(label_of(law, "no.such.name", Language::kEnglish), "no.such.name");
}

TEST(SentenceTest, WritesWholeCents) {
  EXPECT_EQ(value_with_cents("100", "EUR"), "100.00");
  EXPECT_EQ(value_with_cents("186.7", "EUR"), "186.70");
  EXPECT_EQ(value_with_cents("300000/1607", "EUR"), "300000/1607");
  EXPECT_EQ(value_with_cents("4", "point"), "4");
}

}  // namespace
}  // namespace cpa::law
