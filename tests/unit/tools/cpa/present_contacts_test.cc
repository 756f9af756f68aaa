#include <gtest/gtest.h>

#include "tools/cpa/present.h"

namespace cpa::tool {
namespace {

constexpr std::string_view kRest = R"("national":[{"id":"a","name":"Ligne","number":"09 00",
    "tariff":"ordinary","hours":"Mo-Fr 08:00-19:00; Sa 09:00-12:00","abroad":"+339",
    "web":"https://a.fr","source":"A","dated":"2026-10-06"},
    {"id":"b","name":"Autre","number":"0 899","tariff":"premium","hours":null,"abroad":null,
     "web":"https://b.fr","source":"B","dated":"2026-07-24"}],
    "abroad":"De loin.","id":"d","seq":3,"checked":"2026-11-24",
    "signed_by":{"key":"0123456789abcdef0123","development":false}})";

codec::Json read(const std::string& text) { return codec::parse_json(text).value(); }

codec::Json one_region() {
  return read(R"({"region":{"code":"75","name":"Nouvelle-Aquitaine","departements":["16","17"]},
    "same_code":{"code":"11","name":"Île-de-France","departements":["75"]},
    "contacts":[{"id":"cep","name":"CEP","number":null,"web":"https://na.fr","source":"S",
                 "dated":"2026-10-06"}],)" +
              std::string(kRest));
}

TEST(PresentContactsTest, ReadsAsPeopleDoInFrench) {
  EXPECT_EQ(contacts_text(one_region(), Language::kFrench),
            "Région 75 Nouvelle-Aquitaine\n"
            "  départements : 16 17\n"
            "  Ne pas confondre : le département 75 est dans la région 11 Île-de-France.\n"
            "  CEP\n"
            "    https://na.fr\n"
            "    source : S, 06/10/2026\n"
            "Partout en France\n"
            "  Ligne\n"
            "    09 00 (prix d'un appel)\n"
            "    lundi–vendredi 08:00–19:00; samedi 09:00–12:00 (heure de Paris)\n"
            "    depuis l'étranger : +339\n"
            "    https://a.fr\n"
            "    source : A, 06/10/2026\n"
            "  Autre\n"
            "    0 899 (surtaxé)\n"
            "    depuis l'étranger : par le site\n"
            "    https://b.fr\n"
            "    source : B, 24/07/2026\n"
            "De loin.\n"
            "Annuaire : d n° 3, vérifié le 24/11/2026\n"
            "Signé par la clé 0123456789abcdef\n");
}

TEST(PresentContactsTest, WarnsOfTheKeyThatEverybodyHas) {
  codec::Json contacts = one_region();
  contacts.set("signed_by", read(R"({"key":"0123456789abcdef","development":true})"));
  EXPECT_TRUE(contacts_text(contacts, Language::kFrench)
                  .ends_with("\nSigné par la clé de développement, qui ne protège rien.\n"));
  EXPECT_TRUE(contacts_text(contacts, Language::kEnglish)
                  .ends_with("\nSigned by the development key, which protects nothing.\n"));
}

TEST(PresentContactsTest, SaysTheSameInEnglish) {
  const std::string text = contacts_text(one_region(), Language::kEnglish);
  for (const char* part :
       {"Region 75 Nouvelle-Aquitaine", "Not to be confused: département 75 is in region 11",
        "09 00 (price of a call)", "Mon–Fri 08:00–19:00; Sat 09:00–12:00 (Paris time)",
        "from abroad: +339", "0 899 (premium rate)", "from abroad: through the site",
        "source: A, 06 Oct 2026", "Directory: d n° 3, checked on 24 Nov 2026"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(PresentContactsTest, ListsTheRegionsInColumns) {
  const std::string text =
      contacts_text(read(R"({"regions":[{"code":"04","name":"La Réunion","departements":["974"]},
                          {"code":"94","name":"Corse","departements":["2A","2B"]}],)" +
                         std::string(kRest)),
                    Language::kFrench);
  EXPECT_NE(text.find("  04  La Réunion                  974\n"
                      "  94  Corse                       2A 2B\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("Partout en France"), std::string::npos);
}

}  // namespace
}  // namespace cpa::tool
