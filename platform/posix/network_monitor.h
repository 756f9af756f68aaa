#pragma once

#include <atomic>

#include "core/ports/network_monitor.h"

namespace cpa::posix {

/// A laptop says nothing of its network: this one reports what its owner tells it.
class ManualNetworkMonitor final : public ports::NetworkMonitor {
 public:
  explicit ManualNetworkMonitor(ports::NetworkClass network = ports::NetworkClass::kUnmetered)
      : network_(network) {}
  [[nodiscard]] ports::NetworkClass current() const override { return network_.load(); }
  /// From now on `current` gives `network`. Any thread.
  void set(ports::NetworkClass network) { network_.store(network); }

 private:
  std::atomic<ports::NetworkClass> network_;
};

}  // namespace cpa::posix
