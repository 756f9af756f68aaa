#include "tools/lawpack/compile.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace cpa::lawpack {
namespace {

std::string compiled(const std::vector<Source>& sources) {
  const Result<std::string> pack = compile_pack(sources);
  return pack ? *pack : pack.error().message;
}

TEST(CompileTest, WritesTheDayAfterAnInclusiveLastDay) {
  EXPECT_EQ(compiled({{"a", "vars: {v: {rules: [{id: r, last: 2023-08-31}]}}\n"}}),
            R"({"vars":{"v":{"rules":[{"id":"r","to":"2023-09-01"}]}}})");
  EXPECT_EQ(compiled({{"a", "covers: {from: 2019-01-01, last: 2026-12-31}\n"}}),
            R"({"covers":{"from":"2019-01-01","to":"2027-01-01"}})");
  EXPECT_EQ(compiled({{"a", "r: {last: 2024-02-28}\n"}}), R"({"r":{"to":"2024-02-29"}})");
}

TEST(CompileTest, RefusesALastThatIsNoDateOrStandsBesideTo) {
  EXPECT_TRUE(compiled({{"a", "r: {last: 2023-02-29}\n"}}).starts_with("E_LAST a: $.r"));
  EXPECT_TRUE(compiled({{"a", "r: {last: [x]}\n"}}).starts_with("E_LAST"));
  EXPECT_TRUE(
      compiled({{"a", "r: {last: 2023-01-01, to: 2023-01-02}\n"}}).starts_with("E_LAST a: $.r"));
}

TEST(CompileTest, JoinsSectionsHooksAndTestsOfSeveralFiles) {
  EXPECT_EQ(compiled({{"a", "id: p\nhooks: {credit: [a]}\nvars: {a: x}\ntests: [t1]\n"},
                      {"b", "hooks: {credit: [b], open: [c]}\nvars: {b: y}\ntests: [t2]\n"}}),
            R"({"hooks":{"credit":["a","b"],"open":["c"]},"id":"p","tests":["t1","t2"],)"
            R"("vars":{"a":"x","b":"y"}})");
}

TEST(CompileTest, RefusesTheSameNameInTwoFiles) {
  EXPECT_EQ(compiled({{"a", "vars: {v: 1}\n"}, {"b", "vars: {v: 2}\n"}}),
            "E_DUPLICATE b: vars.v is in two files");
  EXPECT_EQ(compiled({{"a", "seq: 1\n"}, {"b", "seq: 2\n"}}), "E_DUPLICATE b: seq is in two files");
  EXPECT_TRUE(compiled({{"a", "vars: {v: 1}\n"}, {"b", "vars: x\n"}}).starts_with("E_SECTION b"));
}

TEST(CompileTest, SaysWhichFileCannotBeRead) {
  const Result<std::vector<Source>> none = read_sources({"/nowhere/at/all.yaml"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::kNotFound);
}

TEST(CompileTest, CompilesTheCommittedSourcesToTheCommittedPack) {
  const std::string law = std::string(CPA_SOURCE_DIR) + "/core/law/";
  const Result<std::vector<Source>> sources = read_sources({law + "fr.cpa.core"});
  ASSERT_TRUE(sources);
  const Result<std::string> pack = compile_pack(*sources);
  ASSERT_TRUE(pack) << pack.error().message;
  std::ifstream committed(law + "packs/fr.cpa.core.json", std::ios::binary);
  EXPECT_TRUE(*pack == std::string(std::istreambuf_iterator<char>(committed), {}))
      << "run: cpa-lawpack compile core/law/fr.cpa.core -o core/law/packs/fr.cpa.core.json";
}

}  // namespace
}  // namespace cpa::lawpack
