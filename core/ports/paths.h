#pragma once

#include <filesystem>

namespace cpa::ports {

/// The door to the places where the host lets us keep files.
class Paths {
 public:
  virtual ~Paths() = default;
  /// The folder for the encrypted store; private to the app, not backed up to a cloud.
  [[nodiscard]] virtual std::filesystem::path data() const = 0;
};

}  // namespace cpa::ports
