// Reads the vectors that vectors.mjs made with jose and Node's crypto.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "core/codec/base64url.h"
#include "core/codec/json.h"
#include "core/store/roots.h"
#include "sync/protocol/checkpoint.h"
#include "sync/protocol/command.h"
#include "sync/protocol/dpop.h"
#include "sync/protocol/http_signature.h"
#include "sync/protocol/jwk.h"
#include "sync/protocol/token.h"
#include "tests/unit/sync/protocol/test_keys.h"

namespace cpa::protocol {
namespace {

using codec::Json;

class WireTest : public testing::Test {
 protected:
  WireTest() {
    std::ifstream file(std::string(CPA_SOURCE_DIR) + "/tests/conformance/wire/vectors.json");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    Result<Json> parsed = codec::parse_json(text);
    if (!parsed) ADD_FAILURE() << parsed.error().message;
    if (parsed) vectors_ = std::move(*parsed);
  }

  [[nodiscard]] const Json& at(std::string_view name, std::string_view member) const {
    return *vectors_.find(name)->find(member);
  }
  [[nodiscard]] const std::string& text(std::string_view name, std::string_view member) const {
    return *at(name, member).as_string();
  }

  Json vectors_;
};

TEST_F(WireTest, BothEndsUseTheSameKeys) {
  EXPECT_EQ(to_hex(server_key()), *vectors_.find("keys")->find("server")->as_string());
  EXPECT_EQ(p256_thumbprint(device_key()), *vectors_.find("thumbprint")->as_string());
}

TEST_F(WireTest, ReadsACommand) {
  const auto command = verify_command(text("command", "jws"), device_key());
  ASSERT_TRUE(command) << command.error().message;
  EXPECT_EQ(codec::canonical(command_to_json(*command)),
            codec::canonical(at("command", "payload")));
}

TEST_F(WireTest, RefusesEveryBadCommand) {
  const Json::Array& bad = *vectors_.find("bad")->as_array();
  EXPECT_EQ(bad.size(), 9U);
  for (const Json& each : bad) {
    EXPECT_FALSE(verify_command(*each.find("jws")->as_string(), device_key()))
        << *each.find("why")->as_string();
  }
}

TEST_F(WireTest, ReadsAProof) {
  const auto proof = verify_dpop(text("dpop", "jws"));
  ASSERT_TRUE(proof) << proof.error().message;
  EXPECT_EQ(proof->thumbprint, p256_thumbprint(device_key()));
  EXPECT_EQ(proof->claims.htu, "https://127.0.0.1:8443/v1/sync");
  EXPECT_EQ(proof->claims.ath, access_token_hash("token"));
}

TEST_F(WireTest, ReadsACheckpoint) {
  const std::string& jws = text("checkpoint", "jws");
  const auto checkpoint = verify_checkpoint(jws, server_verifies());
  ASSERT_TRUE(checkpoint) << checkpoint.error().message;
  EXPECT_EQ(checkpoint->at, 7);
  EXPECT_EQ(model::format_instant(checkpoint->time), "2026-03-01T10:00:00Z");
}

TEST_F(WireTest, ReadsAnAccessToken) {
  const auto claims = verify_access_token(text("access_token", "jws"), server_verifies());
  ASSERT_TRUE(claims) << claims.error().message;
  EXPECT_EQ(claims->account, "acc");
  EXPECT_EQ(claims->thumbprint, p256_thumbprint(device_key()));
}

TEST_F(WireTest, SignsAndVerifiesTheSameAnswer) {
  const RequestBinding request{text("answer", "method"), text("answer", "path"),
                               text("answer", "request_digest")};
  ports::HttpResponse response;
  response.status = 200;
  response.body = codec::base64_decode(text("answer", "body")).value();
  EXPECT_EQ(content_digest(response.body), text("answer", "content_digest"));
  response.headers = {{"content-digest", text("answer", "content_digest")},
                      {"signature-input", text("answer", "signature_input")},
                      {"signature", text("answer", "signature")}};
  const auto keys = [](std::string_view) { return std::optional(server_verifies()); };
  EXPECT_TRUE(verify_response(response, request, keys));
  // Ed25519 is deterministic: our own signature has the same bytes.
  const auto own = sign_response({200, text("answer", "content_digest")}, request, "k1",
                                 model::Instant{std::chrono::seconds{1700000000}}, sign_as_server);
  ASSERT_TRUE(own);
  EXPECT_EQ(own->signature_input, text("answer", "signature_input"));
  EXPECT_EQ(own->signature, text("answer", "signature"));
}

TEST_F(WireTest, FindsTheSameRoots) {
  std::map<std::string, std::map<std::string, std::pair<std::int64_t, std::string>>> parts;
  for (const Json& name : *at("roots", "names").as_array()) parts[*name.as_string()];
  for (const Json& item : *at("roots", "rows").as_array()) {
    codec::JsonReader row(item, "row");
    auto& part = parts[row.require_string("part")];
    auto& cell = part[row.require_string("key")];
    cell = {row.require_integer("rev"), row.require_string("body")};
    ASSERT_TRUE(row.finish());
  }
  std::vector<store::PartDigest> digests;
  for (const auto& [name, rows] : parts) {
    store::PartHasher hasher;
    for (const auto& [key, cell] : rows) hasher.add(key, cell.first, cell.second);
    digests.push_back({name, hasher.count(), hasher.finish()});
    EXPECT_EQ(to_hex(digests.back().root), *at("roots", "parts").find(name)->as_string()) << name;
  }
  EXPECT_EQ(store::account_root(digests), text("roots", "root"));
}

}  // namespace
}  // namespace cpa::protocol
