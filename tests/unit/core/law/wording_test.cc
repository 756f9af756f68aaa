#include "core/law/wording.h"

#include <gtest/gtest.h>

namespace cpa::law {
namespace {

constexpr Language kFr = Language::kFrench;
constexpr Language kEn = Language::kEnglish;

TEST(WordingTest, WritesAmountsAsInFrance) {
  EXPECT_EQ(show_value("5000.00", "EUR", kFr), "5\u202F000,00\u00A0€");
  EXPECT_EQ(show_value("1234567.80", "EUR", kFr), "1\u202F234\u202F567,80\u00A0€");
  EXPECT_EQ(show_value("186.69", "EUR", kFr), "186,69\u00A0€");
  EXPECT_EQ(show_value("500", "EUR", kFr), "500,00\u00A0€");
  EXPECT_EQ(show_value("-0.50", "EUR", kFr), "−0,50\u00A0€");
}

TEST(WordingTest, WritesAmountsInEnglish) {
  EXPECT_EQ(show_value("5000.00", "EUR", kEn), "€5,000.00");
  EXPECT_EQ(show_value("0.32", "EUR", kEn), "€0.32");
}

TEST(WordingTest, WritesUnitsInTheSingularAndThePlural) {
  EXPECT_EQ(show_value("1607", "h", kFr), "1607\u00A0h");
  EXPECT_EQ(show_value("803.5", "h", kFr), "803,5\u00A0h");
  EXPECT_EQ(show_value("1", "point", kFr), "1\u00A0point");
  EXPECT_EQ(show_value("0", "point", kFr), "0\u00A0point");
  EXPECT_EQ(show_value("0", "point", kEn), "0\u00A0points");
  EXPECT_EQ(show_value("4", "point", kEn), "4\u00A0points");
  EXPECT_EQ(show_value("16", "year", kFr), "16\u00A0ans");
  EXPECT_EQ(show_value("6", "month", kFr), "6\u00A0mois");
  EXPECT_EQ(show_value("3", "num", kEn), "3");
}

TEST(WordingTest, CutsFractionsAfterSixDecimalsAndSaysSo) {
  EXPECT_EQ(show_value("300000/1607", "num", kFr), "186,683260…");
  EXPECT_EQ(show_value("1/4", "num", kEn), "0.250000");
  EXPECT_EQ(show_value("-1/3", "num", kEn), "−0.333333…");
}

TEST(WordingTest, WritesTruthDatesAndRounding) {
  EXPECT_EQ(show_value("true", "bool", kFr), "oui");
  EXPECT_EQ(show_value("false", "bool", kEn), "no");
  EXPECT_EQ(show_value("2025-12-31", "date", kFr), "31/12/2025");
  EXPECT_EQ(show_date(model::make_date(2025, 12, 31), kEn), "31 Dec 2025");
  EXPECT_EQ(show_rounding("up", "0.01", kFr), "arrondi au centime supérieur");
  EXPECT_EQ(show_rounding("up", "0.01", kEn), "rounded up to the next cent");
  EXPECT_EQ(show_rounding("down", "1", kEn), "rounded down to the whole number below");
  EXPECT_EQ(show_rounding("half_up", "0.01", kFr), "arrondi au centime le plus proche");
  EXPECT_EQ(show_rounding("exact", "1", kFr), "");
}

}  // namespace
}  // namespace cpa::law
