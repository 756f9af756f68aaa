#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/ports/executor.h"
#include "core/ports/http_client.h"

namespace cpa::curl {

/// What the client trusts and how long it waits.
struct CurlOptions {
  std::string roots_pem;          ///< the only roots; the system's are never read
  std::vector<std::string> pins;  ///< "sha256//BASE64" of public keys; none: no second layer
  std::chrono::milliseconds connect_timeout{15'000};  ///< names, TCP and TLS together
  std::chrono::milliseconds total_timeout{60'000};
  std::size_t headers_bytes_max{64U << 10U};
};

/// HTTPS by libcurl: TLS 1.3 to a server of our own roots and pins, HTTP/2 where it is offered, no
/// redirects, no cookies, no proxy, nothing from environment variables. Bodies come as coded.
///
/// One connection stays warm between requests. Errors carry the CURLcode as `detail`:
/// kNoNetwork (no address, no route), kServerDown (connection refused, answer that is no HTTP),
/// kIntercepted (certificate, pin or TLS version), kCut, kTimeout, kLimitExceeded, kClosed,
/// kInvalidArgument (no https URL, unknown method, a header with a line break, roots not readable).
///
/// Threading: any thread; transfers run on a thread of this object's own.
/// Lifetime: borrows `executor`. The destructor ends what is under way with kClosed, posted before
/// it returns.
class CurlHttpClient final : public ports::HttpClient {
 public:
  CurlHttpClient(CurlOptions options, ports::Executor& executor);
  ~CurlHttpClient() override;
  CurlHttpClient(const CurlHttpClient&) = delete;
  CurlHttpClient& operator=(const CurlHttpClient&) = delete;

  void send(ports::HttpRequest request, Completion completion) override;
  /// Also ends what was sent before this call with kCut: it runs over the path that has gone.
  void drop_connections() override;

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace cpa::curl
