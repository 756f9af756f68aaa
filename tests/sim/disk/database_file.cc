#include "tests/sim/disk/database_file.h"

#include <algorithm>
#include <span>
#include <utility>

namespace cpa::sim {
namespace {

/// SQLite's code for an outcome of the disk; `io_code` says which operation failed.
int code_of(const Status& status, int io_code) {
  if (status) return SQLITE_OK;
  return status.error().code == ErrorCode::kStorageFull ? SQLITE_FULL : io_code;
}

}  // namespace

DatabaseFile::DatabaseFile(fake::FakeDisk& disk, Opened opened)
    : disk_(disk), opened_(std::move(opened)) {
  opened_.shared->users.push_back(this);
}

DatabaseFile::~DatabaseFile() {
  std::vector<DatabaseFile*>& users = opened_.shared->users;
  users.erase(std::find(users.begin(), users.end(), this));
}

int DatabaseFile::read(void* out, int size, sqlite3_int64 offset) {
  const std::span<std::uint8_t> wanted(static_cast<std::uint8_t*>(out),
                                       static_cast<std::size_t>(size));
  const auto found = opened_.file->read(static_cast<std::uint64_t>(offset), wanted);
  if (!found) return SQLITE_IOERR_READ;
  if (*found == wanted.size()) return SQLITE_OK;
  std::fill(wanted.begin() + static_cast<std::ptrdiff_t>(*found), wanted.end(), std::uint8_t{0});
  return SQLITE_IOERR_SHORT_READ;
}

int DatabaseFile::write(const void* bytes, int size, sqlite3_int64 offset) {
  const ByteView given(static_cast<const std::uint8_t*>(bytes), static_cast<std::size_t>(size));
  return code_of(opened_.file->write(static_cast<std::uint64_t>(offset), given),
                 SQLITE_IOERR_WRITE);
}

int DatabaseFile::truncate(sqlite3_int64 size) {
  return code_of(opened_.file->truncate(static_cast<std::uint64_t>(size)), SQLITE_IOERR_TRUNCATE);
}

int DatabaseFile::sync() {
  const int code = code_of(opened_.file->sync(), SQLITE_IOERR_FSYNC);
  if (code != SQLITE_OK || !std::exchange(opened_.sync_names_first, false)) return code;
  return code_of(disk_.sync_names(), SQLITE_IOERR_DIR_FSYNC);
}

int DatabaseFile::file_size(sqlite3_int64* size_out) {
  const auto size = opened_.file->size();
  if (!size) return SQLITE_IOERR_FSTAT;
  *size_out = static_cast<sqlite3_int64>(*size);
  return SQLITE_OK;
}

int DatabaseFile::level_of_others() const {
  int level = SQLITE_LOCK_NONE;
  for (const DatabaseFile* user : opened_.shared->users) {
    if (user != this) level = std::max(level, user->level_);
  }
  return level;
}

int DatabaseFile::lock(int level) {
  if (!opened_.file->usable()) return SQLITE_IOERR_LOCK;
  if (level_ >= level) return SQLITE_OK;
  const int others = level_of_others();
  if (level == SQLITE_LOCK_SHARED) {
    if (others >= SQLITE_LOCK_PENDING) return SQLITE_BUSY;
  } else if (others >= SQLITE_LOCK_RESERVED) {
    return SQLITE_BUSY;
  } else if (level == SQLITE_LOCK_EXCLUSIVE && others >= SQLITE_LOCK_SHARED) {
    level_ = SQLITE_LOCK_PENDING;  // no new reader comes in; those that are there may end
    return SQLITE_BUSY;
  }
  level_ = level;
  return SQLITE_OK;
}

int DatabaseFile::unlock(int level) {
  level_ = std::min(level_, level);
  return SQLITE_OK;
}

int DatabaseFile::check_reserved(int* reserved_out) {
  if (!opened_.file->usable()) return SQLITE_IOERR_CHECKRESERVEDLOCK;
  const bool reserved = std::max(level_, level_of_others()) >= SQLITE_LOCK_RESERVED;
  *reserved_out = reserved ? 1 : 0;
  return SQLITE_OK;
}

int DatabaseFile::map_shared(int region, int size, int extend, void volatile** memory_out) {
  *memory_out = nullptr;
  if (!opened_.file->usable()) return SQLITE_IOERR_SHMMAP;
  maps_memory_ = true;
  auto& regions = opened_.shared->regions;
  const auto wanted = static_cast<std::size_t>(region);
  if (wanted >= regions.size() && extend == 0) return SQLITE_OK;
  while (wanted >= regions.size()) {
    regions.push_back(std::make_unique<SharedFile::Region>(static_cast<std::size_t>(size)));
  }
  *memory_out = regions[wanted]->data();
  return SQLITE_OK;
}

int DatabaseFile::lock_shared(int first, int count, int flags) {
  const unsigned slots = ((1U << static_cast<unsigned>(count)) - 1U)
                         << static_cast<unsigned>(first);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    shared_locks_ &= ~slots;
    exclusive_locks_ &= ~slots;
    return SQLITE_OK;
  }
  if (!opened_.file->usable()) return SQLITE_IOERR_SHMLOCK;
  const bool alone = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (const DatabaseFile* user : opened_.shared->users) {
    if (user == this) continue;
    const unsigned in_the_way = user->exclusive_locks_ | (alone ? user->shared_locks_ : 0U);
    if ((in_the_way & slots) != 0) return SQLITE_BUSY;
  }
  (alone ? exclusive_locks_ : shared_locks_) |= slots;
  return SQLITE_OK;
}

int DatabaseFile::unmap_shared() {
  shared_locks_ = 0;
  exclusive_locks_ = 0;
  maps_memory_ = false;
  const std::vector<DatabaseFile*>& users = opened_.shared->users;
  const bool wanted = std::any_of(users.begin(), users.end(),
                                  [](const DatabaseFile* user) { return user->maps_memory_; });
  if (!wanted) opened_.shared->regions.clear();
  return SQLITE_OK;
}

}  // namespace cpa::sim
