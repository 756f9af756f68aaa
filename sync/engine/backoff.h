#pragma once

#include <chrono>
#include <cstdint>

#include "sync/engine/state.h"

namespace cpa::engine {

/// How long to wait after failures: full jitter, 2 s doubling to 5 min (60 min in the background).
/// A new class of failure starts again at 2 s. Deterministic for a seed.
class Backoff {
 public:
  explicit Backoff(std::uint64_t seed) : state_(seed) {}

  /// The wait after one more failure of class `verdict`, uniform in [0, ceiling].
  std::chrono::milliseconds next(Verdict verdict);
  /// The largest value `next` could have given when last called.
  [[nodiscard]] std::chrono::milliseconds ceiling() const noexcept { return ceiling_; }
  /// A success, or a new path: the next failure waits at most 2 s again.
  void reset() noexcept;
  /// Whether the app is on screen.
  void set_visible(bool visible) noexcept { visible_ = visible; }
  /// A uniform wait in [0, span]: spreads clients that would all come back at once.
  std::chrono::milliseconds jitter(std::chrono::milliseconds span);

 private:
  std::uint64_t state_;
  std::chrono::milliseconds ceiling_{0};
  Verdict last_{Verdict::kVerified};
  bool visible_{true};
};

}  // namespace cpa::engine
