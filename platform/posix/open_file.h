#pragma once

#include <filesystem>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace cpa::posix {

/// A file descriptor, or none (-1); closed when the object goes.
class OpenFile {
 public:
  OpenFile() = default;
  explicit OpenFile(int descriptor) noexcept : descriptor_(descriptor) {}
  OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  OpenFile& operator=(OpenFile&&) = delete;
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile();
  [[nodiscard]] int get() const noexcept { return descriptor_; }

  /// Writes all of `bytes`; false with errno set otherwise.
  bool write_all(ByteView bytes);
  /// The rest of the file. The bytes have their final size from the start: growing would leave
  /// copies of a secret behind. Errors: kStorageIo, kLimitExceeded beyond `bytes_max`.
  [[nodiscard]] Result<Bytes> read_all(std::size_t bytes_max);

 private:
  int descriptor_{-1};
};

/// Opens `file` for reading, following no symbolic link. Errors: kNotFound, kStorageIo.
Result<OpenFile> open_to_read(const std::filesystem::path& file);
/// Makes the names in `folder` survive a power cut. Errors: kStorageIo.
Status sync_folder(const std::filesystem::path& folder);

}  // namespace cpa::posix
