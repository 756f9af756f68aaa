#pragma once

#include "core/ports/random.h"

namespace cpa::posix {

/// The random bytes of the kernel (getrandom).
class SystemRandom final : public ports::Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace cpa::posix
