#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/ports/random.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// Who this server is: its name, its keys, and the life of its database.
struct ServerIdentity {
  std::string server_id;
  std::string url;           ///< "https://host:port", as devices name it
  std::string kid;           ///< names the answer-signing key
  SecretBytes signing_seed;  ///< Ed25519
  SecretBytes cursor_secret;
  std::int64_t epoch{1};     ///< n of the server epoch; rises when the database is restored
  std::string epoch_random;  ///< 32 hex digits
};

/// Makes the keys of a new server.
Result<ServerIdentity> make_identity(std::string server_id, std::string url, ports::Random& random);
/// Keeps the identity in the (encrypted) database.
Status save_identity(store::Database& database, const ServerIdentity& identity);
/// Errors: kNotFound (the database was never initialised), kCorruption.
Result<ServerIdentity> load_identity(store::Database& database);
/// {"kid","alg","public"} of the signing key, as the trust file lists it.
Result<codec::Json> public_key_of(const ServerIdentity& identity);

}  // namespace cpa::server
