#include "core/store/writer_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace cpa::store {

Result<WriterLock> WriterLock::take(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return Error{ErrorCode::kStorageIo, "cannot open the lock file", errno};
  WriterLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const int why = errno;
    return Error{why == EWOULDBLOCK ? ErrorCode::kStorageBusy : ErrorCode::kStorageIo,
                 "cannot lock the store for writing", why};
  }
  return lock;
}

WriterLock::~WriterLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace cpa::store
