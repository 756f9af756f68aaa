#include <gtest/gtest.h>

#include "platform/client/client.h"

namespace cpa {
namespace {

using codec::Json;

Json contacts(std::string_view region, Language language = Language::kFrench) {
  Result<Json> answer = Client::contacts(region, language);
  if (!answer) ADD_FAILURE() << answer.error().message;
  return answer ? *answer : Json::object();
}

std::string at(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  return value == nullptr ? "(absent)" : codec::canonical(*value);
}

TEST(ContactsTest, ListsTheRegionsInTheOrderOfTheirCodes) {
  const Json all = contacts("");
  ASSERT_EQ(all.find("regions")->as_array()->size(), 18U);
  EXPECT_EQ(codec::canonical(all.find("regions")->as_array()->back()),
            R"({"code":"94","departements":["2A","2B"],"name":"Corse"})");
  EXPECT_EQ(all.find("region"), nullptr);
  EXPECT_EQ(all.find("contacts"), nullptr);
}

TEST(ContactsTest, GivesTheThreeServicesOfARegion) {
  const Json corse = contacts("94");
  EXPECT_EQ(at(*corse.find("region"), "name"), R"("Corse")");
  EXPECT_EQ(at(*corse.find("same_code"), "name"), R"("Île-de-France")");
  const Json::Array& three = *corse.find("contacts")->as_array();
  ASSERT_EQ(three.size(), 3U);
  EXPECT_EQ(at(three[0], "web"), R"("https://pacacorse.avenir-actifs.org")");
  EXPECT_EQ(at(three[1], "web"), R"("https://www.transitionspro-corsica.fr")");
  EXPECT_EQ(at(three[2], "web"), R"("https://corse.dreets.gouv.fr")");
  EXPECT_EQ(at(three[0], "number"), "null");
  EXPECT_EQ(at(three[2], "dated"), R"("2026-07-24")");
}

TEST(ContactsTest, GivesTheNationalLinesWithOrWithoutARegion) {
  const Json paris = contacts("11");
  EXPECT_EQ(*paris.find("national"), *contacts("").find("national"));
  const Json& cep = paris.find("national")->as_array()->at(2);
  EXPECT_EQ(at(cep, "number"), R"("09 72 01 02 03")");
  EXPECT_EQ(at(cep, "hours"), R"("Mo-Fr 08:00-19:00; Sa 09:00-12:00")");
  EXPECT_EQ(at(cep, "abroad"), R"("+33972010203")");
  EXPECT_EQ(at(cep, "tariff"), R"("ordinary")");
  EXPECT_EQ(at(paris, "time_zone"), R"("Europe/Paris")");
  EXPECT_EQ(at(paris, "id"), R"("fr.cpa.directory")");
  EXPECT_EQ(at(paris, "seq"), "1");
  EXPECT_EQ(at(paris, "checked"), R"("2026-11-24")");
  EXPECT_EQ(paris.find("signed_by")->find("key")->as_string()->size(), 64U);
  EXPECT_NE(paris.find("signed_by")->find("development")->as_bool(), nullptr);
}

TEST(ContactsTest, SpeaksBothLanguages) {
  const Json french = contacts("11");
  const Json english = contacts("11", Language::kEnglish);
  EXPECT_EQ(at(french.find("contacts")->as_array()->at(2), "name"),
            R"("Administration du travail")");
  EXPECT_EQ(at(english.find("contacts")->as_array()->at(2), "name"), R"("Labour administration")");
  EXPECT_TRUE(at(english, "abroad").starts_with("\"None of these numbers"));
}

TEST(ContactsTest, AnUnknownRegionIsAnErrorThatHelpsWhoGaveADepartement) {
  for (const char* code : {"1", "00", "7", "975", "corse", "69", "2A"}) {
    const Result<Json> answer = Client::contacts(code, Language::kFrench);
    ASSERT_FALSE(answer) << code;
    EXPECT_EQ(answer.error().code, ErrorCode::kNotFound);
  }
  EXPECT_EQ(Client::contacts("69", Language::kFrench).error().message,
            "no region has this code; this département is in region 84");
  EXPECT_EQ(Client::contacts("00", Language::kFrench).error().message, "no region has this code");
}

}  // namespace
}  // namespace cpa
