#include "sync/trust/trust.h"

#include <fstream>
#include <iterator>
#include <set>

#include "core/codec/base64url.h"

namespace cpa::trust {
namespace {

using codec::Json;

constexpr std::size_t kEd25519KeyBytes = 32;
constexpr std::size_t kPinsMin = 2;  // one key is kept offline
constexpr std::string_view kPinPrefix = "sha256//";

Result<SigningKey> key_from_json(const Json& json) {
  codec::JsonReader reader(json, "trust.keys");
  SigningKey key;
  key.kid = reader.require_string("kid");
  if (reader.require_string("alg") != "EdDSA") reader.fail("alg", "not EdDSA");
  const std::string& text = reader.require_string("public");
  CPA_TRY(reader.finish());
  CPA_TRY_ASSIGN(key.public_key, codec::base64url_decode(text));
  if (key.kid.empty() || key.public_key.size() != kEd25519KeyBytes) {
    return Error{ErrorCode::kMalformed, "trust.keys: a key of another form"};
  }
  return key;
}

Status check_pin(const Json& pin) {
  const std::string* text = pin.as_string();
  if (text == nullptr || text->substr(0, kPinPrefix.size()) != kPinPrefix) {
    return Error{ErrorCode::kMalformed, "trust.pins: not sha256//"};
  }
  CPA_TRY_ASSIGN(const Bytes digest, codec::base64_decode(text->substr(kPinPrefix.size())));
  if (digest.size() != 32) return Error{ErrorCode::kMalformed, "trust.pins: not a SHA-256"};
  return {};
}

}  // namespace

std::optional<protocol::VerifyingKey> Trust::find_key(std::string_view kid) const {
  for (const SigningKey& key : keys) {
    if (key.kid == kid) {
      return protocol::VerifyingKey{protocol::JwsAlgorithm::kEdDsa, key.public_key};
    }
  }
  return std::nullopt;
}

Json trust_to_json(const Trust& trust) {
  Json keys = Json::array();
  for (const SigningKey& key : trust.keys) {
    keys.push(Json::object(
        {{"kid", key.kid}, {"alg", "EdDSA"}, {"public", codec::base64url_encode(key.public_key)}}));
  }
  Json pins = Json::array();
  for (const std::string& pin : trust.pins) pins.push(pin);
  return Json::object({{"server_id", trust.server_id},
                       {"url", trust.url},
                       {"roots", trust.roots_pem},
                       {"keys", std::move(keys)},
                       {"pins", std::move(pins)}});
}

Result<Trust> parse_trust(std::string_view json) {
  CPA_TRY_ASSIGN(const Json document, codec::parse_json(json));
  codec::JsonReader reader(document, "trust");
  Trust trust;
  trust.server_id = reader.require_string("server_id");
  trust.url = reader.require_string("url");
  trust.roots_pem = reader.require_string("roots");
  const Json::Array& keys = reader.require_array("keys");
  const Json::Array& pins = reader.require_array("pins");
  CPA_TRY(reader.finish());
  if (trust.server_id.empty() || trust.url.substr(0, 8) != "https://" || trust.url.back() == '/' ||
      trust.roots_pem.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
    return Error{ErrorCode::kMalformed, "trust: server_id, url or roots of another form"};
  }
  std::set<std::string> kids;
  for (const Json& item : keys) {
    CPA_TRY_ASSIGN(SigningKey key, key_from_json(item));
    if (!kids.insert(key.kid).second)
      return Error{ErrorCode::kMalformed, "trust.keys: a kid twice"};
    trust.keys.push_back(std::move(key));
  }
  for (const Json& pin : pins) {
    CPA_TRY(check_pin(pin));
    trust.pins.push_back(*pin.as_string());
  }
  if (trust.keys.empty() || trust.pins.size() < kPinsMin) {
    return Error{ErrorCode::kMalformed, "trust: no key, or fewer than two pins"};
  }
  return trust;
}

Result<Trust> FileTrustSource::load() {
  std::ifstream file(path_, std::ios::binary);
  if (!file) return Error{ErrorCode::kNotFound, "no trust file"};
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return parse_trust(text);
}

}  // namespace cpa::trust
