#pragma once

#include <cstdint>
#include <span>

namespace cpa::ports {

/// The door to unpredictable bytes. Any thread.
class Random {
 public:
  virtual ~Random() = default;
  /// Fills `out` with bytes nobody can guess. Ends the process if the system has none.
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

}  // namespace cpa::ports
