#pragma once

#include <filesystem>
#include <memory>

#include "core/base/log.h"
#include "core/base/result.h"
#include "platform/client/client.h"

namespace cpa {

/// A client on a laptop with its own real doors: system clock, randomness and files, file vault,
/// one executor thread, libcurl.
class Desktop {
 public:
  ~Desktop();
  Desktop(const Desktop&) = delete;
  Desktop& operator=(const Desktop&) = delete;

  /// The client; lives as long as this object. Its callbacks run on the executor's thread, so a
  /// command line that waits for one must do so on another.
  [[nodiscard]] Client& client() noexcept;
  /// What the platform is taken to say of the network from now on (`cpa sync --network`).
  void set_network(ports::NetworkClass network);

 private:
  struct Doors;
  explicit Desktop(std::unique_ptr<Doors> doors);
  std::unique_ptr<Doors> doors_;
  friend Result<std::unique_ptr<Desktop>> open_desktop(const std::filesystem::path& home, Log log);
};

/// Opens the account kept in `home`, making the folder when there is none.
/// Errors: those of `Client::open`.
Result<std::unique_ptr<Desktop>> open_desktop(const std::filesystem::path& home, Log log = {});

}  // namespace cpa
