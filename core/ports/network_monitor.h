#pragma once

#include <cstdint>

namespace cpa::ports {

/// What the platform knows of the present network.
enum class NetworkClass : std::uint8_t { kNone, kUnmetered, kMetered, kRoaming, kCaptive };

/// The door to what the platform says about networks. Any thread.
class NetworkMonitor {
 public:
  virtual ~NetworkMonitor() = default;
  [[nodiscard]] virtual NetworkClass current() const = 0;
};

}  // namespace cpa::ports
