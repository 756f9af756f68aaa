#include "core/rules/checks.h"

#include <gtest/gtest.h>

#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

TEST(ChecksTest, FindsACycle) {
  const Error error = refusal(small_pack_with(R"("then":"hours / full")", R"("then":"v.ratio")"));
  EXPECT_EQ(error.code, ErrorCode::kLawPack);
  EXPECT_TRUE(error.message.starts_with("E_CYCLE v.ratio")) << error.message;
}

TEST(ChecksTest, FindsADayWithoutARule) {
  const Error error =
      refusal(small_pack_with(R"({"id":"r","then":"hours / full")",
                              R"({"id":"r","to":"2025-01-01","then":"hours / full")"));
  EXPECT_EQ(error.message, "E_COVER v.ratio has no rule from 2025-01-01");
}

TEST(ChecksTest, FindsAParameterThatIsNotYetLaw) {
  const Error error = refusal(
      small_pack_with(R"([{"from":"2019-01-01","v":"500")", R"([{"from":"2020-01-01","v":"500")"));
  EXPECT_TRUE(error.message.starts_with("E_PARAM_GAP @p.rate has no value on")) << error.message;
}

TEST(ChecksTest, FindsAParameterThatWasAbolished) {
  const Error error = refusal(small_pack_with(R"("v":"600")", R"("v":null)"));
  EXPECT_TRUE(error.message.starts_with("E_PARAM_GAP @p.rate has no value on")) << error.message;
}

TEST(ChecksTest, HoldsBothLanguagesToTheSamePlaceholders) {
  const Error error = refusal(small_pack_with("{hours} of {full}", "{hours} of full time"));
  EXPECT_EQ(error.message, "E_TEMPLATE v.right/r: fr and en placeholders differ");
}

TEST(ChecksTest, RefusesAPlaceholderOfNothing) {
  const Error error = refusal(small_pack_with(
      R"("fr":"{hours} de {full}","en":"{hours} of {full}")", R"("fr":"{days}","en":"{days}")"));
  EXPECT_EQ(error.message, "E_TEMPLATE v.right/r: unknown placeholder days");
}

TEST(ChecksTest, RefusesAnOpenBrace) {
  const Error error = refusal(small_pack_with("{hours} of {full}", "{hours of {full}"));
  EXPECT_TRUE(error.message.starts_with("E_TEMPLATE v.right/r")) << error.message;
}

}  // namespace
}  // namespace cpa::rules
