#include "sync/trust/trust.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace cpa::trust {
namespace {

using codec::Json;

Json sample() {
  return codec::parse_json(
             R"({"server_id":"s","url":"https://localhost:1",)"
             R"("roots":"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",)"
             R"("keys":[{"kid":"k1","alg":"EdDSA",)"
             R"("public":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}],)"
             R"("pins":["sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",)"
             R"("sha256//BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA="]})")
      .value();
}
Result<Trust> with(std::string_view name, std::string_view value) {
  Json json = sample();
  json.set(name, codec::parse_json(value).value());
  return parse_trust(codec::to_text(json));
}

TEST(TrustTest, ReadsWhatItWrites) {
  const auto trust = parse_trust(codec::to_text(sample()));
  ASSERT_TRUE(trust) << trust.error().message;
  EXPECT_EQ(trust->url, "https://localhost:1");
  EXPECT_EQ(codec::canonical(trust_to_json(*trust)), codec::canonical(sample()));
}

TEST(TrustTest, KnowsItsKeysAlone) {
  const auto trust = parse_trust(codec::to_text(sample()));
  ASSERT_TRUE(trust->find_key("k1"));
  EXPECT_EQ(trust->find_key("k1")->algorithm, protocol::JwsAlgorithm::kEdDsa);
  EXPECT_FALSE(trust->find_key("k2"));
}

TEST(TrustTest, RefusesLessThanTwoPinsAndOtherForms) {
  EXPECT_FALSE(with("pins", R"([])"));
  EXPECT_FALSE(with("pins", R"(["sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="])"));
  EXPECT_FALSE(with("pins", R"(["sha1//AAAA","sha1//BBBB"])"));
  EXPECT_FALSE(with("pins", R"(["sha256//AAAA","sha256//BBBB"])"));
  EXPECT_FALSE(with("pins", R"([1,2])"));
}

TEST(TrustTest, RefusesKeysOfAnotherForm) {
  EXPECT_FALSE(with("keys", "[]"));
  EXPECT_FALSE(with("keys", R"([{"kid":"k","alg":"EdDSA","public":"AAAA"}])"));
  EXPECT_FALSE(with(
      "keys",
      R"([{"kid":"k","alg":"HS256","public":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}])"));
  EXPECT_FALSE(
      with("keys",
           R"([{"kid":"","alg":"EdDSA","public":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}])"));
  EXPECT_FALSE(
      with("keys",
           R"([{"kid":"k","alg":"EdDSA","public":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},)"
           R"({"kid":"k","alg":"EdDSA","public":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}])"));
}

TEST(TrustTest, RefusesClearHttpAndNoRoots) {
  EXPECT_FALSE(with("url", R"("http://localhost:1")"));
  EXPECT_FALSE(with("url", R"("https://localhost:1/")"));
  EXPECT_FALSE(with("roots", R"("")"));
  EXPECT_FALSE(with("server_id", R"("")"));
  EXPECT_FALSE(with("extra", "1"));
  EXPECT_FALSE(parse_trust("not json"));
}

TEST(FileTrustSourceTest, ReadsTheFileOrSaysThatThereIsNone) {
  const std::filesystem::path path = testing::TempDir() + "trust-" + std::to_string(::getpid());
  EXPECT_EQ(FileTrustSource(path).load().error().code, ErrorCode::kNotFound);
  std::ofstream(path) << codec::to_text(sample());
  EXPECT_EQ(FileTrustSource(path).load()->server_id, "s");
  std::ofstream(path) << "{";
  EXPECT_EQ(FileTrustSource(path).load().error().code, ErrorCode::kMalformed);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace cpa::trust
