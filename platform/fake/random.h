#pragma once

#include <cstdint>
#include <span>

#include "core/base/mutex.h"
#include "core/ports/random.h"

namespace cpa::fake {

/// Repeatable bytes from a seed, for tests alone: anybody can guess them.
class SeededRandom final : public ports::Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}

  void fill(std::span<std::uint8_t> out) override;
  /// The next 64 bits.
  std::uint64_t next();
  /// A number in [0, bound); `bound` > 0.
  std::uint64_t below(std::uint64_t bound);
  /// True `percent` times out of a hundred.
  bool chance(unsigned percent);

 private:
  Mutex mutex_;
  std::uint64_t state_ CPA_GUARDED_BY(mutex_);
};

}  // namespace cpa::fake
