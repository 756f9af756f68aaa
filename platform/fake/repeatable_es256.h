#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace cpa::fake {

/// An ES256 signature whose bytes follow from key and message alone (RFC 6979 with HMAC-SHA-256),
/// so that one seed gives one run. Sizes and errors are those of `crypto::es256_sign`.
///
/// For tests alone. The product signs with the library's ECDSA, whose arithmetic takes the same
/// time for every key; ours is put together from plain numbers and promises no such thing. (OpenSSL
/// has this as `nonce-type` from 3.2 on; Debian 12 has 3.0.)
Result<Bytes> repeatable_es256_sign(const SecretBytes& scalar, ByteView message);

}  // namespace cpa::fake
