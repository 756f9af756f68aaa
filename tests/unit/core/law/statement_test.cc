#include "core/law/statement.h"

#include <gtest/gtest.h>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

using model::Entry;
using model::EntryKind;
using model::make_date;
using model::SubAccount;

Entry entry(EntryKind kind, std::string cause, std::int64_t amount) {
  return {.account = SubAccount::kCpf,
          .kind = kind,
          .bucket = "capped",
          .amount = amount,
          .law_date = make_date(2025, 12, 31),
          .cause = std::move(cause),
          .article = "R6323-1",
          .operation = ""};
}

TEST(StatementTest, NamesEachEntryInWords) {
  const auto title = [](EntryKind kind, std::string cause) {
    const std::string line =
        entry_line(the_law(), entry(kind, std::move(cause), 100), Language::kEnglish);
    return line.substr(line.find("1.00") + 7, line.find("  [") - line.find("1.00") - 7);
  };
  EXPECT_EQ(title(EntryKind::kCredit, "credit:2025"), "Credit for the year 2025");
  EXPECT_EQ(title(EntryKind::kCorrection, "credit:2025/part"),
            "Correction of the credit for the year 2025 (contracts over a part of it)");
  EXPECT_EQ(title(EntryKind::kReservation, "training.request"), "Training requested");
  EXPECT_EQ(title(EntryKind::kConversion, "c2p.use"), "Points turned into euros for training");
  EXPECT_EQ(title(EntryKind::kClosing, "closing:death"), "The account closes");
  EXPECT_EQ(title(EntryKind::kClosing, "closing:pension"), "End of the C2P: retirement");
  EXPECT_EQ(title(EntryKind::kCorrection, "kept:2025-01-02"),
            "Rights already used, which stay yours");
  EXPECT_EQ(title(EntryKind::kUse, "something.new"), "something.new");
}

TEST(StatementTest, CitesTheArticleInTheLanguageOfTheReader) {
  const Entry credit = entry(EntryKind::kCredit, "credit:2025", -5);
  EXPECT_EQ(entry_line(the_law(), credit, Language::kFrench),
            "31/12/2025   − 0,05\u00A0€   Crédit de l'année 2025  [C. trav., art. R. 6323-1]\n");
  EXPECT_NE(entry_line(the_law(), credit, Language::kEnglish).find("[Labour Code, art. R. 6323-1]"),
            std::string::npos);
}

TEST(StatementTest, SaysSoWhereThereIsNoEntryAndWhereTodaysFigureIsAnother) {
  const auto none = statement_text(the_law(), SubAccount::kCec, {}, {}, Language::kFrench);
  ASSERT_TRUE(none);
  EXPECT_EQ(*none, "Compte d'engagement citoyen (CEC) : 0,00\u00A0€\n\n   Aucune écriture.\n");

  Career career;
  career.life.birth = make_date(1980, 1, 1);
  career.years = {{SubAccount::kCpf, 2025, "2025",
                   json_of(R"({"full_time":"1607","oeth":false,"hours":"600"})")}};
  career.entries = {entry(EntryKind::kCredit, "credit:2025", 50'000)};
  const auto settlements = settle_years(the_law(), career, 2025, make_date(2026, 7, 1));
  ASSERT_TRUE(settlements);
  const auto text =
      statement_text(the_law(), SubAccount::kCpf, career.entries, *settlements, Language::kFrench);
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("      calculé aujourd'hui : 186,69\u00A0€\n"), std::string::npos) << *text;
}

}  // namespace
}  // namespace cpa::law
