#include "core/rules/grain.h"

#include <gtest/gtest.h>

#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

std::optional<std::int64_t> grain(const Pack& pack, std::string_view var) {
  return grain_of(pack, static_cast<std::uint32_t>(pack.find_var(var) - pack.vars().data()));
}

TEST(GrainTest, IsTheStepOfARounding) { EXPECT_EQ(grain(*small_pack(), "v.right"), 100); }

TEST(GrainTest, FollowsTheFormula) {
  const auto pack = small_pack();
  EXPECT_EQ(grain(*pack, "v.extra"), 100);  // whole euros and an amount given in cents
  EXPECT_EQ(grain(*pack, "v.long"), 1);     // a count
  EXPECT_EQ(grain(*pack, "v.ratio"), std::nullopt);
  EXPECT_EQ(grain(*pack, "v.months"), std::nullopt);  // months may be given in parts
}

TEST(GrainTest, MultipliesAndJoins) {
  EXPECT_EQ(grain(*small_pack(ratio_with("0.5 * 0.25")), "v.ratio"), 8);
  EXPECT_EQ(grain(*small_pack(ratio_with("min(0.5, 0.2)")), "v.ratio"), 10);
  EXPECT_EQ(grain(*small_pack(ratio_with("if rich then 0.5 else floor(hours / full)")), "v.ratio"),
            2);
}

TEST(GrainTest, AHookThatPaysPartsOfACentIsRefused) {
  const std::string round = R"("round":{"to":"0.01","mode":"up","ref":"A1"},)";
  EXPECT_EQ(refusal(small_pack_with(round, "")).message,
            "E_CENTS v.right: a hook's amount must be rounded to whole cents");
}

}  // namespace
}  // namespace cpa::rules
