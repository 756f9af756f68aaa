#include "core/law/signed_pack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/codec/json.h"
#include "core/crypto/hash.h"
#include "core/crypto/sign.h"
#include "core/law/packs.h"

namespace cpa::law {
namespace {

using codec::Json;

constexpr std::string_view kTarget = "directory/d.json";
constexpr std::string_view kContent = R"({"seq":3})";

SecretBytes seed_of(std::uint8_t fill) { return SecretBytes(Bytes(32, fill)); }

/// A key of the tests, with an id of its own: the library does not compute ids.
struct TestKey {
  explicit TestKey(std::uint8_t byte) : fill(byte), id(64, static_cast<char>('0' + byte)) {
    const Bytes bytes = crypto::ed25519_public_key(seed_of(byte)).value();
    std::copy(bytes.begin(), bytes.end(), ed25519.begin());
  }
  [[nodiscard]] PublisherKey trusted() const { return {id, ed25519}; }
  [[nodiscard]] std::string sign(std::string_view bytes) const {
    return to_hex(crypto::ed25519_sign(seed_of(fill), bytes_of(bytes)).value());
  }
  [[nodiscard]] std::string entry(std::string_view bytes) const {
    return R"({"keyid":")" + id + R"(","sig":")" + sign(bytes) + R"("})";
  }
  std::uint8_t fill;
  std::string id;
  std::array<std::uint8_t, 32> ed25519{};
};

const TestKey kOne{1};
const TestKey kTwo{2};
const TestKey kThree{3};
const PublisherKey kOnlyOne[] = {kOne.trusted()};
const PublisherKey kBoth[] = {kOne.trusted(), kTwo.trusted()};

/// What is signed about the pack of these tests.
Json signed_part() {
  return codec::parse_json(R"({"_type":"targets","expires":"2027-01-01T00:00:00Z",)"
                           R"("spec_version":"1.0.31","targets":{"directory/d.json":{)"
                           R"("custom":{"version":3},"hashes":{"sha256":")" +
                           to_hex(crypto::sha256(bytes_of(kContent))) +
                           R"("},"length":9}},"version":7})")
      .value();
}

std::string envelope(const std::string& entries, std::string_view bytes) {
  return R"({"signatures":[)" + entries + R"(],"signed":)" + std::string(bytes) + "}";
}

/// Metadata whose signed part is `part`, signed by the first key.
std::string signed_by_one(const Json& part) {
  const std::string bytes = codec::canonical(part);
  return envelope(kOne.entry(bytes), bytes);
}

std::string good() { return signed_by_one(signed_part()); }

Result<Signer> verify(std::string_view targets, std::string_view content = kContent,
                      std::int64_t known = 0) {
  return verify_pack({kTarget, content, known}, targets, {kOnlyOne, 1});
}

/// The code of the refusal; kInternal when it was accepted.
ErrorCode refusal(const Result<Signer>& result) {
  return result ? ErrorCode::kInternal : result.error().code;
}

/// The good metadata with `from` replaced, signed again or not.
ErrorCode signed_again(std::string_view from, std::string_view to) {
  std::string bytes = codec::canonical(signed_part());
  const std::size_t at = bytes.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) bytes.replace(at, from.size(), to);
  return refusal(verify(envelope(kOne.entry(bytes), bytes)));
}

TEST(SignedPackTest, SaysWhoSignedAndWhichVersion) {
  const Result<Signer> signer = verify(good());
  ASSERT_TRUE(signer) << signer.error().message;
  EXPECT_EQ(signer->key_id, kOne.id);
  EXPECT_FALSE(signer->development);
  EXPECT_EQ(signer->version, 3);
}

TEST(SignedPackTest, RefusesAPackWithAnyByteChanged) {
  for (std::size_t i = 0; i < kContent.size(); ++i) {
    std::string changed(kContent);
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(refusal(verify(good(), changed)), ErrorCode::kSignature) << i;
  }
  EXPECT_EQ(refusal(verify(good(), "")), ErrorCode::kSignature);
  EXPECT_EQ(refusal(verify(good(), std::string(kContent) + " ")), ErrorCode::kSignature);
}

TEST(SignedPackTest, RefusesMetadataWithAnyByteChanged) {
  const std::string targets = good();
  for (std::size_t i = 0; i < targets.size(); ++i) {
    std::string changed = targets;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const ErrorCode code = refusal(verify(changed));
    EXPECT_TRUE(code == ErrorCode::kSignature || code == ErrorCode::kMalformed ||
                code == ErrorCode::kUnknownKey)
        << i << " " << error_slug(code);
    // What is signed is not read before it is believed: no change of it is called malformed.
    if (i > targets.find("signed\":") + 8 && i + 1 < targets.size()) {
      EXPECT_EQ(code, ErrorCode::kSignature) << i;
    }
  }
}

TEST(SignedPackTest, RefusesEveryPrefixAndWhatFollows) {
  const std::string targets = good();
  for (std::size_t size = 0; size < targets.size(); ++size) {
    EXPECT_FALSE(verify(targets.substr(0, size))) << size;
  }
  for (const char* more : {" ", "\n", "}", ",\"x\":1}"}) {
    EXPECT_FALSE(verify(targets + more)) << more;
  }
}

TEST(SignedPackTest, RefusesAMissingSignature) {
  const std::string bytes = codec::canonical(signed_part());
  EXPECT_EQ(refusal(verify(envelope("", bytes))), ErrorCode::kSignature);
  EXPECT_EQ(refusal(verify(R"({"signed":)" + bytes + "}")), ErrorCode::kMalformed);
  EXPECT_EQ(refusal(verify(bytes)), ErrorCode::kMalformed);
  EXPECT_EQ(refusal(verify("")), ErrorCode::kMalformed);
}

TEST(SignedPackTest, RefusesAKeyThatIsNotThePublishers) {
  const std::string bytes = codec::canonical(signed_part());
  EXPECT_EQ(refusal(verify(envelope(kTwo.entry(bytes), bytes))), ErrorCode::kUnknownKey);
  // Another key under the name of the known one.
  std::string swapped = kTwo.entry(bytes);
  swapped.replace(swapped.find(kTwo.id), 64, kOne.id);
  EXPECT_EQ(refusal(verify(envelope(swapped, bytes))), ErrorCode::kSignature);
  // The known key's signature under another name.
  std::string renamed = kOne.entry(bytes);
  renamed.replace(renamed.find(kOne.id), 64, kTwo.id);
  EXPECT_EQ(refusal(verify(envelope(renamed, bytes))), ErrorCode::kUnknownKey);
  EXPECT_EQ(refusal(verify_pack({kTarget, kContent, 0}, good(), {{}, 0})), ErrorCode::kUnknownKey);
  // A threshold of nothing does not let everybody in.
  EXPECT_EQ(refusal(verify_pack({kTarget, kContent, 0}, envelope(swapped, bytes), {kOnlyOne, 0})),
            ErrorCode::kSignature);
}

TEST(SignedPackTest, RefusesASignatureThatChoosesItsAlgorithm) {
  const std::string bytes = codec::canonical(signed_part());
  std::string entry = kOne.entry(bytes);
  entry.insert(1, R"("alg":"none",)");
  EXPECT_EQ(refusal(verify(envelope(entry, bytes))), ErrorCode::kMalformed);
  // What an HMAC under the public key would be: half as long. An empty one, "none".
  const std::string mac = to_hex(crypto::hmac_sha256(kOne.ed25519, bytes_of(bytes)));
  for (const std::string& sig : {mac, mac + mac, std::string()}) {
    const std::string told = R"({"keyid":")" + kOne.id + R"(","sig":")" + sig + R"("})";
    EXPECT_EQ(refusal(verify(envelope(told, bytes))),
              sig.size() == 128 ? ErrorCode::kSignature : ErrorCode::kMalformed);
  }
}

TEST(SignedPackTest, RefusesASignatureThatIsNotLowerCaseHex) {
  const std::string bytes = codec::canonical(signed_part());
  for (const char wrong : {'g', 'A', '/', ':', '`', ' ', '"'}) {
    std::string entry = kOne.entry(bytes);
    entry[entry.size() - 10] = wrong;
    EXPECT_EQ(refusal(verify(envelope(entry, bytes))), ErrorCode::kMalformed) << wrong;
  }
}

TEST(SignedPackTest, CountsEachKeyOnceTowardsTheThreshold) {
  const std::string bytes = codec::canonical(signed_part());
  const auto two_of = [&](const std::string& entries) {
    return verify_pack({kTarget, kContent, 0}, envelope(entries, bytes), {kBoth, 2});
  };
  const std::string one = kOne.entry(bytes);
  const std::string two = kTwo.entry(bytes);
  EXPECT_EQ(refusal(two_of(one)), ErrorCode::kSignature);
  EXPECT_EQ(refusal(two_of(one + "," + one)), ErrorCode::kSignature);
  EXPECT_EQ(refusal(two_of(one + "," + kThree.entry(bytes))), ErrorCode::kSignature);
  EXPECT_EQ(refusal(two_of(one + "," + kTwo.entry("other bytes"))), ErrorCode::kSignature);
  EXPECT_TRUE(two_of(one + "," + two));
  EXPECT_TRUE(two_of(two + "," + kThree.entry(bytes) + "," + one));
  // One valid signature is enough for a threshold of one, whatever stands beside it.
  EXPECT_TRUE(verify(envelope(kThree.entry(bytes) + "," + one, bytes)));
}

TEST(SignedPackTest, RefusesMoreSignaturesThanAnybodyNeeds) {
  const std::string bytes = codec::canonical(signed_part());
  std::string entries = kOne.entry(bytes);
  for (int i = 1; i < 17; ++i) entries += "," + kThree.entry(bytes);
  EXPECT_EQ(refusal(verify(envelope(entries, bytes))), ErrorCode::kMalformed);
  EXPECT_EQ(refusal(verify(std::string(33U << 10U, ' '))), ErrorCode::kLimitExceeded);
}

TEST(SignedPackTest, RefusesAVersionOlderThanTheOneKnown) {
  EXPECT_TRUE(verify(good(), kContent, 2));
  EXPECT_TRUE(verify(good(), kContent, 3));
  EXPECT_EQ(refusal(verify(good(), kContent, 4)), ErrorCode::kRollback);
  for (const char* version : {"0", "-1"}) {
    EXPECT_EQ(signed_again(R"("version":3)", std::string(R"("version":)") + version),
              ErrorCode::kMalformed);
  }
}

TEST(SignedPackTest, RefusesAnotherLengthOrHashThatWasSigned) {
  EXPECT_EQ(signed_again(R"("length":9)", R"("length":8)"), ErrorCode::kSignature);
  EXPECT_EQ(signed_again(R"("length":9)", R"("length":10)"), ErrorCode::kSignature);
  EXPECT_EQ(signed_again(R"("sha256":")", R"("sha256":"0)"), ErrorCode::kSignature);
  EXPECT_EQ(signed_again(R"("sha256")", R"("sha512")"), ErrorCode::kMalformed);
}

TEST(SignedPackTest, RefusesWhatIsSignedForAnotherPurpose) {
  EXPECT_EQ(signed_again(R"("_type":"targets")", R"("_type":"snapshot")"), ErrorCode::kMalformed);
  EXPECT_EQ(signed_again("1.0.31", "2.0.0"), ErrorCode::kMalformed);
  EXPECT_EQ(signed_again("directory/d.json", "directory/e.json"), ErrorCode::kSignature);
  EXPECT_EQ(signed_again(R"("length":9)", R"("length":"9")"), ErrorCode::kMalformed);
  EXPECT_EQ(signed_again(R"({"version":3})", "3"), ErrorCode::kMalformed);
  const std::string text = R"("a text, no object")";
  EXPECT_EQ(refusal(verify(envelope(kOne.entry(text), text))), ErrorCode::kMalformed);
}

TEST(SignedPackTest, LeavesRoomForMembersOfLaterVersions) {
  Json part = signed_part();
  part.set("delegations", Json::object({{"keys", Json::object()}, {"roles", Json::array()}}));
  part.set("x", 1);
  EXPECT_TRUE(verify(signed_by_one(part)));
}

TEST(SignedPackTest, TellsTheDevelopmentKeyFromOthers) {
  TestKey named{4};
  named.id = kDevelopmentKeyId;
  const std::string bytes = codec::canonical(signed_part());
  const PublisherKey keys[] = {kOne.trusted(), named.trusted()};
  const std::string both = envelope(named.entry(bytes) + "," + kOne.entry(bytes), bytes);
  const Result<Signer> counted = verify_pack({kTarget, kContent, 0}, both, {keys, 1});
  ASSERT_TRUE(counted);
  EXPECT_EQ(counted->key_id, kOne.id);
  EXPECT_TRUE(counted->development) << "it was counted, so anybody could have made it so";
  const Result<Signer> alone =
      verify_pack({kTarget, kContent, 0}, envelope(named.entry(bytes), bytes), {keys, 1});
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->key_id, kDevelopmentKeyId);
  EXPECT_TRUE(alone->development);
}

TEST(SignedPackTest, TheEmbeddedMetadataIsSignedByATrustedKey) {
  ASSERT_FALSE(trusted_publisher().keys.empty());
  const Result<Signer> signer =
      verify_pack({"directory/fr.cpa.directory.json", embedded_pack("fr.cpa.directory"), 0},
                  embedded_pack(kTargetsId), trusted_publisher());
  ASSERT_TRUE(signer) << signer.error().message;
  EXPECT_EQ(signer->key_id.size(), 64U);
  EXPECT_EQ(signer->development, signer->key_id == kDevelopmentKeyId);
  EXPECT_GE(signer->version, 1);
}

}  // namespace
}  // namespace cpa::law
