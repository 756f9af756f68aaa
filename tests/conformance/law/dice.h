#pragma once

#include <cstdint>

namespace cpa::oracle {

/// SplitMix64: a fixed sequence that looks random.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  int below(int limit) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<int>((mixed ^ (mixed >> 31U)) % static_cast<std::uint64_t>(limit));
  }
  bool one_in(int count) { return below(count) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace cpa::oracle
