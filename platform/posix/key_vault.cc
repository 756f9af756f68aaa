#include "platform/posix/key_vault.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/crypto/sign.h"

namespace cpa::posix {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr std::size_t kSecretMax = 64U << 10U;
constexpr std::size_t kScalarSize = 32;
constexpr const char* kSecretKind = ".secret";
constexpr const char* kKeyKind = ".key";

Error unavailable(const char* message, int code) {
  return {ErrorCode::kVaultUnavailable, message, code};
}

/// Closes a file when the scope ends.
class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  [[nodiscard]] int get() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

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

bool write_all(int descriptor, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

Result<SecretBytes> read_file(const std::filesystem::path& path) {
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0 && (errno == ENOENT || errno == ENOTDIR)) {
    return Error{ErrorCode::kNotFound, "not in the vault"};
  }
  if (file.get() < 0) return unavailable("vault file not opened", errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return unavailable("vault file not read", errno);
  const auto size = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
  if (size > kSecretMax) return unavailable("vault file too long", 0);
  Bytes bytes(size);  // its final size from the start: growing would leave copies behind
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count = ::read(file.get(), bytes.data() + done, size - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return unavailable("vault file not read", errno);
    done += static_cast<std::size_t>(count);
  }
  return SecretBytes(std::move(bytes));
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

Status FileKeyVault::sync_folder() {
  const OpenFile folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) {
    return unavailable("vault folder not written", errno);
  }
  return {};
}

/// Writes `bytes` to a file that takes the name `file` only when it is whole and on the disk.
/// With `Replace::kNo` an earlier file stays, and kAlreadyExists is given.
Status FileKeyVault::store(const std::filesystem::path& file, ByteView bytes, Replace replace) {
  CPA_TRY(make_folder());
  std::string draft = (folder_ / ".new-XXXXXX").string();
  const OpenFile opened(::mkostemp(draft.data(), O_CLOEXEC));  // makes it with mode 0600
  if (opened.get() < 0) return unavailable("vault file not made", errno);
  const Temporary temporary(draft);
  if (!write_all(opened.get(), bytes) || ::fsync(opened.get()) != 0) {
    return unavailable("vault file not written", errno);
  }
  // link, unlike rename, fails when another process was first.
  const int outcome = replace == Replace::kYes ? ::rename(draft.c_str(), file.c_str())
                                               : ::link(draft.c_str(), file.c_str());
  if (outcome != 0 && errno == EEXIST) {
    return Error{ErrorCode::kAlreadyExists, "already in the vault"};
  }
  if (outcome != 0) return unavailable("vault file not put in place", errno);
  return sync_folder();
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
  return removed ? sync_folder() : ok_status();
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
