#pragma once

#include "core/ports/paths.h"

namespace cpa::posix {

/// The folder that `CPA_HOME` names, else `cpa` in the XDG data folder (`XDG_DATA_HOME`, else
/// `~/.local/share`). Read once, when built; the folder is not made.
class HomePaths final : public ports::Paths {
 public:
  HomePaths();
  explicit HomePaths(std::filesystem::path home) : home_(std::move(home)) {}
  [[nodiscard]] std::filesystem::path data() const override { return home_; }

 private:
  std::filesystem::path home_;
};

}  // namespace cpa::posix
