#include "tools/server/decide/cursor.h"

#include <charconv>
#include <vector>

#include "core/codec/base64url.h"
#include "core/crypto/hash.h"

namespace cpa::server {
namespace {

constexpr std::size_t kTagSize = 16;

Error forged() { return Error{ErrorCode::kMalformed, "cursor: not ours", 0}; }

/// What is authenticated. The account is not written: a device has only one, and each byte of an
/// answer is paid for on a roaming network.
Bytes tag_of(std::string_view account, std::string_view text, const SecretBytes& secret) {
  const std::string covered = std::string(account) + " " + std::string(text);
  const auto tag = crypto::hmac_sha256(secret.view(), bytes_of(covered));
  return {tag.begin(), tag.begin() + kTagSize};
}

std::vector<std::string_view> fields_of(std::string_view text) {
  std::vector<std::string_view> fields;
  while (true) {
    const auto dot = text.find('.');
    fields.push_back(text.substr(0, dot));
    if (dot == std::string_view::npos) return fields;
    text.remove_prefix(dot + 1);
  }
}

Result<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end) return forged();
  return number;
}

}  // namespace

std::string encode_cursor(const Cursor& cursor, const SecretBytes& secret) {
  std::string text = std::to_string(cursor.epoch) + "." + std::to_string(cursor.at) + "." +
                     std::to_string(cursor.issued.time_since_epoch().count());
  if (cursor.scanning) text += "." + cursor.part + "." + cursor.key;
  return text + "." + codec::base64url_encode(tag_of(cursor.account, text, secret));
}

Result<Cursor> decode_cursor(std::string_view text, std::string_view account,
                             const SecretBytes& secret) {
  const auto dot = text.rfind('.');
  if (dot == std::string_view::npos) return forged();
  const auto covered = text.substr(0, dot);
  const auto tag = codec::base64url_decode(text.substr(dot + 1));
  if (!tag || !crypto::equal_constant_time(*tag, tag_of(account, covered, secret))) {
    return forged();
  }
  const auto fields = fields_of(covered);
  if (fields.size() != 3 && fields.size() != 5) return forged();
  Cursor cursor;
  cursor.account = account;
  CPA_TRY_ASSIGN(cursor.epoch, number_of(fields[0]));
  CPA_TRY_ASSIGN(cursor.at, number_of(fields[1]));
  CPA_TRY_ASSIGN(const std::int64_t issued, number_of(fields[2]));
  cursor.issued = model::Instant(std::chrono::seconds(issued));
  cursor.scanning = fields.size() == 5;
  if (cursor.scanning) {
    cursor.part = fields[3];
    cursor.key = fields[4];
  }
  return cursor;
}

}  // namespace cpa::server
