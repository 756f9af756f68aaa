#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/date.h"
#include "sync/protocol/jws.h"

namespace cpa::protocol {

/// What a DPoP proof (RFC 9449 §4.2) states.
struct DpopClaims {
  std::string htm;  ///< method
  std::string htu;  ///< URL without query and fragment
  std::string jti;  ///< unique: base64url of 16 random bytes
  model::Instant iat;
  std::optional<std::string> ath;    ///< hash of the access token it goes with
  std::optional<std::string> nonce;  ///< the server's, when it asked for one
};

/// A verified proof: its claims and the key that signed it.
struct DpopProof {
  DpopClaims claims;
  Bytes public_key;        ///< x‖y
  std::string thumbprint;  ///< RFC 7638
};

/// base64url(SHA-256(access token)), the claim `ath`.
std::string access_token_hash(std::string_view access_token);
Result<std::string> make_dpop(const DpopClaims& claims, ByteView public_key, const Signer& sign);
/// Checks form and signature; the caller judges htm, htu, iat, jti, ath and nonce.
/// Errors: kMalformed, kSignature.
Result<DpopProof> verify_dpop(std::string_view proof);

}  // namespace cpa::protocol
