#pragma once

#include <memory>

#include "platform/fake/disk.h"

namespace cpa::sim {

/// Lets SQLite open databases on a fake disk, for as long as this object lives: the VFS that
/// `disk.sqlite_vfs()` names. It behaves as SQLite's own for Unix, WAL included, but that several
/// processes are several connections here, shared memory is no file, and a wait takes no time.
///
/// Lifetime: borrows `disk`; outlives every connection opened by it.
class DiskVfs {
 public:
  explicit DiskVfs(fake::FakeDisk& disk);
  ~DiskVfs();
  DiskVfs(const DiskVfs&) = delete;
  DiskVfs& operator=(const DiskVfs&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cpa::sim
