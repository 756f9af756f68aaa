#include <gtest/gtest.h>

#include "tools/cpa/present.h"

namespace cpa::tool {
namespace {

codec::Json rights() {
  return codec::parse_json(R"({"as_of":"2026-11-24","confirmed_at":"2026-11-23T08:00:00Z",
    "accounts":{"cpf":{"unit":"EUR","balance":"203.20","confirmed":"500.00","buckets":[]},
                "c2p":{"unit":"point","balance":"4","confirmed":"4","buckets":[]},
                "cec":{"unit":"EUR","balance":"0.00","confirmed":"0.00","buckets":[]}},
    "pending":[{"type":"training.request","outcome":"reserves","amount":"296.80",
                "participation":"103.20","articles":["R6323"]},
               {"type":"training.request","outcome":"likely_refused","code":"insufficient_rights"},
               {"type":"cec.declare","outcome":"recorded"},
               {"type":"c2p.use","outcome":"unknown"}],
    "law":{"id":"fr.cpa.core","seq":8}})")
      .value();
}

TEST(PresentRightsTest, ReadsAsPeopleDoInFrench) {
  EXPECT_EQ(rights_text(rights(), Language::kFrench),
            "Vos droits au 24/11/2026\n"
            "  confirmés par le serveur le 23/11/2026 à 08:00 UTC\n"
            "  CPF  formation                    203,20\u00A0€   (confirmé : 500,00\u00A0€)\n"
            "  C2P  prévention                   4\u00A0points\n"
            "  CEC  engagement citoyen             0,00\u00A0€\n"
            "En attente de la décision du serveur :\n"
            "  · training.request — réserve 296,80\u00A0€, à votre charge : 103,20\u00A0€ [R6323]\n"
            "  · training.request — sera sans doute refusée (insufficient_rights)\n"
            "  · cec.declare — déclaration enregistrée\n"
            "  · c2p.use — effet inconnu de cette application\n"
            "Droit appliqué : fr.cpa.core n° 8\n");
}

TEST(PresentRightsTest, SaysTheSameInEnglish) {
  const std::string text = rights_text(rights(), Language::kEnglish);
  for (const char* part :
       {"Your rights on 24 Nov 2026", "confirmed by the server on 23 Nov 2026 at 08:00 UTC",
        "(confirmed: €500.00)", "sets aside €296.80, you pay: €103.20", "will probably be refused",
        "declaration recorded", "effect unknown to this app", "Law applied: fr.cpa.core"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(PresentRightsTest, TellsWhatIsToComeAndWhatEnds) {
  codec::Json asked = rights();
  asked.set("expected", codec::parse_json(
                            R"([{"account":"cpf","cause":"credit:2026","amount":"500.00",
      "by":"2027-06-30","supposed":true},{"account":"c2p","cause":"closing:pension","amount":"-4",
      "by":"2027-03-01","supposed":false},{"account":"cec","cause":"credit:2025","amount":null,
      "by":"2026-06-30","supposed":false}])")
                            .value());
  const std::string text = rights_text(asked, Language::kFrench);
  EXPECT_NE(text.find("D'ici là, si rien d'autre n'est déclaré (estimation) :\n"
                      "  · 30/06/2027  CPF  500,00\u00A0€   année 2026, supposée comme la dernière "
                      "connue\n"
                      "  · 01/03/2027  C2P  −4\u00A0points   fin du compte\n"
                      "  · 30/06/2026  CEC  —   année 2025, des faits manquent\n"),
            std::string::npos)
      << text;
}

TEST(PresentRightsTest, ShowsADashWhereNothingIsConfirmed) {
  const codec::Json none =
      codec::parse_json(R"({"as_of":"2026-11-24","confirmed_at":null,"accounts":
        {"cpf":{"unit":"EUR","balance":null,"confirmed":null,"buckets":[]}}})")
          .value();
  const std::string text = rights_text(none, Language::kFrench);
  EXPECT_NE(text.find("Rien n'est encore confirmé par le serveur."), std::string::npos);
  EXPECT_NE(text.find("—"), std::string::npos);
  EXPECT_EQ(text.find("€"), std::string::npos) << "no figure before a confirmed one";
}

}  // namespace
}  // namespace cpa::tool
