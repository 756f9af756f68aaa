#include "platform/fake/random.h"

#include "core/base/check.h"

namespace cpa::fake {

void SeededRandom::fill(std::span<std::uint8_t> out) {
  std::uint64_t word = 0;
  std::size_t left = 0;
  for (std::uint8_t& byte : out) {
    if (left == 0) {
      word = next();
      left = sizeof word;
    }
    byte = static_cast<std::uint8_t>(word & 0xFFU);
    word >>= 8U;
    --left;
  }
}

std::uint64_t SeededRandom::next() {
  // SplitMix64: one word of state, so a seed printed by a failing test says everything.
  const MutexLock lock(mutex_);
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
  return mixed ^ (mixed >> 31U);
}

std::uint64_t SeededRandom::below(std::uint64_t bound) {
  CPA_CHECK(bound > 0);
  return next() % bound;
}

bool SeededRandom::chance(unsigned percent) { return below(100) < percent; }

}  // namespace cpa::fake
