// What SQLite calls is C: a table of functions for the disk, another for each open file. Both lead
// to objects here. Nothing below throws but for want of memory, which ends a test anyway.

#include "tests/sim/disk/disk_vfs.h"

#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <map>
#include <string>
#include <utility>

#include "tests/sim/disk/database_file.h"

namespace cpa::sim {
namespace {

/// What SQLite allots for an open file.
struct Slot {
  sqlite3_file base;
  DatabaseFile* file;
};

DatabaseFile& file_of(sqlite3_file* file) { return *reinterpret_cast<Slot*>(file)->file; }

int close_file(sqlite3_file* file) noexcept {
  delete &file_of(file);
  return SQLITE_OK;
}
int read_file(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) noexcept {
  return file_of(file).read(out, size, offset);
}
int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) noexcept {
  return file_of(file).write(bytes, size, offset);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) noexcept {
  return file_of(file).truncate(size);
}
int sync_file(sqlite3_file* file, int) noexcept { return file_of(file).sync(); }
int size_of_file(sqlite3_file* file, sqlite3_int64* size_out) noexcept {
  return file_of(file).file_size(size_out);
}
int lock_file(sqlite3_file* file, int level) noexcept { return file_of(file).lock(level); }
int unlock_file(sqlite3_file* file, int level) noexcept { return file_of(file).unlock(level); }
int check_reserved(sqlite3_file* file, int* reserved_out) noexcept {
  return file_of(file).check_reserved(reserved_out);
}
int file_control(sqlite3_file*, int, void*) noexcept { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) noexcept { return 4096; }
/// As on Unix: a torn write spoils nothing outside its own range.
int characteristics(sqlite3_file*) noexcept { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }
int map_shared(sqlite3_file* file, int region, int size, int extend,
               void volatile** memory_out) noexcept {
  return file_of(file).map_shared(region, size, extend, memory_out);
}
int lock_shared(sqlite3_file* file, int first, int count, int flags) noexcept {
  return file_of(file).lock_shared(first, count, flags);
}
void barrier(sqlite3_file*) noexcept { std::atomic_thread_fence(std::memory_order_seq_cst); }
int unmap_shared(sqlite3_file* file, int) noexcept { return file_of(file).unmap_shared(); }

constexpr sqlite3_io_methods kFileMethods = {2,
                                             close_file,
                                             read_file,
                                             write_file,
                                             truncate_file,
                                             sync_file,
                                             size_of_file,
                                             lock_file,
                                             unlock_file,
                                             check_reserved,
                                             file_control,
                                             sector_size,
                                             characteristics,
                                             map_shared,
                                             lock_shared,
                                             barrier,
                                             unmap_shared,
                                             nullptr,
                                             nullptr};

/// 2026-01-01T00:00Z in milliseconds of the Julian calendar: a disk needs no better clock.
constexpr sqlite3_int64 kJulianNow = 2461041LL * 86'400'000LL + 43'200'000LL;

int no_random(sqlite3_vfs*, int size, char* out) noexcept {
  std::memset(out, 0, static_cast<std::size_t>(size));  // SQLite asks the library's own VFS
  return size;
}
int no_sleep(sqlite3_vfs*, int microseconds) noexcept { return microseconds; }
int no_error(sqlite3_vfs*, int, char*) noexcept { return 0; }
int julian_now(sqlite3_vfs*, sqlite3_int64* now_out) noexcept {
  *now_out = kJulianNow;
  return SQLITE_OK;
}
int julian_day(sqlite3_vfs*, double* now_out) noexcept {
  *now_out = static_cast<double>(kJulianNow) / 86'400'000.0;
  return SQLITE_OK;
}
int full_path(sqlite3_vfs*, const char* path, int size, char* out) noexcept {
  const std::size_t length = std::strlen(path) + 1;
  if (length > static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
  std::memcpy(out, path, length);
  return SQLITE_OK;
}

}  // namespace

struct DiskVfs::State {
  explicit State(fake::FakeDisk& on) : disk(on), name(on.sqlite_vfs()) {}

  static State& of(sqlite3_vfs* vfs) noexcept { return *static_cast<State*>(vfs->pAppData); }
  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags,
                  int* flags_out) noexcept;
  static int remove(sqlite3_vfs* vfs, const char* path, int sync_names) noexcept;
  static int access(sqlite3_vfs* vfs, const char* path, int what, int* yes_out) noexcept;

  /// The locks and the memory of a file's users: they go with the last of them, and a power cut
  /// gives the file another id.
  std::shared_ptr<SharedFile> shared_of(std::uint64_t id) {
    std::shared_ptr<SharedFile> shared = shared_files[id].lock();
    if (shared == nullptr) shared_files[id] = shared = std::make_shared<SharedFile>();
    return shared;
  }

  fake::FakeDisk& disk;
  std::string name;
  std::map<std::uint64_t, std::weak_ptr<SharedFile>> shared_files;
  sqlite3_vfs vfs{};
};

int DiskVfs::State::open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags,
                         int* flags_out) noexcept {
  file->pMethods = nullptr;                     // not to be closed unless it is opened
  if (path == nullptr) return SQLITE_CANTOPEN;  // temporary files are in memory
  State& state = of(vfs);
  const auto there = state.disk.exists(path);
  if (!there) return SQLITE_CANTOPEN;
  if (state.disk.is_read_only() && (flags & SQLITE_OPEN_READWRITE) != 0) {
    flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
  }
  const bool makes = !*there && (flags & SQLITE_OPEN_CREATE) != 0;
  auto opened =
      state.disk.open(path, makes ? fake::FakeDisk::Make::kYes : fake::FakeDisk::Make::kNo);
  if (!opened) return SQLITE_CANTOPEN;
  const bool is_journal =
      (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0;
  std::shared_ptr<SharedFile> shared = state.shared_of((*opened)->id());
  auto* const slot = reinterpret_cast<Slot*>(file);
  slot->file = new DatabaseFile(state.disk, {std::move(*opened), std::move(shared),
                                             is_journal && (flags & SQLITE_OPEN_CREATE) != 0});
  file->pMethods = &kFileMethods;
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

int DiskVfs::State::remove(sqlite3_vfs* vfs, const char* path, int sync_names) noexcept {
  fake::FakeDisk& disk = of(vfs).disk;
  const Status removed = disk.unlink(path);
  if (!removed) {
    return removed.error().code == ErrorCode::kNotFound ? SQLITE_IOERR_DELETE_NOENT
                                                        : SQLITE_IOERR_DELETE;
  }
  return sync_names == 0 || disk.sync_names() ? SQLITE_OK : SQLITE_IOERR_DIR_FSYNC;
}

int DiskVfs::State::access(sqlite3_vfs* vfs, const char* path, int what, int* yes_out) noexcept {
  fake::FakeDisk& disk = of(vfs).disk;
  *yes_out = 0;
  const auto there = disk.exists(path);
  if (!there) return SQLITE_IOERR_ACCESS;
  if (!*there) return SQLITE_OK;
  const auto opened = disk.open(path, fake::FakeDisk::Make::kNo);
  if (!opened) return SQLITE_IOERR_ACCESS;
  const auto size = (*opened)->size();
  if (!size) return SQLITE_IOERR_ACCESS;
  // An empty file does not count as there, as on Unix: it may be left of a journal.
  const bool yes = what == SQLITE_ACCESS_READWRITE ? !disk.is_read_only() : *size > 0;
  *yes_out = yes ? 1 : 0;
  return SQLITE_OK;
}

DiskVfs::DiskVfs(fake::FakeDisk& disk) : state_(std::make_unique<State>(disk)) {
  sqlite3_vfs& vfs = state_->vfs;
  vfs.iVersion = 2;
  vfs.szOsFile = static_cast<int>(sizeof(Slot));
  vfs.mxPathname = 1024;
  vfs.zName = state_->name.c_str();
  vfs.pAppData = state_.get();
  vfs.xOpen = &State::open;
  vfs.xDelete = &State::remove;
  vfs.xAccess = &State::access;
  vfs.xFullPathname = &full_path;
  vfs.xRandomness = &no_random;
  vfs.xSleep = &no_sleep;
  vfs.xCurrentTime = &julian_day;
  vfs.xGetLastError = &no_error;
  vfs.xCurrentTimeInt64 = &julian_now;
  CPA_CHECK(sqlite3_vfs_register(&vfs, 0) == SQLITE_OK);
}

DiskVfs::~DiskVfs() { sqlite3_vfs_unregister(&state_->vfs); }

}  // namespace cpa::sim
