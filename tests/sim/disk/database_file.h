#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "platform/fake/disk.h"

namespace cpa::sim {

class DatabaseFile;

/// What the connections to one database have in common: their locks, and the memory they share.
struct SharedFile {
  using Region = std::vector<std::uint8_t>;
  std::vector<DatabaseFile*> users;
  std::vector<std::unique_ptr<Region>> regions;
};

/// A file that SQLite has open on a fake disk. Members are those of `sqlite3_io_methods` and
/// return codes of SQLite; where SQLite's Unix VFS has a habit, this has it too.
class DatabaseFile {
 public:
  /// `sync_names_first`: the first sync takes the file's name along, as for a journal just made.
  struct Opened {
    std::unique_ptr<fake::FakeDisk::OpenFile> file;
    std::shared_ptr<SharedFile> shared;
    bool sync_names_first{false};
  };
  DatabaseFile(fake::FakeDisk& disk, Opened opened);
  ~DatabaseFile();
  DatabaseFile(const DatabaseFile&) = delete;
  DatabaseFile& operator=(const DatabaseFile&) = delete;

  int read(void* out, int size, sqlite3_int64 offset);
  int write(const void* bytes, int size, sqlite3_int64 offset);
  int truncate(sqlite3_int64 size);
  int sync();
  int file_size(sqlite3_int64* size_out);

  int lock(int level);
  int unlock(int level);
  int check_reserved(int* reserved_out);

  int map_shared(int region, int size, int extend, void volatile** memory_out);
  int lock_shared(int first, int count, int flags);
  int unmap_shared();

 private:
  [[nodiscard]] int level_of_others() const;

  fake::FakeDisk& disk_;
  Opened opened_;
  int level_{SQLITE_LOCK_NONE};
  bool maps_memory_{false};
  unsigned shared_locks_{0};     ///< a bit for each slot of the shared memory
  unsigned exclusive_locks_{0};  ///< likewise
};

}  // namespace cpa::sim
