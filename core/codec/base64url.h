#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace cpa::codec {

/// Base64url without padding (RFC 4648 §5).
std::string base64url_encode(ByteView bytes);
/// Strict: no padding, no white space, no non-zero trailing bits. Errors: kMalformed.
Result<Bytes> base64url_decode(std::string_view text);
/// Base64 with padding (RFC 4648 §4), as Structured Fields write byte sequences (RFC 8941 §3.3.5).
std::string base64_encode(ByteView bytes);
/// Strict, with padding. Errors: kMalformed.
Result<Bytes> base64_decode(std::string_view text);

}  // namespace cpa::codec
