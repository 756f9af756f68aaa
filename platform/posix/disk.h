#pragma once

#include "core/ports/disk.h"

namespace cpa::posix {

/// The files of the system this runs on. Links are not followed where a file is read, written or
/// locked; what is made belongs to this user alone (0600, folders 0700).
class SystemDisk final : public ports::Disk {
 public:
  [[nodiscard]] std::string sqlite_vfs() const override { return {}; }

  Status make_folder(const std::filesystem::path& folder) override;
  [[nodiscard]] Result<std::vector<std::string>> list(
      const std::filesystem::path& folder) const override;
  /// flock: the kernel gives it back after a kill.
  [[nodiscard]] Result<std::unique_ptr<ports::FileLock>> lock(
      const std::filesystem::path& file) override;

  [[nodiscard]] Result<bool> exists(const std::filesystem::path& file) const override;
  [[nodiscard]] Result<Bytes> read(const std::filesystem::path& file) const override;
  /// Writes a draft beside `file`, named after it and ".new", which then takes its name.
  Status write(const std::filesystem::path& file, ByteView bytes) override;
  Status rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
  Status remove(const std::filesystem::path& file) override;
};

}  // namespace cpa::posix
