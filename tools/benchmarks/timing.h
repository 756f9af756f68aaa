#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace cpa::bench {

/// Wall time of `work` in microseconds.
double elapsed_us(const std::function<void()>& work);
/// The middle value; `values` must not be empty.
double median(std::vector<double> values);
/// Processor time of this process until now, user and system, in milliseconds.
double cpu_ms();
/// A field of /proc/self/status in KiB: "VmRSS" now, "VmHWM" the highest.
std::int64_t memory_kib(std::string_view field);

}  // namespace cpa::bench
