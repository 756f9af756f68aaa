#include "tests/unit/platform/client/client_fixture.h"

namespace cpa {
namespace {

class ClientReadsTest : public ClientTest {};

TEST_F(ClientReadsTest, ShowsNoFigureBeforeTheServerConfirmedOne) {
  open();
  const codec::Json all = rights();
  EXPECT_TRUE(all.find("confirmed_at")->is_null());
  EXPECT_EQ(*all.find("state")->as_string(), "nothing_confirmed");
  EXPECT_EQ(balance("cpf"), "null");
}

TEST_F(ClientReadsTest, ShowsConfirmedAndPendingApart) {
  enrol();
  sync();
  EXPECT_EQ(balance("cpf"), R"("500.00")");
  far_.down = ErrorCode::kNoNetwork;
  ASSERT_TRUE(request("400.00"));
  EXPECT_EQ(balance("cpf"), R"("203.20")");
  EXPECT_EQ(balance("cpf", "confirmed"), R"("500.00")");
  EXPECT_EQ(rights().find("pending")->as_array()->size(), 1U);
}

TEST_F(ClientReadsTest, ExplainsWithEntriesAndArticles) {
  enrol();
  sync();
  const auto why =
      call<codec::Json>([&](auto done) { client_->explain("cpf", Language::kFrench, done); });
  ASSERT_TRUE(why) << why.error().message;
  EXPECT_EQ(why->find("entries")->as_array()->size(), 1U);
  EXPECT_NE(why->find("text")->as_string()->find("R. 6323-1"), std::string::npos);
  EXPECT_EQ(call<codec::Json>([&](auto done) { client_->explain("pee", Language::kFrench, done); })
                .error()
                .code,
            ErrorCode::kNotFound);
}

TEST_F(ClientReadsTest, ListsDecisionsWithTheirCode) {
  enrol();
  sync();
  ASSERT_TRUE(request("9000.00"));
  sync();
  const auto results = call<codec::Json>([&](auto done) { client_->results(done); }).value();
  ASSERT_EQ(results.as_array()->size(), 1U);
  EXPECT_EQ(*(*results.as_array())[0].find("code")->as_string(), "insufficient_rights");
}

TEST_F(ClientReadsTest, SimulatesWithoutAnAccount) {
  Simulation asked{"cpf.credit",
                   codec::parse_json(R"({"hours":"600","full_time":"1607","cpf_balance":"0",)"
                                     R"("low_qualified":false,"oeth":false,"cpf_stopped":false})")
                       .value(),
                   model::make_date(2025, 12, 31), Language::kEnglish, ""};
  const auto answer = Client::simulate(asked);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(*answer->find("value")->as_string(), "186.69");
  EXPECT_EQ(*answer->find("label")->as_string(), "CPF credit for the year");
  EXPECT_NE(Client::explain_simulation(asked)->find("Threshold: with 203.5"), std::string::npos);
  const auto again = Client::replay({*answer->find("receipt"), asked.facts, ""});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again->find("diverges")->as_bool(), false);
  asked.what_if = R"({"patch_of":"another"})";
  EXPECT_EQ(Client::simulate(asked).error().code, ErrorCode::kLawPack);
  asked = {"none", asked.facts, asked.on, asked.language, ""};
  EXPECT_EQ(Client::simulate(asked).error().code, ErrorCode::kNotFound);
  const codec::Json packs = Client::law_packs();
  ASSERT_EQ(packs.as_array()->size(), 1U);
  EXPECT_NE(codec::to_text(packs).find(R"("name":"training.budget")"), std::string::npos);
}

}  // namespace
}  // namespace cpa
