#pragma once

namespace cpa {

/// Writes the broken promise to stderr and ends the process.
[[noreturn]] void check_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace cpa

/// Stops the process when one of our own promises is broken, in release too. Never judges input.
#define CPA_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::cpa::check_failed(#condition, __FILE__, __LINE__))
