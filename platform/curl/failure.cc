#include "platform/curl/failure.h"

#include <openssl/err.h>
#include <openssl/sslerr.h>

#include <cerrno>
#include <charconv>
#include <string>

namespace cpa::curl {
namespace {

/// The reason OpenSSL gave, read from curl's "error:0A000126:SSL routines::…"; 0 when there is
/// none, which means that the socket failed and not TLS.
int tls_reason(std::string_view text) {
  constexpr std::string_view kMark = "error:";
  const std::size_t at = text.find(kMark);
  if (at == std::string_view::npos) return 0;
  const char* const first = text.data() + at + kMark.size();
  unsigned long code = 0;
  const std::from_chars_result read = std::from_chars(first, text.data() + text.size(), code, 16);
  return read.ec == std::errc() ? ERR_GET_REASON(code) : 0;
}

/// A handshake that failed: bytes lost or damaged on the way, or a peer we do not accept?
ErrorCode handshake_failure(const Failure& failure) {
  switch (tls_reason(failure.text)) {
    case 0:
    case SSL_R_UNEXPECTED_EOF_WHILE_READING:
    case SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC:
    case SSL_R_SSLV3_ALERT_BAD_RECORD_MAC:
    case SSL_R_TLSV1_ALERT_DECRYPT_ERROR:
      return ErrorCode::kCut;
    default:
      return ErrorCode::kIntercepted;
  }
}

ErrorCode connect_failure(const Failure& failure) {
  return failure.system_error == ECONNREFUSED ? ErrorCode::kServerDown : ErrorCode::kNoNetwork;
}

ErrorCode class_of(const Failure& failure) {
  // CURLcode has a hundred enumerators; those not named cannot come from an https exchange, or mean
  // a connection that broke.
  const int code = failure.code;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_INTERFACE_FAILED:
      return ErrorCode::kNoNetwork;
    case CURLE_COULDNT_CONNECT:
      return connect_failure(failure);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return ErrorCode::kIntercepted;
    case CURLE_SSL_CONNECT_ERROR:
      return handshake_failure(failure);
    case CURLE_OPERATION_TIMEDOUT:
      return ErrorCode::kTimeout;
    case CURLE_FILESIZE_EXCEEDED:
      return ErrorCode::kLimitExceeded;
    case CURLE_UNSUPPORTED_PROTOCOL:  // HTTP/0.9: the scheme was checked before
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return ErrorCode::kServerDown;
    case CURLE_URL_MALFORMAT:
    case CURLE_SSL_CACERT_BADFILE:
      return ErrorCode::kInvalidArgument;
    case CURLE_OUT_OF_MEMORY:
    case CURLE_FAILED_INIT:
    case CURLE_ABORTED_BY_CALLBACK:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_UNKNOWN_OPTION:
    case CURLE_NOT_BUILT_IN:
      return ErrorCode::kInternal;
    default:
      return ErrorCode::kCut;
  }
}

}  // namespace

Error classify(const Failure& failure) {
  return {class_of(failure), curl_easy_strerror(failure.code), failure.code};
}

}  // namespace cpa::curl
