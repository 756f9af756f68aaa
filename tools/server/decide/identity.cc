#include "tools/server/decide/identity.h"

#include <array>
#include <charconv>
#include <span>

#include "core/codec/base64url.h"
#include "core/crypto/hash.h"
#include "core/crypto/sign.h"
#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

constexpr std::size_t kSecretSize = 32;

SecretBytes random_secret(ports::Random& random) {
  Bytes bytes(kSecretSize);
  random.fill(bytes);
  return SecretBytes(std::move(bytes));
}

Status put(store::Database& database, std::string_view name, std::string_view value) {
  return run(database, "INSERT INTO meta(name, value) VALUES(?1, ?2)", name, value);
}

Result<std::string> get(store::Database& database, std::string_view name) {
  std::string value;
  bool found = false;
  CPA_TRY(query(
      database, "SELECT value FROM meta WHERE name = ?1",
      [&](const Columns& row) {
        value = row.text(0);
        found = true;
      },
      name));
  if (!found) return Error{ErrorCode::kNotFound, "the server was never initialised", 0};
  return value;
}

Result<SecretBytes> get_secret(store::Database& database, std::string_view name) {
  CPA_TRY_ASSIGN(const std::string text, get(database, name));
  CPA_TRY_ASSIGN(Bytes bytes, codec::base64url_decode(text));
  if (bytes.size() != kSecretSize) return Error{ErrorCode::kCorruption, "a key of another size", 0};
  return SecretBytes(std::move(bytes));
}

}  // namespace

Result<ServerIdentity> make_identity(std::string server_id, std::string url,
                                     ports::Random& random) {
  ServerIdentity identity;
  identity.server_id = std::move(server_id);
  identity.url = std::move(url);
  identity.signing_seed = random_secret(random);
  identity.cursor_secret = random_secret(random);
  std::array<std::uint8_t, 16> epoch{};
  random.fill(epoch);
  identity.epoch_random = to_hex(epoch);
  CPA_TRY_ASSIGN(const Bytes key, crypto::ed25519_public_key(identity.signing_seed));
  const auto digest = crypto::sha256(key);
  identity.kid = codec::base64url_encode(std::span(digest).first(9));
  return identity;
}

Status save_identity(store::Database& database, const ServerIdentity& identity) {
  CPA_TRY(put(database, "server_id", identity.server_id));
  CPA_TRY(put(database, "url", identity.url));
  CPA_TRY(put(database, "kid", identity.kid));
  CPA_TRY(put(database, "signing_seed", codec::base64url_encode(identity.signing_seed.view())));
  CPA_TRY(put(database, "cursor_secret", codec::base64url_encode(identity.cursor_secret.view())));
  CPA_TRY(put(database, "epoch", std::to_string(identity.epoch)));
  return put(database, "epoch_random", identity.epoch_random);
}

Result<ServerIdentity> load_identity(store::Database& database) {
  ServerIdentity identity;
  CPA_TRY_ASSIGN(identity.server_id, get(database, "server_id"));
  CPA_TRY_ASSIGN(identity.url, get(database, "url"));
  CPA_TRY_ASSIGN(identity.kid, get(database, "kid"));
  CPA_TRY_ASSIGN(identity.signing_seed, get_secret(database, "signing_seed"));
  CPA_TRY_ASSIGN(identity.cursor_secret, get_secret(database, "cursor_secret"));
  CPA_TRY_ASSIGN(const std::string epoch, get(database, "epoch"));
  CPA_TRY_ASSIGN(identity.epoch_random, get(database, "epoch_random"));
  const char* end = epoch.data() + epoch.size();
  if (std::from_chars(epoch.data(), end, identity.epoch).ptr != end) {
    return Error{ErrorCode::kCorruption, "server epoch", 0};
  }
  return identity;
}

Result<codec::Json> public_key_of(const ServerIdentity& identity) {
  CPA_TRY_ASSIGN(const Bytes key, crypto::ed25519_public_key(identity.signing_seed));
  return codec::Json::object(
      {{"kid", identity.kid}, {"alg", "EdDSA"}, {"public", codec::base64url_encode(key)}});
}

}  // namespace cpa::server
