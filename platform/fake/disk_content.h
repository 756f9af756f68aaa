#pragma once

#include <cstdint>
#include <vector>

#include "core/base/bytes.h"
#include "platform/fake/random.h"

namespace cpa::fake {

/// What becomes, at a power cut, of changes that were not synced.
enum class Unsynced : std::uint8_t {
  kKept,     ///< all are on the disk: also what a killed process leaves
  kDropped,  ///< none is
  kDrawn,    ///< each write is kept, dropped or torn; of the changes of names the last are lost
};

/// The content of a file on a fake disk: as programs see it, and what would come back after a cut.
class DiskContent {
 public:
  DiskContent() = default;
  /// Content that is all on the disk.
  explicit DiskContent(Bytes synced) : seen_(synced), synced_(std::move(synced)) {}

  [[nodiscard]] const Bytes& seen() const noexcept { return seen_; }
  /// Writes at `offset`; a gap before it reads as zeros.
  void write(std::uint64_t offset, ByteView bytes);
  void truncate(std::uint64_t size);
  /// From now on all that was done is on the disk.
  void sync();
  /// The content after a power cut now.
  [[nodiscard]] Bytes after_cut(Unsynced unsynced, SeededRandom& random) const;

 private:
  /// A write; without bytes, a truncation to `offset`.
  struct Change {
    std::uint64_t offset;
    Bytes bytes;
  };
  static void apply(const Change& change, Bytes& content);
  static void apply_drawn(const Change& change, Bytes& content, SeededRandom& random);

  Bytes seen_;
  Bytes synced_;
  std::vector<Change> pending_;
};

}  // namespace cpa::fake
