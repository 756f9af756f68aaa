#include "tools/lawpack/sign.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "core/codec/json.h"
#include "core/law/signed_pack.h"

namespace cpa::lawpack {
namespace {

using codec::Json;

constexpr std::string_view kDirectory = R"({"format":"cpa-directory/1","id":"d","seq":4,)"
                                        R"("published":"2026-03-01"})";
constexpr std::string_view kLaw = R"({"id":"l","semantics":1,"seq":9,"published":"2027-02-28"})";

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream) << path;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::vector<SecretBytes> seeds(std::initializer_list<std::uint8_t> fills) {
  std::vector<SecretBytes> made;
  for (const std::uint8_t fill : fills) made.emplace_back(Bytes(32, fill));
  return made;
}

std::string sign(const std::vector<std::string>& packs, const SignOptions& options = {}) {
  const Result<std::string> made = sign_packs(packs, seeds({1}), options);
  return made ? *made : made.error().message;
}

/// A file in the scratch folder of this test with that text.
std::string file_with(const std::string& text) {
  const std::string path = ::testing::TempDir() + "sign_test_key";
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
  return path;
}

TEST(SignTest, TheCommittedListIsWhatTheDevelopmentKeySigns) {
  const std::string root = std::string(CPA_SOURCE_DIR) + "/";
  Result<SecretBytes> seed = read_seed(root + "tools/lawpack/development_key/development.seed");
  ASSERT_TRUE(seed) << seed.error().message;
  std::vector<SecretBytes> keys;
  keys.push_back(std::move(*seed));
  const auto made =
      sign_packs({read_file(root + "core/law/packs/fr.cpa.directory.json")}, keys, {});
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(*made, read_file(root + "core/law/packs/targets.json"))
      << "run cpa-lawpack sign, see CONTRIBUTING.md";
  const Json committed = *codec::parse_json(read_file(root + "core/law/publisher.json"));
  EXPECT_EQ(codec::canonical(*codec::parse_json(*publisher_json(keys))),
            codec::canonical(committed));
  EXPECT_NE(publisher_json(keys)->find(law::kDevelopmentKeyId), std::string::npos);
}

TEST(SignTest, NamesPacksAfterWhatTheyAre) {
  EXPECT_EQ(*target_name(kDirectory), "directory/d.json");
  EXPECT_EQ(*target_name(kLaw), "law/s1/l.json");
  for (const char* none : {"", "[]", "{}", R"({"id":"x"})", R"({"id":1,"semantics":1})",
                           R"({"id":"x","format":"cpa-directory/2"})"}) {
    EXPECT_EQ(target_name(none).error().code, ErrorCode::kMalformed) << none;
  }
}

TEST(SignTest, AListHasTheSumOfTheNumbersAndAYearFromTheLatestPack) {
  const std::string both = sign({std::string(kDirectory), std::string(kLaw)});
  EXPECT_NE(both.find(R"("version":13}})"), std::string::npos) << both;
  EXPECT_NE(both.find(R"("expires":"2028-02-28T00:00:00Z")"), std::string::npos) << both;
  SignOptions decided;
  decided.version = 99;
  decided.expires = *model::parse_date("2030-01-02");
  const std::string told = sign({std::string(kDirectory)}, decided);
  EXPECT_NE(told.find(R"("version":99}})"), std::string::npos) << told;
  EXPECT_NE(told.find(R"("expires":"2030-01-02T00:00:00Z")"), std::string::npos) << told;
}

TEST(SignTest, SignsWithEveryKeyAndWithNoneTwice) {
  const std::vector<std::string> packs{std::string(kDirectory)};
  const Json two = *codec::parse_json(*sign_packs(packs, seeds({1, 2}), {}));
  EXPECT_EQ(two.find("signatures")->as_array()->size(), 2U);
  EXPECT_EQ(sign_packs(packs, seeds({1, 1}), {}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(sign_packs(packs, {}, {}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(sign_packs({"{}"}, seeds({1}), {}).error().code, ErrorCode::kMalformed);
  const Json publisher = *codec::parse_json(*publisher_json(seeds({1, 2})));
  EXPECT_EQ(*publisher.find("roles")->find("targets")->find("threshold"), Json(2));
  EXPECT_EQ(publisher.find("keys")->as_object()->size(), 2U);
}

TEST(SignTest, AKeyFileIsNewAndItsOwnersAlone) {
  const std::string path = ::testing::TempDir() + "sign_test_new_key";
  std::remove(path.c_str());
  ASSERT_TRUE(write_seed(path, SecretBytes(Bytes(32, 0xa5))));
  struct stat state {};
  ASSERT_EQ(::stat(path.c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0777U, 0600U);
  EXPECT_EQ(write_seed(path, SecretBytes(Bytes(32, 1))).error().code, ErrorCode::kAlreadyExists);
  EXPECT_EQ(to_hex(read_seed(path)->view()), to_hex(Bytes(32, 0xa5)));
  EXPECT_EQ(write_seed("/nowhere/at/all", SecretBytes(Bytes(32, 1))).error().code,
            ErrorCode::kStorageIo);
}

TEST(SignTest, RefusesAKeyFileThatIsNone) {
  const std::string digits(64, 'b');
  EXPECT_TRUE(read_seed(file_with(digits + "\n")));
  for (const std::string& text :
       {std::string(), digits, digits + "\n\n", digits + "b\n", digits.substr(1) + "\n",
        digits.substr(1) + "B\n", digits.substr(1) + "g\n", " " + digits}) {
    EXPECT_EQ(read_seed(file_with(text)).error().code, ErrorCode::kMalformed) << text;
  }
  EXPECT_EQ(read_seed("/nowhere/at/all").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace cpa::lawpack
