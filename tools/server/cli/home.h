#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/model/date.h"
#include "core/ports/random.h"
#include "tools/server/decide/identity.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// How a new server is made.
struct InitOptions {
  std::string url;        ///< "https://host:port"
  std::string server_id;  ///< named in every command and token
};

/// A server's folder: `server.db` (encrypted), `keys/` (its key), `tls.crt`, `tls.key`,
/// `tls-backup.key`, and `trust.json` for devices.
class ServerHome {
 public:
  /// Makes the folder and all in it. Errors: kAlreadyExists, kInvalidArgument (url), kStorageIo,
  /// those of the database.
  static Status create(const std::filesystem::path& folder, const InitOptions& options,
                       model::Instant now, ports::Random& random);
  /// Opens an existing one. Several processes may: each write is one short transaction.
  /// Errors: kNotFound, those of the database.
  static Result<ServerHome> open(const std::filesystem::path& folder);

  ServerHome(ServerHome&&) noexcept;
  ServerHome& operator=(ServerHome&&) noexcept;
  ~ServerHome();

  [[nodiscard]] store::Database& database() noexcept { return *database_; }
  [[nodiscard]] const ServerIdentity& identity() const noexcept { return identity_; }
  /// The certificate and the key in PEM.
  [[nodiscard]] Result<std::string> certificate_pem() const;
  [[nodiscard]] Result<std::string> key_pem() const;

 private:
  ServerHome(std::filesystem::path folder, std::unique_ptr<store::Database> database,
             ServerIdentity identity);

  std::filesystem::path folder_;
  std::unique_ptr<store::Database> database_;
  ServerIdentity identity_;
};

/// Host and port of "https://host:port". Errors: kInvalidArgument.
Result<std::pair<std::string, std::uint16_t>> parse_server_url(const std::string& url);

/// The whole file. Errors: kNotFound, kLimitExceeded, kStorageIo.
Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace cpa::server
