#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/ports/http_client.h"

namespace cpa::server {

/// A request as it came: the body is still coded and nothing in it is trusted.
struct Request {
  std::string method;
  std::string target;  ///< path and query, "/v1/sync"
  std::vector<ports::HttpHeader> headers;
  std::string body;

  /// The value of header `name`, "" when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const {
    const auto* value = ports::find_header(headers, name);
    return value == nullptr ? std::string_view{} : std::string_view(*value);
  }
};

/// An answer as it goes on the wire.
struct Response {
  int status{200};
  std::vector<ports::HttpHeader> headers;
  std::string body;
};

}  // namespace cpa::server
