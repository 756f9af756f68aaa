#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace cpa::crypto {

/// Ed25519 (RFC 8032). Seed 32 bytes, public key 32 bytes, signature 64 bytes.
/// Errors of all: kInvalidArgument for a size or key that is not valid; kInternal without entropy.
Result<SecretBytes> ed25519_generate();
Result<Bytes> ed25519_public_key(const SecretBytes& seed);
Result<Bytes> ed25519_sign(const SecretBytes& seed, ByteView message);
/// True only for a valid signature; false for anything else, malformed keys included.
bool ed25519_verify(ByteView public_key, ByteView message, ByteView signature);

/// ECDSA P-256 with SHA-256 (ES256, RFC 7518 §3.4). Private scalar 32 bytes; public key x then y
/// (64 bytes); signature r then s (64 bytes).
Result<SecretBytes> p256_generate();
Result<Bytes> p256_public_key(const SecretBytes& scalar);
Result<Bytes> es256_sign(const SecretBytes& scalar, ByteView message);
bool es256_verify(ByteView public_key, ByteView message, ByteView signature);

}  // namespace cpa::crypto
