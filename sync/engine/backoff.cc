#include "sync/engine/backoff.h"

#include <algorithm>

namespace cpa::engine {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirst = std::chrono::seconds(2);
constexpr milliseconds kLongestVisible = std::chrono::minutes(5);
constexpr milliseconds kLongestHidden = std::chrono::minutes(60);

}  // namespace

milliseconds Backoff::next(Verdict verdict) {
  if (verdict != last_) {
    last_ = verdict;
    ceiling_ = kFirst;
  } else {
    ceiling_ = std::min(ceiling_ * 2, visible_ ? kLongestVisible : kLongestHidden);
  }
  return jitter(ceiling_);
}

void Backoff::reset() noexcept {
  last_ = Verdict::kVerified;
  ceiling_ = milliseconds(0);
}

milliseconds Backoff::jitter(milliseconds span) {
  // SplitMix64, as good as any here: nobody gains by guessing when a phone comes back.
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
  mixed ^= mixed >> 31U;
  const auto steps = static_cast<std::uint64_t>(span.count()) + 1;
  return milliseconds(static_cast<std::int64_t>(mixed % steps));
}

}  // namespace cpa::engine
