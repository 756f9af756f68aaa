#pragma once

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "platform/curl/http_client.h"
#include "platform/posix/executor.h"
#include "tests/contract/tls_server.h"

namespace cpa::contract {

/// The code of a result that failed; an unused value for one that did not.
inline ErrorCode code_of(const Result<ports::HttpResponse>& result) {
  return result ? ErrorCode{} : result.error().code;
}

/// A curl client that trusts the root of its loopback server and pins its key.
class HttpWorld {
 public:
  using Change = std::function<void(curl::CurlOptions&)>;

  explicit HttpWorld(const std::string& scenario = "good", const Change& change = {})
      : server(scenario),
        client_(std::make_unique<curl::CurlHttpClient>(options(change), executor_)),
        client(*client_) {}

  [[nodiscard]] ports::HttpRequest post(const std::string& path, std::string_view body,
                                        const std::string& host = "localhost") const {
    return {.method = "POST",
            .url = server.url(path, host),
            .headers = {},
            .body = copy_of(bytes_of(body))};
  }

  std::future<Result<ports::HttpResponse>> begin(ports::HttpRequest request) {
    auto promise = std::make_shared<std::promise<Result<ports::HttpResponse>>>();
    client_->send(std::move(request), [promise](Result<ports::HttpResponse> result) {
      promise->set_value(std::move(result));
    });
    return promise->get_future();
  }

  Result<ports::HttpResponse> send(ports::HttpRequest request) {
    return begin(std::move(request)).get();
  }

  void close_client() { client_.reset(); }

  TlsServer server;

 private:
  [[nodiscard]] curl::CurlOptions options(const Change& change) const {
    // The second pin stands for the key that is kept offline.
    curl::CurlOptions options{
        .roots_pem = server.pem("root"),
        .pins = {"sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", server.pin()}};
    if (change) change(options);
    return options;
  }

  posix::SerialExecutor executor_;
  std::unique_ptr<curl::CurlHttpClient> client_;

 public:
  curl::CurlHttpClient& client;
};

}  // namespace cpa::contract
