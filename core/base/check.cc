#include "core/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace cpa {

void check_failed(const char* condition, const char* file, int line) noexcept {
  std::fprintf(stderr, "cpa: broken promise: %s (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace cpa
