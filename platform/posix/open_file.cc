#include "platform/posix/open_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace cpa::posix {

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool OpenFile::write_all(ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

Result<Bytes> OpenFile::read_all(std::size_t bytes_max) {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) {
    return Error{ErrorCode::kStorageIo, "file not read", errno};
  }
  const auto size = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
  if (size > bytes_max) return Error{ErrorCode::kLimitExceeded, "file too long"};
  Bytes bytes(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count = ::read(descriptor_, bytes.data() + done, size - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return Error{ErrorCode::kStorageIo, "file not read", errno};
    done += static_cast<std::size_t>(count);
  }
  return bytes;
}

Result<OpenFile> open_to_read(const std::filesystem::path& file) {
  OpenFile opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (opened.get() >= 0) return opened;
  const int why = errno;
  const bool absent = why == ENOENT || why == ENOTDIR;
  return Error{absent ? ErrorCode::kNotFound : ErrorCode::kStorageIo, "file not opened", why};
}

Status sync_folder(const std::filesystem::path& folder) {
  const OpenFile opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0) return Error{ErrorCode::kStorageIo, "folder not opened", errno};
  // EINVAL: a file system that writes its names without being asked.
  if (::fsync(opened.get()) != 0 && errno != EINVAL) {
    return Error{ErrorCode::kStorageIo, "folder not written", errno};
  }
  return {};
}

}  // namespace cpa::posix
