#include "core/law/signed_pack.h"

#include "core/base/bytes.h"
#include "core/codec/json.h"
#include "core/crypto/hash.h"
#include "core/crypto/sign.h"

namespace cpa::law {
namespace {

using codec::Json;

constexpr codec::JsonLimits kLimits{32U << 10U, 8, 500, 2000};
constexpr std::size_t kSignaturesMax = 16;
constexpr std::size_t kIdSize = 64;

/// Metadata taken apart, with nothing of it believed.
struct Envelope {
  struct Signature {
    std::string_view key_id;
    std::array<std::uint8_t, 64> bytes;
  };
  std::array<Signature, kSignaturesMax> signatures;
  std::size_t count{0};
  std::string_view signed_bytes;
};

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

/// The value of a hexadecimal digit in lower case; 16 for anything else.
unsigned digit_of(char c) {
  const auto byte = static_cast<unsigned>(static_cast<unsigned char>(c));
  if (c >= '0' && c <= '9') return byte - '0';
  return c >= 'a' && c <= 'f' ? byte - 'a' + 10U : 16U;
}

bool take_hex(std::string_view& text, std::span<std::uint8_t> into) {
  if (text.size() < 2 * into.size()) return false;
  for (std::uint8_t& byte : into) {
    const unsigned high = digit_of(text[0]);
    const unsigned low = digit_of(text[1]);
    if (high > 15U || low > 15U) return false;
    byte = static_cast<std::uint8_t>(high << 4U | low);
    text.remove_prefix(2);
  }
  return true;
}

bool take_signature(std::string_view& text, Envelope::Signature& into) {
  if (!take(text, R"({"keyid":")")) return false;
  into.key_id = text.substr(0, kIdSize);
  text.remove_prefix(into.key_id.size());
  return take(text, R"(","sig":")") && take_hex(text, into.bytes) && take(text, R"("})");
}

/// Canonical form leaves the metadata one shape only, so that what was signed is found without
/// reading JSON: the parser sees nothing that the publisher has not signed.
bool take_apart(std::string_view text, Envelope& into) {
  constexpr std::string_view kSigned = R"(],"signed":)";
  if (!take(text, R"({"signatures":[)")) return false;
  while (!take(text, kSigned)) {
    if (into.count == kSignaturesMax || (into.count > 0 && !take(text, ","))) return false;
    if (!take_signature(text, into.signatures[into.count++])) return false;
  }
  if (!text.ends_with('}')) return false;
  text.remove_suffix(1);
  into.signed_bytes = text;
  return true;
}

/// Why a pack is refused; no message when it is not. A chain of Results is several times the code.
struct Refusal {
  ErrorCode code{ErrorCode::kSignature};
  const char* message{nullptr};
};

/// Finds out who signed, but not which version.
Refusal find_signer(const Envelope& envelope, const Publisher& publisher, Signer& signer) {
  const std::span signatures = std::span(envelope.signatures).first(envelope.count);
  if (signatures.empty()) return {ErrorCode::kSignature, "targets: no signature"};
  std::size_t valid = 0;
  bool known = false;
  for (const PublisherKey& key : publisher.keys) {
    for (const Envelope::Signature& signature : signatures) {
      if (signature.key_id != key.id) continue;
      known = true;
      if (!crypto::ed25519_verify(key.ed25519, bytes_of(envelope.signed_bytes), signature.bytes)) {
        continue;
      }
      if (valid++ == 0) signer.key_id = key.id;
      signer.development = signer.development || key.id == kDevelopmentKeyId;
      break;
    }
  }
  if (!known) return {ErrorCode::kUnknownKey, "targets: signed by none of the known keys"};
  if (valid == 0 || valid < publisher.threshold) {
    return {ErrorCode::kSignature, "targets: wrong signature"};
  }
  return {};
}

const Json* in(const Json* json, std::string_view key) {
  return json == nullptr ? nullptr : json->find(key);
}

std::string_view text_of_member(const Json* json, std::string_view key) {
  const Json* const value = in(json, key);
  const std::string* const text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

/// −1 when there is none.
std::int64_t number_of_member(const Json* json, std::string_view key) {
  const Json* const value = in(json, key);
  const std::int64_t* const number = value == nullptr ? nullptr : value->as_integer();
  return number == nullptr ? -1 : *number;
}

/// Compares a pack with what is signed about it.
Refusal compare(const UnverifiedPack& pack, const Json& part, Signer& signer) {
  if (text_of_member(&part, "_type") != "targets" ||
      !text_of_member(&part, "spec_version").starts_with("1.")) {
    return {ErrorCode::kMalformed, "targets: signed for another purpose"};
  }
  const Json* const target = in(part.find("targets"), pack.target);
  if (target == nullptr) return {ErrorCode::kSignature, "targets: this pack is not listed"};
  signer.version = number_of_member(in(target, "custom"), "version");
  const std::int64_t length = number_of_member(target, "length");
  const std::string_view sha256 = text_of_member(in(target, "hashes"), "sha256");
  if (signer.version < 1 || length < 0 || sha256.empty()) {
    return {ErrorCode::kMalformed, "targets: version, length and sha256 are needed"};
  }
  if (signer.version < pack.version_known) {
    return {ErrorCode::kRollback, "targets: older than what is known"};
  }
  if (static_cast<std::size_t>(length) != pack.content.size() ||
      to_hex(crypto::sha256(bytes_of(pack.content))) != sha256) {
    return {ErrorCode::kSignature, "targets: this pack is not the one that was signed"};
  }
  return {};
}

/// The signature first; the parser comes after it.
Refusal verify(const UnverifiedPack& pack, std::string_view targets, const Publisher& publisher,
               Signer& signer) {
  if (targets.size() > kLimits.bytes_max) {
    return {ErrorCode::kLimitExceeded, "targets: too large"};
  }
  Envelope envelope;
  if (!take_apart(targets, envelope)) {
    return {ErrorCode::kMalformed, "targets: not in canonical form"};
  }
  const Refusal refusal = find_signer(envelope, publisher, signer);
  if (refusal.message != nullptr) return refusal;
  const Result<Json> part = codec::parse_json(envelope.signed_bytes, kLimits);
  if (!part) return {part.error().code, "targets: no JSON was signed"};
  return compare(pack, *part, signer);
}

}  // namespace

Result<Signer> verify_pack(const UnverifiedPack& pack, std::string_view targets,
                           const Publisher& publisher) {
  Signer signer;
  const Refusal refusal = verify(pack, targets, publisher, signer);
  if (refusal.message != nullptr) return Error{refusal.code, refusal.message};
  return signer;
}

}  // namespace cpa::law
