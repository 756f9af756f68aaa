#pragma once

#include <cstddef>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace cpa::codec {

/// Compresses to one gzip member (RFC 1952) with no name and no time, so equal input gives equal
/// bytes.
Bytes gzip_compress(ByteView plain);
/// Expands exactly one gzip member, never past `plain_bytes_max`.
/// Errors: kMalformed (damaged, truncated, trailing bytes), kLimitExceeded.
Result<Bytes> gzip_expand(ByteView coded, std::size_t plain_bytes_max);

}  // namespace cpa::codec
