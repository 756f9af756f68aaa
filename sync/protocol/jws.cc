#include "sync/protocol/jws.h"

#include <array>

#include "core/codec/base64url.h"
#include "core/crypto/sign.h"

namespace cpa::protocol {
namespace {

using codec::Json;

constexpr std::size_t kJwsBytesMax = 64U << 10U;
constexpr codec::JsonLimits kHeaderLimits{
    .bytes_max = 4096, .depth_max = 4, .string_max = 1024, .values_max = 64};

std::string_view algorithm_name(JwsAlgorithm algorithm) noexcept {
  switch (algorithm) {
    case JwsAlgorithm::kEs256:
      return "ES256";
    case JwsAlgorithm::kEdDsa:
      return "EdDSA";
  }
  return "invalid";
}

bool is_string(const Json* value, std::string_view text) {
  return value != nullptr && value->as_string() != nullptr && *value->as_string() == text;
}

}  // namespace

Result<std::string> make_jws(JwsAlgorithm algorithm, std::string_view typ, Json header,
                             std::string_view payload, const Signer& sign) {
  header.set("alg", algorithm_name(algorithm));
  header.set("typ", typ);
  std::string jws = codec::base64url_encode(bytes_of(codec::canonical(header)));
  jws += '.';
  jws += codec::base64url_encode(bytes_of(payload));
  CPA_TRY_ASSIGN(const Bytes signature, sign(bytes_of(jws)));
  jws += '.';
  jws += codec::base64url_encode(signature);
  return jws;
}

Result<ParsedJws> parse_jws(std::string_view jws) {
  if (jws.size() > kJwsBytesMax) return Error{ErrorCode::kLimitExceeded, "jws: too long"};
  const std::size_t first = jws.find('.');
  const std::size_t second = first == jws.npos ? jws.npos : jws.find('.', first + 1);
  if (second == jws.npos || jws.find('.', second + 1) != jws.npos) {
    return Error{ErrorCode::kMalformed, "jws: not three segments"};
  }
  ParsedJws parsed;
  parsed.signing_input = jws.substr(0, second);
  CPA_TRY_ASSIGN(const Bytes header, codec::base64url_decode(jws.substr(0, first)));
  CPA_TRY_ASSIGN(parsed.payload,
                 codec::base64url_decode(jws.substr(first + 1, second - first - 1)));
  CPA_TRY_ASSIGN(parsed.signature, codec::base64url_decode(jws.substr(second + 1)));
  CPA_TRY_ASSIGN(parsed.header, codec::parse_json(ByteView(header), kHeaderLimits));
  if (parsed.header.as_object() == nullptr) {
    return Error{ErrorCode::kMalformed, "jws: the header is no object"};
  }
  // Each of these lets the sender choose how, or with which key, the signature is checked.
  constexpr std::array<std::string_view, 5> kRefused = {"crit", "b64", "jku", "x5u", "x5c"};
  for (const std::string_view name : kRefused) {
    if (parsed.header.find(name) != nullptr) {
      return Error{ErrorCode::kMalformed, "jws: a header member that is refused"};
    }
  }
  return parsed;
}

Status check_jws(const ParsedJws& parsed, std::string_view typ, const VerifyingKey& key) {
  if (!is_string(parsed.header.find("alg"), algorithm_name(key.algorithm))) {
    return Error{ErrorCode::kSignature, "jws: another algorithm"};
  }
  if (!is_string(parsed.header.find("typ"), typ)) {
    return Error{ErrorCode::kSignature, "jws: another typ"};
  }
  const ByteView input = bytes_of(parsed.signing_input);
  const bool valid = key.algorithm == JwsAlgorithm::kEs256
                         ? crypto::es256_verify(key.public_key, input, parsed.signature)
                         : crypto::ed25519_verify(key.public_key, input, parsed.signature);
  if (!valid) return Error{ErrorCode::kSignature, "jws: the signature is wrong"};
  return {};
}

Result<Json> verify_jws(std::string_view jws, std::string_view typ, const VerifyingKey& key) {
  CPA_TRY_ASSIGN(const ParsedJws parsed, parse_jws(jws));
  if (parsed.header.find("jwk") != nullptr) {
    return Error{ErrorCode::kMalformed, "jws: an embedded key"};
  }
  CPA_TRY(check_jws(parsed, typ, key));
  return codec::parse_json(ByteView(parsed.payload));
}

Result<std::string> jws_kid(std::string_view jws) {
  CPA_TRY_ASSIGN(const ParsedJws parsed, parse_jws(jws));
  const Json* kid = parsed.header.find("kid");
  if (kid == nullptr || kid->as_string() == nullptr) {
    return Error{ErrorCode::kMalformed, "jws: no kid"};
  }
  return *kid->as_string();
}

}  // namespace cpa::protocol
