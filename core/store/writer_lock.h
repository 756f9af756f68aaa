#pragma once

#include <filesystem>
#include <utility>

#include "core/base/result.h"

namespace cpa::store {

/// The right to write, held by one process at a time; the system gives it back when the process
/// ends.
class WriterLock {
 public:
  /// Errors: kStorageBusy when another process holds it, kStorageIo.
  static Result<WriterLock> take(const std::filesystem::path& file);
  WriterLock() = default;
  WriterLock(WriterLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  WriterLock& operator=(WriterLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;
  ~WriterLock();

 private:
  explicit WriterLock(int descriptor) noexcept : descriptor_(descriptor) {}
  int descriptor_{-1};
};

}  // namespace cpa::store
