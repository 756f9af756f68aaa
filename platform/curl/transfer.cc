#include "platform/curl/transfer.h"

#include <vector>

#include "platform/curl/failure.h"
#include "platform/curl/tls.h"

namespace cpa::curl {
namespace {

constexpr long kLowSpeedBytes = 100;
constexpr long kLowSpeedSeconds = 20;

/// Sets options of a handle and remembers whether one was refused: a curl that lacks one of ours
/// must not go on without it.
class Options {
 public:
  explicit Options(CURL* easy) : easy_(easy) {}

  template <typename T>
  void set(CURLoption option, T value) {
    const CURLcode code = curl_easy_setopt(easy_, option, value);
    if (first_refusal_ == CURLE_OK) first_refusal_ = code;
  }
  [[nodiscard]] CURLcode outcome() const noexcept { return first_refusal_; }

 private:
  CURL* easy_;
  CURLcode first_refusal_{CURLE_OK};
};

/// What the client trusts. Everything curl or OpenSSL would take from the system is off.
void set_trust(Options& options, const TransferSettings& settings, const std::string& host) {
  const std::string& roots = settings.options.roots_pem;
  curl_blob blob{};
  blob.data = const_cast<char*>(roots.data());  // curl's type; NOCOPY only reads
  blob.len = roots.size();
  blob.flags = CURL_BLOB_NOCOPY;
  options.set(CURLOPT_CAINFO, static_cast<char*>(nullptr));
  options.set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
  options.set(CURLOPT_CAINFO_BLOB, &blob);
  options.set(CURLOPT_SSL_VERIFYPEER, 1L);
  options.set(CURLOPT_SSL_VERIFYHOST, 2L);
  options.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
  options.set(CURLOPT_SSL_OPTIONS, static_cast<long>(CURLSSLOPT_NO_PARTIALCHAIN));
  options.set(CURLOPT_SSL_CTX_FUNCTION, &harden_context);
  options.set(CURLOPT_SSL_CTX_DATA, &host);
  if (!settings.pins.empty()) options.set(CURLOPT_PINNEDPUBLICKEY, settings.pins.c_str());
  options.set(CURLOPT_PROXY, "");
  options.set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
}

void set_reach(Options& options, const CurlOptions& limits) {
  options.set(CURLOPT_PROTOCOLS_STR, "https");
  options.set(CURLOPT_REDIR_PROTOCOLS_STR, "https");
  options.set(CURLOPT_FOLLOWLOCATION, 0L);
  options.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  options.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  options.set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  options.set(CURLOPT_NOSIGNAL, 1L);
  options.set(CURLOPT_NOPROGRESS, 1L);
  options.set(CURLOPT_TCP_KEEPALIVE, 1L);
  options.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect_timeout.count()));
  options.set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total_timeout.count()));
  options.set(CURLOPT_LOW_SPEED_LIMIT, kLowSpeedBytes);
  options.set(CURLOPT_LOW_SPEED_TIME, kLowSpeedSeconds);
}

bool breaks_line(std::string_view text) {
  constexpr std::string_view kBreaks("\r\n\0", 3);
  return text.find_first_of(kBreaks) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// Whether the end of an HTTP/1 answer can be told from a connection cut short (RFC 9112 §6.3).
bool has_length(long status, const std::vector<ports::HttpHeader>& headers) {
  constexpr long kNoContent = 204;
  constexpr long kNotModified = 304;
  return status == kNoContent || status == kNotModified ||
         ports::find_header(headers, "content-length") != nullptr ||
         ports::find_header(headers, "transfer-encoding") != nullptr;
}

}  // namespace

Status Transfer::prepare(const TransferSettings& settings) {
  host_ = https_host(request_.url);
  if (host_.empty()) return Error{ErrorCode::kInvalidArgument, "no https URL"};
  const bool post = request_.method == "POST";
  if (!post && request_.method != "GET") {
    return Error{ErrorCode::kInvalidArgument, "unknown HTTP method"};
  }
  easy_.reset(curl_easy_init());
  if (!easy_) return Error{ErrorCode::kInternal, "no curl handle"};
  CPA_TRY(add_headers());
  headers_bytes_max_ = settings.options.headers_bytes_max;

  Options options(easy_.get());
  set_trust(options, settings, host_);
  set_reach(options, settings.options);
  options.set(CURLOPT_URL, request_.url.c_str());
  if (post) {
    options.set(CURLOPT_POST, 1L);
    options.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    // A null pointer would make curl read the body from stdin.
    options.set(CURLOPT_POSTFIELDS,
                request_.body.empty() ? "" : reinterpret_cast<const char*>(request_.body.data()));
  } else {
    options.set(CURLOPT_HTTPGET, 1L);
  }
  options.set(CURLOPT_HTTPHEADER, headers_.get());
  options.set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request_.body_bytes_max));
  options.set(CURLOPT_SHARE, settings.share);
  options.set(CURLOPT_ERRORBUFFER, words_.data());
  options.set(CURLOPT_PRIVATE, this);
  options.set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  options.set(CURLOPT_WRITEDATA, this);
  options.set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  options.set(CURLOPT_HEADERDATA, this);
  options.set(CURLOPT_DEBUGFUNCTION, &Transfer::on_trace);
  options.set(CURLOPT_DEBUGDATA, this);
  options.set(CURLOPT_VERBOSE, 1L);  // only this gives the sizes that went over the wire
  if (options.outcome() != CURLE_OK) {
    return Error{ErrorCode::kInternal, "curl refused a setting", options.outcome()};
  }
  return {};
}

Status Transfer::add_headers() {
  // What curl would add on its own costs bytes, or a round trip for "Expect".
  for (const char* const own : {"Accept", "Content-Type", "Expect", "User-Agent"}) {
    const bool given = ports::find_header(request_.headers, own) != nullptr;
    if (!given && !append_header(std::string(own) + ":")) {
      return Error{ErrorCode::kInternal, "no memory for headers"};
    }
  }
  for (const ports::HttpHeader& header : request_.headers) {
    if (header.name.empty() || breaks_line(header.name) || breaks_line(header.value)) {
      return Error{ErrorCode::kInvalidArgument, "a header with a line break"};
    }
    const std::string_view mark = header.value.empty() ? ";" : ": ";  // curl's form for "no value"
    if (!append_header(std::string(header.name).append(mark).append(header.value))) {
      return Error{ErrorCode::kInternal, "no memory for headers"};
    }
  }
  return {};
}

bool Transfer::append_header(const std::string& line) {
  curl_slist* const longer = curl_slist_append(headers_.get(), line.c_str());
  if (longer == nullptr) return false;
  static_cast<void>(headers_.release());  // the list is the same, or begins with it
  headers_.reset(longer);
  return true;
}

Result<ports::HttpResponse> Transfer::finish(CURLcode code) {
  if (over_limit_) return Error{ErrorCode::kLimitExceeded, "answer passes its limit", code};
  if (code != CURLE_OK) {
    Failure failure{code, 0, words_.data()};
    curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &failure.system_error);
    return classify(failure);
  }
  // Curl takes a connection that ends inside the head for the end of the head.
  if (in_head_) return Error{ErrorCode::kCut, "answer cut inside its head", code};
  long status = 0;
  long connections = 0;
  long version = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy_.get(), CURLINFO_NUM_CONNECTS, &connections);
  curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_VERSION, &version);
  if (version < CURL_HTTP_VERSION_2_0 && !has_length(status, response_.headers)) {
    return Error{ErrorCode::kServerDown, "answer without a length", code};
  }
  response_.status = static_cast<int>(status);
  response_.traffic.connection_reused = connections == 0;
  return std::move(response_);
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t length = size * count;
  Bytes& body = transfer.response_.body;
  if (length > transfer.request_.body_bytes_max - body.size()) {
    transfer.over_limit_ = true;
    return CURL_WRITEFUNC_ERROR;
  }
  body.insert(body.end(), data, data + length);
  return length;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t length = size * count;
  transfer.headers_bytes_ += length;
  if (transfer.headers_bytes_ > transfer.headers_bytes_max_) {
    transfer.over_limit_ = true;
    return CURL_WRITEFUNC_ERROR;
  }
  transfer.read_header_line(std::string_view(data, length));
  return length;
}

void Transfer::read_header_line(std::string_view line) {
  if (line.starts_with("HTTP/")) {  // also after an interim answer (1xx)
    in_head_ = true;
    response_.headers.clear();
    return;
  }
  // What comes after the head are trailers: they must not pass for fields that a check has seen.
  if (!in_head_) return;
  if (trimmed(line).empty()) {
    in_head_ = false;
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  response_.headers.push_back(
      {std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
}

int Transfer::on_trace(CURL* /*easy*/, curl_infotype kind, char* /*data*/, std::size_t size,
                       void* self) {
  ports::HttpTraffic& traffic = static_cast<Transfer*>(self)->response_.traffic;
  if (kind == CURLINFO_HEADER_OUT || kind == CURLINFO_DATA_OUT) traffic.bytes_up += size;
  if (kind == CURLINFO_HEADER_IN || kind == CURLINFO_DATA_IN) traffic.bytes_down += size;
  return 0;
}

}  // namespace cpa::curl
