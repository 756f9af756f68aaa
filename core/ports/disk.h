#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace cpa::ports {

/// The longest file that `Disk::read` takes into memory.
inline constexpr std::size_t kSmallFileMax = 1U << 20U;

/// The right to write where a lock file lies; given back when the object goes or its process ends.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

/// The door to the files of a home.
///
/// What a member changed survives a power cut once it has returned; cut off before, it did the
/// whole or nothing. The content of databases passes by SQLite, through the VFS named here.
/// Threading: any thread, but one writer of a folder at a time, which `lock` sees to.
/// Errors of all members: kStorageIo, of those that write also kStorageFull; `detail` is the errno.
class Disk {
 public:
  virtual ~Disk() = default;
  /// The SQLite VFS that opens databases on this disk; "" for the library's own.
  [[nodiscard]] virtual std::string sqlite_vfs() const = 0;

  /// Makes `folder` and those above it, private to this user, and an earlier one private too where
  /// the system lets us: what is in it is encrypted in any case.
  virtual Status make_folder(const std::filesystem::path& folder) = 0;
  /// The names of the files in `folder`, sorted; folders are left out. Errors: kNotFound.
  [[nodiscard]] virtual Result<std::vector<std::string>> list(
      const std::filesystem::path& folder) const = 0;
  /// Takes the lock of `file`, which is made when it is not there and stays.
  /// Errors: kStorageBusy when it is taken, by whichever process.
  [[nodiscard]] virtual Result<std::unique_ptr<FileLock>> lock(
      const std::filesystem::path& file) = 0;

  [[nodiscard]] virtual Result<bool> exists(const std::filesystem::path& file) const = 0;
  /// The content of `file`. Errors: kNotFound, kLimitExceeded beyond `kSmallFileMax`.
  [[nodiscard]] virtual Result<Bytes> read(const std::filesystem::path& file) const = 0;
  /// Gives `file`, made when it is not there, the content `bytes`. On error it has the old content
  /// or the new one, whole.
  virtual Status write(const std::filesystem::path& file, ByteView bytes) = 0;
  /// Gives the file `from` the name `to`, in whatever folder. Nothing is written over.
  /// Errors: kNotFound, kAlreadyExists.
  virtual Status rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  /// Removes `file`; done when it was not there.
  virtual Status remove(const std::filesystem::path& file) = 0;
};

}  // namespace cpa::ports
