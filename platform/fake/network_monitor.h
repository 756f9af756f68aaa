#pragma once

#include <atomic>

#include "core/ports/network_monitor.h"

namespace cpa::fake {

/// A platform that says of the network what the test wants.
class FakeNetworkMonitor final : public ports::NetworkMonitor {
 public:
  explicit FakeNetworkMonitor(ports::NetworkClass network = ports::NetworkClass::kUnmetered)
      : network_(network) {}
  [[nodiscard]] ports::NetworkClass current() const override { return network_.load(); }
  /// From now on the platform reports `network`.
  void set(ports::NetworkClass network) { network_.store(network); }

 private:
  std::atomic<ports::NetworkClass> network_;
};

}  // namespace cpa::fake
