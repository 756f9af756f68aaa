#include "sync/protocol/dpop.h"

#include "core/codec/base64url.h"
#include "core/crypto/hash.h"
#include "sync/protocol/jwk.h"
#include "sync/protocol/versions.h"

namespace cpa::protocol {

using codec::Json;

std::string access_token_hash(std::string_view access_token) {
  return codec::base64url_encode(crypto::sha256(bytes_of(access_token)));
}

Result<std::string> make_dpop(const DpopClaims& claims, ByteView public_key, const Signer& sign) {
  Json payload = Json::object({{"htm", claims.htm},
                               {"htu", claims.htu},
                               {"jti", claims.jti},
                               {"iat", std::int64_t{claims.iat.time_since_epoch().count()}}});
  if (claims.ath) payload.set("ath", *claims.ath);
  if (claims.nonce) payload.set("nonce", *claims.nonce);
  return make_jws(JwsAlgorithm::kEs256, kDpopTyp, Json::object({{"jwk", p256_jwk(public_key)}}),
                  codec::canonical(payload), sign);
}

Result<DpopProof> verify_dpop(std::string_view proof) {
  CPA_TRY_ASSIGN(const ParsedJws parsed, parse_jws(proof));
  const Json* jwk = parsed.header.find("jwk");
  if (jwk == nullptr) return Error{ErrorCode::kMalformed, "dpop: no key in the header"};
  DpopProof result;
  CPA_TRY_ASSIGN(result.public_key, p256_from_jwk(*jwk));
  CPA_TRY(check_jws(parsed, kDpopTyp, {JwsAlgorithm::kEs256, result.public_key}));
  result.thumbprint = p256_thumbprint(result.public_key);
  CPA_TRY_ASSIGN(const Json payload, codec::parse_json(ByteView(parsed.payload)));
  codec::JsonReader reader(payload, "dpop");
  result.claims.htm = reader.require_string("htm");
  result.claims.htu = reader.require_string("htu");
  result.claims.jti = reader.require_string("jti");
  result.claims.iat = model::Instant{std::chrono::seconds{reader.require_integer("iat")}};
  result.claims.ath = reader.optional_string("ath");
  result.claims.nonce = reader.optional_string("nonce");
  CPA_TRY(reader.finish_allowing_unknown());
  return result;
}

}  // namespace cpa::protocol
