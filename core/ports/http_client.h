#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace cpa::ports {

/// One header field; names compare without case (RFC 9110 §5.1).
struct HttpHeader {
  std::string name;
  std::string value;
};

/// A request to the one server the client trusts.
struct HttpRequest {
  std::string method;  ///< "GET" or "POST"
  std::string url;     ///< absolute, https
  std::vector<HttpHeader> headers{};
  Bytes body{};                           ///< as it goes on the wire, already coded
  std::size_t body_bytes_max{4U << 20U};  ///< a longer answer is refused with kLimitExceeded
};

/// What an exchange cost, headers included, TLS handshake aside.
struct HttpTraffic {
  std::uint64_t bytes_up{0};
  std::uint64_t bytes_down{0};
  bool connection_reused{false};
};

/// An answer as it came: the body is still coded (Content-Encoding) and not trusted.
struct HttpResponse {
  int status{0};
  std::vector<HttpHeader> headers{};
  Bytes body{};
  HttpTraffic traffic{};
};

/// The door to the network.
/// Errors: kNoNetwork (no route, no DNS), kIntercepted (TLS: certificate or pin refused),
/// kCut (broken on the way), kTimeout, kLimitExceeded.
class HttpClient {
 public:
  using Completion = std::function<void(Result<HttpResponse>)>;

  virtual ~HttpClient() = default;
  /// Sends `request` and returns at once; `completion` runs exactly once, on the client's executor.
  virtual void send(HttpRequest request, Completion completion) = 0;
  /// Forgets open connections: the path has changed.
  virtual void drop_connections() = 0;
};

/// The value of header `name`, or null when absent.
const std::string* find_header(const std::vector<HttpHeader>& headers, std::string_view name);

}  // namespace cpa::ports
