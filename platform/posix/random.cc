#include "platform/posix/random.h"

#include <sys/random.h>

#include <cerrno>

#include "core/base/check.h"

namespace cpa::posix {

void SystemRandom::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t count = getrandom(out.data(), out.size(), 0);
    if (count < 0) {
      CPA_CHECK(errno == EINTR);
      continue;
    }
    out = out.subspan(static_cast<std::size_t>(count));
  }
}

}  // namespace cpa::posix
