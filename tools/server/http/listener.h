#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/base/log.h"
#include "core/base/result.h"
#include "tools/server/http/message.h"

namespace cpa::server {

/// Where to listen, with which TLS identity, and within which limits.
struct ListenOptions {
  std::string host{"127.0.0.1"};
  std::uint16_t port{0};        ///< 0: one that is free
  std::string certificate_pem;  ///< the leaf, then intermediates if any
  std::string key_pem;
  std::size_t body_bytes_max{1U << 20U};
  std::uint32_t header_bytes_max{16U << 10U};
  std::chrono::seconds exchange_time_max{30};  ///< a request that takes longer to arrive is cut
  std::chrono::seconds idle_time_max{120};     ///< a kept connection without a request
  Log log{};
};

/// Serves HTTP/1.1 over TLS 1.3, and nothing older.
/// Threading: `run` uses the calling thread alone, and calls the handler on it; `stop` may be
/// called from any thread.
class Listener {
 public:
  using Handler = std::function<Response(const Request&)>;

  /// Binds the port. Errors: kInvalidArgument (address, certificate, key), kStorageIo (in use).
  static Result<std::unique_ptr<Listener>> open(ListenOptions options, Handler handler);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// The port that was bound.
  [[nodiscard]] std::uint16_t port() const noexcept;
  /// Serves until `stop`, SIGTERM or SIGINT; requests that have arrived are still answered.
  void run();
  /// Ends `run` soon.
  void stop();

 private:
  struct State;
  explicit Listener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace cpa::server
