#include "platform/fake/disk.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace cpa::fake {
namespace {

namespace fs = std::filesystem;

Error io_error(const char* circumstance, int code = EIO) {
  return {ErrorCode::kStorageIo, circumstance, code};
}

Error absent() { return {ErrorCode::kNotFound, "no such file", ENOENT}; }

/// Gives its place in `held` back.
class HeldPath final : public ports::FileLock {
 public:
  HeldPath(std::shared_ptr<std::set<fs::path>> held, fs::path path)
      : held_(std::move(held)), path_(std::move(path)) {}
  ~HeldPath() override { held_->erase(path_); }
  HeldPath(const HeldPath&) = delete;
  HeldPath& operator=(const HeldPath&) = delete;

 private:
  std::shared_ptr<std::set<fs::path>> held_;
  fs::path path_;
};

}  // namespace

FakeDisk::FakeDisk(SeededRandom& random) : random_(random) { begin_boot({}); }

std::string FakeDisk::sqlite_vfs() const {
  // Its address tells it from the other disks of the process.
  return "fake-disk-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
}

// --- the door --------------------------------------------------------------------------------

Status FakeDisk::make_folder(const fs::path& folder) {
  CPA_TRY(usable());
  fs::path made;
  for (const fs::path& part : folder.lexically_normal()) {
    if (part.empty()) continue;  // a last slash
    made /= part;
    if (folders_.contains(made)) continue;
    if (seen_.contains(made)) return io_error("a file is in the way", ENOTDIR);
    CPA_TRY(step(Step::kOther, [&] { folders_.insert(made); }));
  }
  return {};
}

Result<std::vector<std::string>> FakeDisk::list(const fs::path& folder) const {
  CPA_TRY(usable());
  const fs::path place = (folder / "").lexically_normal().parent_path();
  if (!folders_.contains(place)) return absent();
  std::vector<std::string> names;
  for (const auto& [path, node] : seen_) {
    if (path.parent_path() == place) names.push_back(path.filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::unique_ptr<ports::FileLock>> FakeDisk::lock(const fs::path& file) {
  if (read_only_) return io_error("the disk is read-only", EROFS);
  CPA_TRY_ASSIGN(const auto made, open(file, Make::kYes));
  fs::path path = file.lexically_normal();
  if (!locks_->insert(path).second) {
    return Error{ErrorCode::kStorageBusy, "the lock is taken", EWOULDBLOCK};
  }
  return std::unique_ptr<ports::FileLock>(std::make_unique<HeldPath>(locks_, std::move(path)));
}

Result<bool> FakeDisk::exists(const fs::path& file) const {
  CPA_TRY(usable());
  const fs::path path = file.lexically_normal();
  return seen_.contains(path) || folders_.contains(path);
}

Result<Bytes> FakeDisk::read(const fs::path& file) const {
  CPA_TRY(usable());
  const fs::path path = file.lexically_normal();
  if (folders_.contains(path)) return io_error("a folder is no file", EISDIR);
  const auto found = seen_.find(path);
  if (found == seen_.end()) return absent();
  const Bytes& content = found->second->content.seen();
  if (content.size() > ports::kSmallFileMax) {
    return Error{ErrorCode::kLimitExceeded, "file too long"};
  }
  return content;
}

Status FakeDisk::write(const fs::path& file, ByteView bytes) {
  CPA_TRY(usable());
  CPA_TRY(placed(file));
  fs::path draft = file;
  draft += ".new";
  const auto put = [&]() -> Status {
    CPA_TRY_ASSIGN(const auto opened, open(draft, Make::kYes));
    CPA_TRY(opened->truncate(0));
    if (!bytes.empty()) CPA_TRY(opened->write(0, bytes));
    CPA_TRY(opened->sync());
    return change_name({draft.lexically_normal(), file.lexically_normal(), {}});
  };
  Status written = put();
  if (!written) {
    static_cast<void>(unlink(draft));
    return written;
  }
  return sync_names();
}

Status FakeDisk::rename(const fs::path& from, const fs::path& to) {
  CPA_TRY_ASSIGN(const bool taken, exists(to));
  if (taken) return Error{ErrorCode::kAlreadyExists, "the new name is taken"};
  if (!seen_.contains(from.lexically_normal())) return absent();
  CPA_TRY(placed(to));
  CPA_TRY(change_name({from.lexically_normal(), to.lexically_normal(), {}}));
  return sync_names();
}

Status FakeDisk::remove(const fs::path& file) {
  CPA_TRY(usable());
  if (folders_.contains(file.lexically_normal())) return io_error("a folder is no file", EISDIR);
  const Status removed = unlink(file);
  if (!removed) return removed.error().code == ErrorCode::kNotFound ? ok_status() : removed;
  return sync_names();
}

// --- open files ------------------------------------------------------------------------------

Result<std::unique_ptr<FakeDisk::OpenFile>> FakeDisk::open(const fs::path& file, Make make) {
  CPA_TRY(usable());
  CPA_TRY(placed(file));
  const fs::path path = file.lexically_normal();
  if (!seen_.contains(path)) {
    if (make == Make::kNo) return absent();
    CPA_TRY(change_name({{}, path, new_node({})}));
  }
  return std::make_unique<OpenFile>(*this, seen_.at(path));
}

Status FakeDisk::unlink(const fs::path& file) {
  CPA_TRY(usable());
  const fs::path path = file.lexically_normal();
  if (!seen_.contains(path)) return absent();
  return change_name({path, {}, {}});
}

Status FakeDisk::sync_names() {
  return step(Step::kSync, [&] {
    for (const NameChange& change : pending_) apply(change, synced_);
    pending_.clear();
  });
}

Status FakeDisk::OpenFile::usable() const {
  CPA_TRY(disk_.usable());
  if (node_->boot != disk_.boot_) return io_error("opened before the power was cut");
  return {};
}

Result<std::uint64_t> FakeDisk::OpenFile::size() const {
  CPA_TRY(usable());
  return std::uint64_t{node_->content.seen().size()};
}

Result<std::size_t> FakeDisk::OpenFile::read(std::uint64_t offset,
                                             std::span<std::uint8_t> out) const {
  CPA_TRY(usable());
  const ByteView all = node_->content.seen();
  if (offset >= all.size()) return std::size_t{0};
  const ByteView found =
      all.subspan(offset, std::min<std::size_t>(out.size(), all.size() - offset));
  std::copy(found.begin(), found.end(), out.begin());
  return found.size();
}

Status FakeDisk::OpenFile::write(std::uint64_t offset, ByteView bytes) {
  CPA_TRY(usable());
  return disk_.step(Step::kWrite, [&] { node_->content.write(offset, bytes); });
}

Status FakeDisk::OpenFile::truncate(std::uint64_t size) {
  CPA_TRY(usable());
  return disk_.step(Step::kOther, [&] { node_->content.truncate(size); });
}

Status FakeDisk::OpenFile::sync() {
  CPA_TRY(usable());
  return disk_.step(Step::kSync, [&] { node_->content.sync(); });
}

// --- faults ----------------------------------------------------------------------------------

void FakeDisk::fail_at(std::uint64_t nth, DiskFault fault) {
  plan_ = Plan{nth, fault, std::nullopt};
  struck_ = false;
}

void FakeDisk::cut_at(std::uint64_t nth, Unsynced unsynced) {
  plan_ = Plan{nth, DiskFault::kIoError, unsynced};
  struck_ = false;
}

void FakeDisk::mend() {
  plan_.reset();
  full_ = false;
  read_only_ = false;
  ignores_sync_ = false;
}

Status FakeDisk::step(Step kind, const std::function<void()>& change) {
  CPA_TRY(usable());
  if (read_only_) return io_error("the disk is read-only", EROFS);
  CPA_TRY(strike(kind, change));
  if (full_ && kind == Step::kWrite) {
    return Error{ErrorCode::kStorageFull, "the disk is full", ENOSPC};
  }
  if (!(ignores_sync_ && kind == Step::kSync)) change();
  return {};
}

Status FakeDisk::strike(Step kind, const std::function<void()>& change) {
  if (!plan_) return {};
  const bool counts = plan_->cut || plan_->fault != DiskFault::kFull || kind == Step::kWrite;
  if (!counts || --plan_->steps_left != 0) return {};
  const Plan plan = *std::exchange(plan_, std::nullopt);
  struck_ = true;
  if (plan.cut) {
    if (kind != Step::kSync) change();  // under way: the cut decides what is left of it
    cut(*plan.cut);
    return io_error("the power was cut");
  }
  full_ = plan.fault == DiskFault::kFull;
  return full_ ? ok_status() : io_error("an error of the disk");
}

void FakeDisk::cut(Unsynced unsynced) {
  std::size_t kept = pending_.size();
  if (unsynced == Unsynced::kDropped) kept = 0;
  if (unsynced == Unsynced::kDrawn) kept = random_.below(pending_.size() + 1);
  for (std::size_t i = 0; i < kept; ++i) apply(pending_[i], synced_);
  std::map<fs::path, Bytes> files;
  for (const auto& [path, node] : synced_) {
    files.emplace(path, node->content.after_cut(unsynced, random_));
  }
  begin_boot(files);
  off_ = true;
}

DiskImage FakeDisk::snapshot() const {
  DiskImage image{{}, folders_};
  for (const auto& [path, node] : seen_) image.files.emplace(path, node->content.seen());
  return image;
}

void FakeDisk::restore(const DiskImage& image) {
  folders_ = image.folders;
  begin_boot(image.files);
  off_ = false;
}

// --- inside ----------------------------------------------------------------------------------

std::shared_ptr<FakeDisk::Node> FakeDisk::new_node(Bytes content) {
  return std::make_shared<Node>(Node{++nodes_, boot_, DiskContent(std::move(content))});
}

Status FakeDisk::usable() const {
  if (off_) return io_error("the power is off");
  return {};
}

Status FakeDisk::placed(const fs::path& file) const {
  const fs::path path = file.lexically_normal();
  if (!folders_.contains(path.parent_path())) return io_error("no such folder", ENOENT);
  if (folders_.contains(path)) return io_error("a folder is no file", EISDIR);
  return {};
}

/// A change without a node moves the one that `from` names.
Status FakeDisk::change_name(NameChange change) {
  if (!change.to.empty() && change.node == nullptr) change.node = seen_.at(change.from);
  return step(Step::kOther, [&] {
    apply(change, seen_);
    pending_.push_back(std::move(change));
  });
}

void FakeDisk::apply(const NameChange& change, Names& names) {
  if (!change.from.empty()) names.erase(change.from);
  if (!change.to.empty()) names.insert_or_assign(change.to, change.node);
}

void FakeDisk::begin_boot(const std::map<fs::path, Bytes>& files) {
  ++boot_;
  seen_.clear();
  for (const auto& [path, content] : files) seen_.emplace(path, new_node(content));
  synced_ = seen_;
  pending_.clear();
  locks_ = std::make_shared<std::set<fs::path>>();
}

}  // namespace cpa::fake
