#include "core/law/packs.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "core/rules/pack.h"
#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

std::string with(std::string_view from, std::string_view to) {
  std::string pack(embedded_pack(kCorePackId));
  const std::size_t at = pack.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) pack.replace(at, from.size(), to);
  return pack;
}

TEST(PacksTest, EmbedsTheCommittedPackByteForByte) {
  std::ifstream committed(std::string(CPA_SOURCE_DIR) + "/core/law/packs/fr.cpa.core.json",
                          std::ios::binary);
  EXPECT_TRUE(embedded_pack(kCorePackId) ==
              std::string(std::istreambuf_iterator<char>(committed), {}));
  EXPECT_TRUE(embedded_pack("fr.cpa.other").empty());
}

TEST(PacksTest, LoadsTheCurrentLawWithItsTests) {
  const LawPack law = the_law();
  EXPECT_EQ(law.id, "fr.cpa.core");
  EXPECT_EQ(law.seq, 10);
  EXPECT_TRUE(law.official);
  EXPECT_EQ(law.covers_from, "2015-01-01");
  EXPECT_EQ(law.covers_to, "2027-01-01");
  EXPECT_EQ(law.sha256.size(), 64U);
  EXPECT_EQ(law.pack->find_param("cpf.hours")->type.text(), "h");
  const rules::ParamValue* paid =
      law.pack->find_param("cpf.participation")->on(model::make_date(2026, 4, 2));
  ASSERT_NE(paid, nullptr);
  EXPECT_EQ(rules::value_text(*paid->value), "150");
  EXPECT_EQ(law.pack->find_param("c2p.cap")->on(model::make_date(2023, 9, 1)), nullptr);
  EXPECT_GE(law.pack->tests().size(), 20U);
  EXPECT_EQ(law.pack->command_law_date("training.request"), "received");
  EXPECT_EQ(law.pack->command_law_date("cec.declare"), "received");
}

TEST(PacksTest, RefusesAPackWhoseOwnExamplesComeOutWrong) {
  const Result<LawPack> law = load_law_pack(with(R"("v":"500")", R"("v":"501")"));
  ASSERT_FALSE(law);
  EXPECT_EQ(law.error().code, ErrorCode::kLawPack);
  EXPECT_TRUE(law.error().message.starts_with("E_TEST")) << law.error().message;
}

TEST(PacksTest, RefusesWhatIsNoPack) {
  EXPECT_FALSE(load_law_pack(""));
  EXPECT_FALSE(load_law_pack("{}"));
  EXPECT_FALSE(load_law_pack(with(R"("law_at":"event",)", "")));
  EXPECT_FALSE(load_law_pack(with(R"("seq":10)", R"("seq":10,"seq":11)")));
}

}  // namespace
}  // namespace cpa::law
