#pragma once

#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/codec/json.h"

namespace cpa::protocol {

/// {"crv":"P-256","kty":"EC","x","y"} of a public key x‖y (64 bytes).
codec::Json p256_jwk(ByteView public_key);
/// The public key x‖y of a P-256 JWK without private members. Errors: kMalformed.
Result<Bytes> p256_from_jwk(const codec::Json& jwk);
/// The thumbprint (RFC 7638, SHA-256, base64url) of a P-256 public key x‖y.
std::string p256_thumbprint(ByteView public_key);

}  // namespace cpa::protocol
