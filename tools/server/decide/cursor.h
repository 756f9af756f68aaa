#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/date.h"

namespace cpa::server {

/// Where a device is: it has all changes up to `at`; or, inside a scan, all rows up to (part, key)
/// of a scan that began at `at`.
struct Cursor {
  std::string account;
  std::int64_t epoch{0};  ///< n of the server epoch it was given in
  std::int64_t at{0};
  bool scanning{false};
  std::string part;  ///< scanning: the last row sent
  std::string key;
  model::Instant issued;
};

/// Opaque to devices and authenticated: epoch "." at "." issued ["." part "." key] "." tag, where
/// the tag is the first half of an HMAC-SHA-256 that also covers the account.
std::string encode_cursor(const Cursor& cursor, const SecretBytes& secret);
/// Errors: kMalformed for anything this server did not write for `account`.
Result<Cursor> decode_cursor(std::string_view text, std::string_view account,
                             const SecretBytes& secret);

}  // namespace cpa::server
