#include "platform/fake/disk_content.h"

#include <algorithm>

namespace cpa::fake {
namespace {

/// What a disk writes in one piece.
constexpr std::uint64_t kSector = 512;

}  // namespace

void DiskContent::write(std::uint64_t offset, ByteView bytes) {
  if (bytes.empty()) return;
  pending_.push_back({offset, copy_of(bytes)});
  apply(pending_.back(), seen_);
}

void DiskContent::truncate(std::uint64_t size) {
  pending_.push_back({size, {}});
  apply(pending_.back(), seen_);
}

void DiskContent::sync() {
  for (const Change& change : pending_) apply(change, synced_);
  pending_.clear();
}

Bytes DiskContent::after_cut(Unsynced unsynced, SeededRandom& random) const {
  Bytes content = synced_;
  if (unsynced == Unsynced::kDropped) return content;
  for (const Change& change : pending_) {
    if (unsynced == Unsynced::kKept) {
      apply(change, content);
    } else {
      apply_drawn(change, content, random);
    }
  }
  return content;
}

void DiskContent::apply(const Change& change, Bytes& content) {
  if (change.bytes.empty()) {
    content.resize(change.offset);
    return;
  }
  content.resize(std::max<std::size_t>(content.size(), change.offset + change.bytes.size()));
  std::copy(change.bytes.begin(), change.bytes.end(),
            content.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

/// Keeps the change, drops it, or tears it: only its head or only its tail is written, up to a
/// boundary between sectors.
void DiskContent::apply_drawn(const Change& change, Bytes& content, SeededRandom& random) {
  const std::uint64_t draw = random.below(3);
  if (draw == 0) return;
  const std::uint64_t first = change.offset / kSector + 1;  // the first boundary inside the write
  const std::uint64_t last = (change.offset + change.bytes.size() + kSector - 1) / kSector;
  if (draw == 1 || last <= first) return apply(change, content);
  const auto head =
      static_cast<std::ptrdiff_t>((first + random.below(last - first)) * kSector - change.offset);
  const auto middle = change.bytes.begin() + head;
  if (random.chance(50)) {
    apply({change.offset, Bytes(change.bytes.begin(), middle)}, content);
  } else {
    apply({change.offset + static_cast<std::uint64_t>(head), Bytes(middle, change.bytes.end())},
          content);
  }
}

}  // namespace cpa::fake
