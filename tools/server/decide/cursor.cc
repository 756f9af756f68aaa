#include "tools/server/decide/cursor.h"

#include "core/codec/base64url.h"
#include "core/codec/json.h"
#include "core/crypto/hash.h"

namespace cpa::server {
namespace {

Error forged() { return Error{ErrorCode::kMalformed, "cursor: not ours", 0}; }

}  // namespace

std::string encode_cursor(const Cursor& cursor, const SecretBytes& secret) {
  codec::Json json =
      codec::Json::object({{"a", cursor.account},
                           {"e", cursor.epoch},
                           {"at", cursor.at},
                           {"t", std::int64_t{cursor.issued.time_since_epoch().count()}}});
  if (cursor.scanning) {
    json.set("p", cursor.part);
    json.set("k", cursor.key);
  }
  const std::string payload = codec::base64url_encode(bytes_of(codec::to_text(json)));
  const auto tag = crypto::hmac_sha256(secret.view(), bytes_of(payload));
  return payload + "." + codec::base64url_encode(tag);
}

Result<Cursor> decode_cursor(std::string_view text, const SecretBytes& secret) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return forged();
  const auto payload = text.substr(0, dot);
  const auto tag = codec::base64url_decode(text.substr(dot + 1));
  const auto expected = crypto::hmac_sha256(secret.view(), bytes_of(payload));
  if (!tag || !crypto::equal_constant_time(*tag, expected)) return forged();
  CPA_TRY_ASSIGN(const Bytes bytes, codec::base64url_decode(payload));
  CPA_TRY_ASSIGN(const codec::Json json, codec::parse_json(bytes));
  codec::JsonReader reader(json);
  Cursor cursor;
  cursor.account = reader.require_string("a");
  cursor.epoch = reader.require_integer("e");
  cursor.at = reader.require_integer("at");
  cursor.issued = model::Instant(std::chrono::seconds(reader.require_integer("t")));
  const auto part = reader.optional_string("p");
  const auto key = reader.optional_string("k");
  cursor.scanning = part.has_value();
  cursor.part = part.value_or("");
  cursor.key = key.value_or("");
  CPA_TRY(reader.finish());
  return cursor;
}

}  // namespace cpa::server
