#include "sync/protocol/jwk.h"

#include "core/base/check.h"
#include "core/codec/base64url.h"
#include "core/crypto/hash.h"

namespace cpa::protocol {
namespace {

using codec::Json;
constexpr std::size_t kCoordinateBytes = 32;

}  // namespace

Json p256_jwk(ByteView public_key) {
  CPA_CHECK(public_key.size() == 2 * kCoordinateBytes);
  return Json::object({{"crv", "P-256"},
                       {"kty", "EC"},
                       {"x", codec::base64url_encode(public_key.first(kCoordinateBytes))},
                       {"y", codec::base64url_encode(public_key.subspan(kCoordinateBytes))}});
}

Result<Bytes> p256_from_jwk(const Json& jwk) {
  codec::JsonReader reader(jwk, "jwk");
  const std::string curve = reader.require_string("crv");
  const std::string kind = reader.require_string("kty");
  const std::string x_text = reader.require_string("x");
  const std::string y_text = reader.require_string("y");
  // A private member, or any other, is refused as unknown.
  CPA_TRY(reader.finish());
  if (curve != "P-256" || kind != "EC") return Error{ErrorCode::kMalformed, "jwk: not P-256"};
  CPA_TRY_ASSIGN(Bytes key, codec::base64url_decode(x_text));
  CPA_TRY_ASSIGN(const Bytes y, codec::base64url_decode(y_text));
  if (key.size() != kCoordinateBytes || y.size() != kCoordinateBytes) {
    return Error{ErrorCode::kMalformed, "jwk: a coordinate of the wrong size"};
  }
  key.insert(key.end(), y.begin(), y.end());
  return key;
}

std::string p256_thumbprint(ByteView public_key) {
  return codec::base64url_encode(crypto::sha256(bytes_of(codec::canonical(p256_jwk(public_key)))));
}

}  // namespace cpa::protocol
