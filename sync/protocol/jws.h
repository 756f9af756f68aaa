#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/codec/json.h"

namespace cpa::protocol {

/// The two signature algorithms of the protocol: ES256 for devices, EdDSA (Ed25519) for the server.
enum class JwsAlgorithm : std::uint8_t { kEs256, kEdDsa };

/// Signs the bytes given; the key stays where it is (vault, server's key file).
using Signer = std::function<Result<Bytes>(ByteView)>;

/// A public key with the one algorithm it may be used with.
struct VerifyingKey {
  JwsAlgorithm algorithm{JwsAlgorithm::kEs256};
  Bytes public_key;  ///< 64 bytes x‖y for ES256, 32 bytes for EdDSA
};

/// A compact JWS cut into its parts, not yet verified.
struct ParsedJws {
  codec::Json header;
  Bytes payload;
  std::string signing_input;
  Bytes signature;
};

/// Makes a compact JWS (RFC 7515 §7.1). `header` holds the members beside `alg` and `typ`.
Result<std::string> make_jws(JwsAlgorithm algorithm, std::string_view typ, codec::Json header,
                             std::string_view payload, const Signer& sign);
/// Cuts a compact JWS. Refuses all but three segments, and headers with crit, b64, jku, x5u, x5c.
/// Errors: kMalformed, kLimitExceeded (64 KiB).
Result<ParsedJws> parse_jws(std::string_view jws);
/// The payload of a JWS signed by `key`, with exactly that algorithm and `typ`; an embedded `jwk`
/// is refused. Errors: kMalformed, kSignature.
Result<codec::Json> verify_jws(std::string_view jws, std::string_view typ, const VerifyingKey& key);
/// As `verify_jws` on a JWS already cut; `jwk` in the header is the caller's affair.
Status check_jws(const ParsedJws& parsed, std::string_view typ, const VerifyingKey& key);
/// `kid` of the header, without trusting it. Errors: kMalformed.
Result<std::string> jws_kid(std::string_view jws);

}  // namespace cpa::protocol
