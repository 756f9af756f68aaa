#pragma once

#include <curl/curl.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/ports/http_client.h"
#include "platform/curl/http_client.h"

namespace cpa::curl {

/// What one transfer shares with the others of its client; both outlive it.
struct TransferSettings {
  const CurlOptions& options;
  const std::string& pins;  ///< in curl's form, "a;b"
  CURLSH* share;            ///< TLS sessions, so that a new connection resumes
};

/// One request on its way and the answer it brings. Curl holds pointers into it: it never moves.
/// Threading: the client's worker thread.
class Transfer {
 public:
  explicit Transfer(ports::HttpRequest request) : request_(std::move(request)) {}
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Makes the handle ready to be added to a multi handle.
  /// Errors: kInvalidArgument for a request that cannot be sent, kInternal.
  Status prepare(const TransferSettings& settings);
  /// The answer, or why there is none, once curl said `code`. To be called once.
  Result<ports::HttpResponse> finish(CURLcode code);
  [[nodiscard]] CURL* handle() const noexcept { return easy_.get(); }

 private:
  struct FreeEasy {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
  };

  Status add_headers();
  bool append_header(const std::string& line);
  void read_header_line(std::string_view line);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static int on_trace(CURL* easy, curl_infotype kind, char* data, std::size_t size, void* self);

  ports::HttpRequest request_;
  ports::HttpResponse response_;
  std::string host_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::array<char, CURL_ERROR_SIZE> words_{};
  std::size_t headers_bytes_{0};
  std::size_t headers_bytes_max_{0};
  bool in_head_{true};
  bool over_limit_{false};
  std::unique_ptr<CURL, FreeEasy> easy_;  // goes first: it points at all the others
};

}  // namespace cpa::curl
