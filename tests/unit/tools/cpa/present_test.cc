#include "tools/cpa/present.h"

#include <gtest/gtest.h>

namespace cpa::tool {
namespace {

TEST(AmountTextTest, WritesEurosAsInFrance) {
  EXPECT_EQ(amount_text("5000.00", "EUR", Language::kFrench), "5\u202F000,00\u00A0€");
  EXPECT_EQ(amount_text("-1050.00", "EUR", Language::kFrench), "−1\u202F050,00\u00A0€");
}

TEST(AmountTextTest, WritesEurosAsInEnglish) {
  EXPECT_EQ(amount_text("1234567.89", "EUR", Language::kEnglish), "€1,234,567.89");
}

TEST(AmountTextTest, PutsPointsInTheRightNumber) {
  EXPECT_EQ(amount_text("0", "point", Language::kFrench), "0\u00A0point");
  EXPECT_EQ(amount_text("0", "point", Language::kEnglish), "0\u00A0points");
  EXPECT_EQ(amount_text("1", "point", Language::kEnglish), "1\u00A0point");
  EXPECT_EQ(amount_text("4", "point", Language::kFrench), "4\u00A0points");
}

TEST(DateTextTest, FollowsTheLanguage) {
  EXPECT_EQ(date_text("2025-12-31", Language::kFrench), "31/12/2025");
  EXPECT_EQ(date_text("2025-12-31", Language::kEnglish), "31 Dec 2025");
  EXPECT_EQ(date_text("2026-11-24T09:05:07Z", Language::kFrench), "24/11/2026 à 09:05 UTC");
}

TEST(ErrorTextTest, SaysCauseRemedyAndWhetherDataAreSafe) {
  const Error error{ErrorCode::kCut, "connection reset", 56};
  const std::string text = error_text(error, Language::kEnglish);
  EXPECT_NE(text.find("The connection was cut."), std::string::npos);
  EXPECT_NE(text.find("It is tried again by itself."), std::string::npos);
  EXPECT_NE(text.find("Your data are safe."), std::string::npos);
}

TEST(ErrorJsonTest, CarriesTheFourPromisedMembers) {
  const codec::Json json = error_json(Error{ErrorCode::kCorruption, "page 3"}, Language::kFrench);
  const codec::Json* error = json.find("error");
  ASSERT_NE(error, nullptr);
  EXPECT_EQ(*error->find("code")->as_string(), "corruption");
  EXPECT_FALSE(*error->find("data_safe")->as_bool());
  EXPECT_NE(error->find("cause"), nullptr);
  EXPECT_NE(error->find("remedy"), nullptr);
}

TEST(RightsTextTest, SaysWhenNothingIsConfirmed) {
  const codec::Json rights = codec::Json::object(
      {{"as_of", "2026-11-24"}, {"confirmed_at", nullptr}, {"accounts", codec::Json::object()}});
  EXPECT_NE(rights_text(rights, Language::kEnglish).find("Nothing is confirmed"),
            std::string::npos);
}

TEST(PresentTest, TellsTheLawAndWhatMayBeSimulated) {
  const codec::Json packs =
      codec::parse_json(
          R"([{"id":"fr.cpa.core","seq":9,"simulations":[{"name":"abroad","fr":"À l'étranger",)"
          R"("en":"Abroad"}]}])")
          .value();
  EXPECT_EQ(law_text(packs, Language::kEnglish),
            "fr.cpa.core n° 9\ncpa simulate …\n  abroad                   Abroad\n");
}

}  // namespace
}  // namespace cpa::tool
