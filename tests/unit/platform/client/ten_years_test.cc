// Ten years of Zoé's career, from what the State was told to what she reads: compared to the letter
// with tests/conformance/law/golden. Every amount in these files was computed by hand from the
// articles; the test that follows names them.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "tests/unit/platform/client/client_fixture.h"

namespace cpa {
namespace {

using server::DsnText;

class TenYearsTest : public ClientTest {
 protected:
  /// 2024 is there already, at full time; 2018 and 2019 are half a job, 2025 a little more.
  void live() {
    auto& stage = far_.stage;
    for (const int year : {2016, 2017, 2020, 2021, 2023}) stage.declare_year(year, "151.67");
    for (const int year : {2018, 2019}) stage.declare_year(year, "50.00");
    stage.declare_year(2025, "80.00");
    declare_exposed_year();
    stage.tell(R"({"kind":"low_qualification","nir":"2900675123456","from":"2021-11-03",)"
               R"("to":"2023-02-01"})"
               "\n"
               R"({"kind":"abroad","nir":"2900675123456","from":"2019-07-01","to":"2019-12-31",)"
               R"("french_law":false})"
               "\n");
    stage.report(R"({"kind":"military_reserve","nir":"2900675123456","year":2023,"body":"ARM",)"
                 R"("days":95})"
                 "\n"
                 R"({"kind":"volunteering","nir":"2900675123456","year":2024,"association":"W1",)"
                 R"("hours":210,"years":12,"declared":"2025-05-12","attested":"2025-09-30"})"
                 "\n");
    stage.credit(2025, "2026-02-20");
    // The employer replaces a month of 2019: 580 h instead of 600.
    DsnText text;
    text.declaration("03", "122019").person(server::Stage::kZoe).contract("01012019", "C1");
    stage.declare(text.hours("30.00"));
    stage.credit(2025, "2026-02-25");
    enrol();
    sync();
    ASSERT_TRUE(request("1200.00"));
    sync();
  }

  /// 2022: nights and shifts all year long.
  void declare_exposed_year() {
    DsnText text;
    for (int month = 1; month <= 12; ++month) {
      const std::string number = (month < 10 ? "0" : "") + std::to_string(month);
      text.declaration("01", number + "2022").person(server::Stage::kZoe);
      text.contract("01012019", "C1");
      if (month == 12) text.exposure("05", "C1", "2022").exposure("06", "C1", "2022");
      text.hours("151.67");
    }
    far_.stage.declare(text);
  }

  std::string told(const std::string& what, Language language) {
    const auto why = call<codec::Json>([&](auto done) { client_->explain(what, language, done); });
    if (!why) ADD_FAILURE() << why.error().message;
    return why ? *why->find("text")->as_string() : "";
  }

  void expect_golden(const std::string& name, Language language) {
    std::string text;
    for (const char* what : {"cpf", "c2p", "cec", "cpf/E4"}) text += told(what, language) + "\n";
    // Each change of the law has another hash; the figures and the words are what is kept.
    text = std::regex_replace(text, std::regex("(empreinte|hash) [0-9a-f]{12}"), "$1 …");
    const std::string path = std::string(CPA_SOURCE_DIR) + "/tests/conformance/law/golden/" + name;
    std::ifstream file(path, std::ios::binary);
    std::ostringstream kept;
    kept << file.rdbuf();
    EXPECT_EQ(text, kept.str()) << "not as in " << path;
    if (HasFailure()) std::ofstream(name + ".new", std::ios::binary) << text;
  }
};

TEST_F(TenYearsTest, ReadAsTheyAreKeptInFrench) {
  live();
  expect_golden("ten_years.fr.txt", Language::kFrench);
}

TEST_F(TenYearsTest, ReadAsTheyAreKeptInEnglish) {
  live();
  expect_golden("ten_years.en.txt", Language::kEnglish);
}

// By hand. 2016 and 2017: 24 h × 15 € = 360. 2018: 24 × 600 ÷ 1607 = 8.96, so 9 h: 135. 2019: 500 ×
// 600 ÷ 1607 = 186.69, then 580 h: 180.47. 2020: 500. 2021, 2022 and 2023: 800 without a diploma of
// level 3. 2024 and 2025: 500 each. A training of 1,200 on 1 March 2026 takes 1,096.80 of them.
TEST_F(TenYearsTest, EveryAmountIsThatOfTheArticles) {
  live();
  const auto why =
      call<codec::Json>([&](auto done) { client_->explain("cpf", Language::kFrench, done); });
  ASSERT_TRUE(why);
  std::map<std::string, std::string> amounts;
  for (const codec::Json& entry : *why->find("entries")->as_array()) {
    amounts[*entry.find("cause")->as_string() + " " + *entry.find("kind")->as_string()] =
        *entry.find("amount")->as_string();
  }
  const std::map<std::string, std::string> wanted = {
      {"credit:2016 credit", "360.00"},    {"credit:2017 credit", "360.00"},
      {"credit:2018 credit", "135.00"},    {"credit:2019 credit", "186.69"},
      {"credit:2019 correction", "-6.22"}, {"credit:2020 credit", "500.00"},
      {"credit:2021 credit", "800.00"},    {"credit:2022 credit", "800.00"},
      {"credit:2023 credit", "800.00"},    {"credit:2024 credit", "500.00"},
      {"credit:2025 credit", "500.00"},    {"training.request reservation", "-1096.80"}};
  EXPECT_EQ(amounts, wanted);
  EXPECT_EQ(*why->find("balance")->as_string(), "3838.67");
  EXPECT_EQ(balance("c2p"), R"("8")");       // 2 factors in 2022: 4 × 2
  EXPECT_EQ(balance("cec"), R"("480.00")");  // reserve in 2023, volunteering in 2024
}

}  // namespace
}  // namespace cpa
