#include "platform/posix/key_vault.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/crypto/sign.h"
#include "platform/posix/open_file.h"

namespace cpa::posix {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr std::size_t kSecretMax = 64U << 10U;
constexpr std::size_t kScalarSize = 32;
constexpr const char* kSecretKind = ".secret";
constexpr const char* kKeyKind = ".key";

Error unavailable(const char* message, std::int64_t code) {
  return {ErrorCode::kVaultUnavailable, message, code};
}

/// Removes a file when the scope ends.
class Temporary {
 public:
  explicit Temporary(std::string path) : path_(std::move(path)) {}
  ~Temporary() { ::unlink(path_.c_str()); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

 private:
  std::string path_;
};

Result<SecretBytes> read_file(const std::filesystem::path& path) {
  Result<OpenFile> file = open_to_read(path);
  if (!file && file.error().code == ErrorCode::kNotFound) {
    return Error{ErrorCode::kNotFound, "not in the vault"};
  }
  if (!file) return unavailable("vault file not opened", file.error().detail);
  Result<Bytes> bytes = file->read_all(kSecretMax);
  if (!bytes) return unavailable("vault file not read", bytes.error().detail);
  return SecretBytes(std::move(*bytes));
}

bool valid_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

std::filesystem::path FileKeyVault::file_of(std::string_view name, const char* kind) const {
  CPA_CHECK(valid_name(name));
  return folder_ / std::string(name).append(kind);
}

Status FileKeyVault::make_folder() {
  std::error_code failure;
  std::filesystem::create_directories(folder_, failure);
  if (failure) return unavailable("vault folder not made", failure.value());
  if (::chmod(folder_.c_str(), kFolderMode) != 0) {
    return unavailable("vault folder not made private", errno);
  }
  return {};
}

Status FileKeyVault::sync_names() {
  const Status synced = sync_folder(folder_);
  if (!synced) return unavailable("vault folder not written", synced.error().detail);
  return {};
}

/// Writes `bytes` to a file that takes the name `file` only when it is whole and on the disk.
/// With `Replace::kNo` an earlier file stays, and kAlreadyExists is given.
Status FileKeyVault::store(const std::filesystem::path& file, ByteView bytes, Replace replace) {
  CPA_TRY(make_folder());
  std::string draft = (folder_ / ".new-XXXXXX").string();
  OpenFile opened(::mkostemp(draft.data(), O_CLOEXEC));  // makes it with mode 0600
  if (opened.get() < 0) return unavailable("vault file not made", errno);
  const Temporary temporary(draft);
  if (!opened.write_all(bytes) || ::fsync(opened.get()) != 0) {
    return unavailable("vault file not written", errno);
  }
  // link, unlike rename, fails when another process was first.
  const int outcome = replace == Replace::kYes ? ::rename(draft.c_str(), file.c_str())
                                               : ::link(draft.c_str(), file.c_str());
  if (outcome != 0 && errno == EEXIST) {
    return Error{ErrorCode::kAlreadyExists, "already in the vault"};
  }
  if (outcome != 0) return unavailable("vault file not put in place", errno);
  return sync_names();
}

Result<SecretBytes> FileKeyVault::read(std::string_view name) {
  const MutexLock lock(mutex_);
  return read_file(file_of(name, kSecretKind));
}

Status FileKeyVault::write(std::string_view name, const SecretBytes& secret) {
  const MutexLock lock(mutex_);
  return store(file_of(name, kSecretKind), secret.view(), Replace::kYes);
}

Status FileKeyVault::erase(std::string_view name) {
  const MutexLock lock(mutex_);
  bool removed = false;
  for (const char* const kind : {kSecretKind, kKeyKind}) {
    const std::filesystem::path file = file_of(name, kind);
    if (::unlink(file.c_str()) == 0) {
      removed = true;
    } else if (errno != ENOENT && errno != ENOTDIR) {
      return unavailable("vault file not removed", errno);
    }
  }
  return removed ? sync_names() : ok_status();
}

Result<SecretBytes> FileKeyVault::scalar(std::string_view name) {
  Result<SecretBytes> scalar = read_file(file_of(name, kKeyKind));
  if (scalar && scalar->size() != kScalarSize) {
    return Error{ErrorCode::kVaultKeyLost, "a key file of the vault holds no key"};
  }
  return scalar;
}

Result<Bytes> FileKeyVault::signing_key(std::string_view name) {
  const MutexLock lock(mutex_);
  Result<SecretBytes> present = scalar(name);
  if (!present && present.error().code == ErrorCode::kNotFound) {
    CPA_TRY_ASSIGN(const SecretBytes made, crypto::p256_generate());
    const Status stored = store(file_of(name, kKeyKind), made.view(), Replace::kNo);
    if (!stored && stored.error().code != ErrorCode::kAlreadyExists) return stored.error();
    present = scalar(name);
  }
  if (!present) return std::move(present).error();
  Result<Bytes> key = crypto::p256_public_key(*present);
  if (!key) return Error{ErrorCode::kVaultKeyLost, "a key file of the vault holds no key"};
  return key;
}

Result<Bytes> FileKeyVault::sign(std::string_view name, ByteView message) {
  const MutexLock lock(mutex_);
  CPA_TRY_ASSIGN(const SecretBytes key, scalar(name));
  Result<Bytes> signature = crypto::es256_sign(key, message);
  if (!signature && signature.error().code == ErrorCode::kInvalidArgument) {
    return Error{ErrorCode::kVaultKeyLost, "a key file of the vault holds no key"};
  }
  return signature;
}

}  // namespace cpa::posix
