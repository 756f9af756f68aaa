#include "platform/posix/disk.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "platform/posix/open_file.h"

namespace cpa::posix {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kFileMode = 0600;
constexpr mode_t kFolderMode = 0700;

Error failure(const char* circumstance, int code) {
  const bool full = code == ENOSPC || code == EDQUOT;
  return {full ? ErrorCode::kStorageFull : ErrorCode::kStorageIo, circumstance, code};
}

bool is_absent(int code) noexcept { return code == ENOENT || code == ENOTDIR; }

bool is_folder(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// Makes a folder and those above it that are missing, each with its name on the disk.
Status make_missing(const fs::path& folder) {
  if (is_folder(folder)) return {};
  const fs::path parent = folder_of(folder);
  if (parent != folder) CPA_TRY(make_missing(parent));
  if (::mkdir(folder.c_str(), kFolderMode) != 0 && !(errno == EEXIST && is_folder(folder))) {
    return failure("folder not made", errno);
  }
  return sync_folder(parent);
}

/// Holds flock on an open file.
class HeldFile final : public ports::FileLock {
 public:
  explicit HeldFile(OpenFile file) : file_(std::move(file)) {}

 private:
  OpenFile file_;
};

Status write_draft(const fs::path& draft, ByteView bytes) {
  OpenFile file(
      ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, kFileMode));
  if (file.get() < 0) return failure("file not made", errno);
  if (!file.write_all(bytes) || ::fsync(file.get()) != 0) return failure("file not written", errno);
  return {};
}

}  // namespace

Status SystemDisk::make_folder(const fs::path& folder) {
  // Without its last slash: "home/" has no name to make.
  const fs::path named = folder.has_filename() ? folder : folder.parent_path();
  CPA_TRY(make_missing(named));
  static_cast<void>(::chmod(named.c_str(), kFolderMode));  // a mounted folder may be another's
  return {};
}

Result<std::vector<std::string>> SystemDisk::list(const fs::path& folder) const {
  std::error_code failed;
  std::vector<std::string> names;
  fs::directory_iterator each(folder, failed);
  for (; !failed && each != fs::directory_iterator(); each.increment(failed)) {
    std::error_code vanished;
    if (!each->is_directory(vanished)) names.push_back(each->path().filename().string());
  }
  if (is_absent(failed.value())) return Error{ErrorCode::kNotFound, "no such folder"};
  if (failed) return failure("folder not read", failed.value());
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::unique_ptr<ports::FileLock>> SystemDisk::lock(const fs::path& file) {
  OpenFile opened(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kFileMode));
  if (opened.get() < 0) return failure("lock file not opened", errno);
  if (::flock(opened.get(), LOCK_EX | LOCK_NB) != 0) {
    const int why = errno;
    if (why == EWOULDBLOCK) return Error{ErrorCode::kStorageBusy, "the lock is taken", why};
    return failure("lock not taken", why);
  }
  return std::unique_ptr<ports::FileLock>(std::make_unique<HeldFile>(std::move(opened)));
}

Result<bool> SystemDisk::exists(const fs::path& file) const {
  struct stat status {};
  if (::lstat(file.c_str(), &status) == 0) return true;
  if (is_absent(errno)) return false;
  return failure("file not looked up", errno);
}

Result<Bytes> SystemDisk::read(const fs::path& file) const {
  CPA_TRY_ASSIGN(OpenFile opened, open_to_read(file));
  return opened.read_all(ports::kSmallFileMax);
}

Status SystemDisk::write(const fs::path& file, ByteView bytes) {
  fs::path draft = file;
  draft += ".new";
  Status written = write_draft(draft, bytes);
  if (written && ::rename(draft.c_str(), file.c_str()) != 0) {
    written = failure("file not put in place", errno);
  }
  if (!written) {
    ::unlink(draft.c_str());
    return written;
  }
  return sync_folder(folder_of(file));
}

Status SystemDisk::rename(const fs::path& from, const fs::path& to) {
  // Hard links, which would see to it in one call, are forbidden to apps on Android.
  CPA_TRY_ASSIGN(const bool taken, exists(to));
  if (taken) return Error{ErrorCode::kAlreadyExists, "the new name is taken"};
  CPA_TRY_ASSIGN(const bool there, exists(from));
  if (!there) return Error{ErrorCode::kNotFound, "no such file"};
  if (::rename(from.c_str(), to.c_str()) != 0) return failure("file not renamed", errno);
  CPA_TRY(sync_folder(folder_of(to)));
  return folder_of(from) == folder_of(to) ? ok_status() : sync_folder(folder_of(from));
}

Status SystemDisk::remove(const fs::path& file) {
  if (::unlink(file.c_str()) != 0) {
    return is_absent(errno) ? ok_status() : failure("file not removed", errno);
  }
  return sync_folder(folder_of(file));
}

}  // namespace cpa::posix
