#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/ports/disk.h"
#include "platform/fake/disk_content.h"
#include "platform/fake/random.h"

namespace cpa::fake {

/// How a step of a fake disk fails.
enum class DiskFault : std::uint8_t {
  kIoError,  ///< once
  kFull,     ///< writes alone, and every one from then on
};

/// A whole disk at one moment: to put an older home back, or to copy a home to another device.
struct DiskImage {
  std::map<std::filesystem::path, Bytes> files;
  std::set<std::filesystem::path> folders;
};

/// A disk in memory that loses what was not synced, and fails when a test says so.
///
/// A step is one change asked of it: a file made, a write, a truncation, a sync, a name changed.
/// Contents last from the sync of their file on, names from that of their folder, as POSIX has it:
/// any sync of names takes all that came before, as a journal does. Folders last at once.
/// Databases need a VFS of SQLite under the name this gives (tests/sim/disk).
/// Threading: one thread. Lifetime: borrows `random`, which draws what a power cut leaves.
class FakeDisk final : public ports::Disk {
 public:
  explicit FakeDisk(SeededRandom& random);
  FakeDisk(const FakeDisk&) = delete;
  FakeDisk& operator=(const FakeDisk&) = delete;

  [[nodiscard]] std::string sqlite_vfs() const override;
  Status make_folder(const std::filesystem::path& folder) override;
  [[nodiscard]] Result<std::vector<std::string>> list(
      const std::filesystem::path& folder) const override;
  [[nodiscard]] Result<std::unique_ptr<ports::FileLock>> lock(
      const std::filesystem::path& file) override;
  [[nodiscard]] Result<bool> exists(const std::filesystem::path& file) const override;
  [[nodiscard]] Result<Bytes> read(const std::filesystem::path& file) const override;
  Status write(const std::filesystem::path& file, ByteView bytes) override;
  Status rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
  Status remove(const std::filesystem::path& file) override;

  // --- faults ------------------------------------------------------------------------------
  /// Has the `nth` step from now fail (1 is the next); replaces what was planned before.
  void fail_at(std::uint64_t nth, DiskFault fault);
  /// Cuts the power at the `nth` step from now; if that is a write, it may be torn.
  void cut_at(std::uint64_t nth, Unsynced unsynced);
  /// Whether what was planned last has happened.
  [[nodiscard]] bool struck() const noexcept { return struck_; }
  /// From now on every step fails, and no lock is given.
  void make_read_only() { read_only_ = true; }
  [[nodiscard]] bool is_read_only() const noexcept { return read_only_; }
  /// From now on the disk says that it has synced, and has not.
  void ignore_sync() { ignores_sync_ = true; }
  /// Works again: nothing is planned, there is room, and all of the above is over.
  void mend();

  /// Cuts the power. What is open fails from now on, also after `restart`; every call fails until
  /// then; locks are free again.
  void cut(Unsynced unsynced);
  /// The power is back.
  void restart() { off_ = false; }

  // --- the whole ---------------------------------------------------------------------------
  /// What programs see now.
  [[nodiscard]] DiskImage snapshot() const;
  /// From now on the disk holds `image` and nothing else; what was open fails, locks are free.
  void restore(const DiskImage& image);

  // --- files left open, for the VFS --------------------------------------------------------
  class OpenFile;
  enum class Make : std::uint8_t { kNo, kYes };
  /// Opens `file`. Errors: kNotFound.
  [[nodiscard]] Result<std::unique_ptr<OpenFile>> open(const std::filesystem::path& file,
                                                       Make make);
  /// Removes a name that may come back after a power cut. Errors: kNotFound.
  Status unlink(const std::filesystem::path& file);
  /// All changes of names so far survive a power cut.
  Status sync_names();

 private:
  /// A file, which may have lost its name; void once `boot` is past.
  struct Node {
    std::uint64_t id;
    std::uint64_t boot;
    DiskContent content;
  };
  using Names = std::map<std::filesystem::path, std::shared_ptr<Node>>;
  /// `from` goes and `to` comes; either may be empty.
  struct NameChange {
    std::filesystem::path from, to;
    std::shared_ptr<Node> node;
  };
  enum class Step : std::uint8_t { kWrite, kOther, kSync };
  struct Plan {
    std::uint64_t steps_left;
    DiskFault fault;
    std::optional<Unsynced> cut;  ///< a cut in place of `fault`
  };

  std::shared_ptr<Node> new_node(Bytes content);
  [[nodiscard]] Status usable() const;
  /// Whether a file of that name has a folder to be in.
  [[nodiscard]] Status placed(const std::filesystem::path& file) const;
  /// Runs `change`, unless a fault comes first.
  Status step(Step kind, const std::function<void()>& change);
  /// What the planned fault does to a step of this kind; nothing while it is not yet its turn.
  Status strike(Step kind, const std::function<void()>& change);
  Status change_name(NameChange change);
  static void apply(const NameChange& change, Names& names);
  void begin_boot(const std::map<std::filesystem::path, Bytes>& files);

  SeededRandom& random_;
  Names seen_;
  Names synced_;
  std::vector<NameChange> pending_;
  std::set<std::filesystem::path> folders_{"/"};
  std::shared_ptr<std::set<std::filesystem::path>> locks_;  ///< shared with the locks given out
  std::uint64_t boot_{0};
  std::uint64_t nodes_{0};
  std::optional<Plan> plan_;
  bool struck_{false};
  bool off_{false};
  bool full_{false};
  bool read_only_{false};
  bool ignores_sync_{false};
};

/// An open file of a fake disk. Lifetime: borrows the disk.
/// Errors of all members: kStorageIo, kStorageFull.
class FakeDisk::OpenFile {
 public:
  OpenFile(FakeDisk& disk, std::shared_ptr<Node> node) : disk_(disk), node_(std::move(node)) {}

  /// Names the file, whatever it is called; another after each power cut.
  [[nodiscard]] std::uint64_t id() const noexcept { return node_->id; }
  /// An error when the power was cut since it was opened.
  [[nodiscard]] Status usable() const;
  [[nodiscard]] Result<std::uint64_t> size() const;
  /// Reads what there is from `offset` on, at most `out`; returns how many bytes.
  [[nodiscard]] Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const;
  Status write(std::uint64_t offset, ByteView bytes);
  Status truncate(std::uint64_t size);
  Status sync();

 private:
  FakeDisk& disk_;
  std::shared_ptr<Node> node_;
};

}  // namespace cpa::fake
