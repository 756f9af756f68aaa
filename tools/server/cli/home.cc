#include "tools/server/cli/home.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <fstream>
#include <sstream>
#include <utility>

#include "core/codec/json.h"
#include "core/store/sql/database.h"
#include "platform/posix/key_vault.h"
#include "tools/server/http/certificates.h"
#include "tools/server/storage/open.h"
#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

using codec::Json;
namespace fs = std::filesystem;

constexpr std::uintmax_t kFileBytesMax = 64U << 20U;
constexpr std::string_view kStoreKey = "server-store";
constexpr ::mode_t kPrivate = 0600;
constexpr ::mode_t kPublic = 0644;

Status write_file(const fs::path& path, std::string_view text, ::mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return Error{ErrorCode::kStorageIo, "cannot write a server file", errno};
  const auto written = ::write(file, text.data(), text.size());
  const bool kept = written == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  const int reason = errno;
  ::close(file);
  if (!kept) return Error{ErrorCode::kStorageIo, "cannot write a server file", reason};
  return {};
}

Result<std::string> trust_file(const ServerIdentity& identity, const TlsIdentity& tls) {
  CPA_TRY_ASSIGN(Json key, public_key_of(identity));
  Json pins = Json::array();
  for (const auto& pin : tls.pins) pins.push(pin);
  return codec::to_text(Json::object({{"server_id", identity.server_id},
                                      {"url", identity.url},
                                      {"roots", tls.roots_pem},
                                      {"keys", Json::array({std::move(key)})},
                                      {"pins", std::move(pins)}}),
                        2) +
         "\n";
}

SecretBytes random_key(ports::Random& random) {
  Bytes bytes(32);
  random.fill(bytes);
  return SecretBytes(std::move(bytes));
}

}  // namespace

Result<std::pair<std::string, std::uint16_t>> parse_server_url(const std::string& url) {
  constexpr std::string_view kScheme = "https://";
  const Error wrong{ErrorCode::kInvalidArgument, "url: https://host:port is expected", 0};
  if (!url.starts_with(kScheme)) return wrong;
  const auto colon = url.rfind(':');
  if (colon == std::string::npos || colon <= kScheme.size()) return wrong;
  const char* end = url.data() + url.size();
  unsigned port = 0;
  const auto parsed = std::from_chars(url.data() + colon + 1, end, port);
  if (parsed.ec != std::errc() || parsed.ptr != end || port == 0 || port > 65535) return wrong;
  return std::pair(url.substr(kScheme.size(), colon - kScheme.size()),
                   static_cast<std::uint16_t>(port));
}

Status ServerHome::create(const fs::path& folder, const InitOptions& options, model::Instant now,
                          ports::Random& random) {
  CPA_TRY_ASSIGN(const auto place, parse_server_url(options.url));
  std::error_code error;
  if (fs::exists(folder / "server.db", error)) {
    return Error{ErrorCode::kAlreadyExists, "the folder holds a server already", 0};
  }
  fs::create_directories(folder, error);
  if (error) return Error{ErrorCode::kStorageIo, "cannot make the folder", error.value()};
  fs::permissions(folder, fs::perms::owner_all, error);
  CPA_TRY_ASSIGN(const TlsIdentity tls, make_tls_identity(place.first, now));
  CPA_TRY_ASSIGN(const ServerIdentity identity,
                 make_identity(options.server_id, options.url, random));
  CPA_TRY_ASSIGN(const std::string trust, trust_file(identity, tls));
  posix::FileKeyVault vault(folder / "keys");
  const SecretBytes key = random_key(random);
  CPA_TRY(vault.write(kStoreKey, key));
  CPA_TRY_ASSIGN(const auto database, open_database(folder / "server.db", key));
  CPA_TRY(in_transaction(*database, [&]() { return save_identity(*database, identity); }));
  CPA_TRY(write_file(folder / "tls.crt", tls.certificate_pem, kPublic));
  CPA_TRY(write_file(folder / "tls.key", tls.key_pem, kPrivate));
  CPA_TRY(write_file(folder / "tls-backup.key", tls.backup_key_pem, kPrivate));
  return write_file(folder / "trust.json", trust, kPublic);
}

Result<ServerHome> ServerHome::open(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder / "server.db", error)) {
    return Error{ErrorCode::kNotFound, "no server in this folder: run cpa-server init", 0};
  }
  posix::FileKeyVault vault(folder / "keys");
  CPA_TRY_ASSIGN(const SecretBytes key, vault.read(kStoreKey));
  CPA_TRY_ASSIGN(auto database, open_database(folder / "server.db", key));
  CPA_TRY_ASSIGN(ServerIdentity identity, load_identity(*database));
  return ServerHome(folder, std::move(database), std::move(identity));
}

ServerHome::ServerHome(fs::path folder, std::unique_ptr<store::Database> database,
                       ServerIdentity identity)
    : folder_(std::move(folder)), database_(std::move(database)), identity_(std::move(identity)) {}
ServerHome::ServerHome(ServerHome&&) noexcept = default;
ServerHome& ServerHome::operator=(ServerHome&&) noexcept = default;
ServerHome::~ServerHome() = default;

Result<std::string> ServerHome::certificate_pem() const { return read_file(folder_ / "tls.crt"); }
Result<std::string> ServerHome::key_pem() const { return read_file(folder_ / "tls.key"); }

Result<std::string> read_file(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return Error{ErrorCode::kNotFound, "cannot read the file", error.value()};
  if (size > kFileBytesMax) return Error{ErrorCode::kLimitExceeded, "file above 64 MB", 0};
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return Error{ErrorCode::kStorageIo, "cannot read the file", 0};
  return text.str();
}

}  // namespace cpa::server
