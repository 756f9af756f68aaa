#pragma once

#include <curl/curl.h>

#include <string>

namespace cpa::curl {

/// The host of `url` without brackets, when it is an https URL that curl can read; else empty.
std::string https_host(const std::string& url);

/// CURLOPT_SSL_CTX_FUNCTION: what curl has no option for. The chain strict, the name exact (no
/// wildcard, no subject), the groups and signatures of our list, no log of keys.
/// `host` is a `const std::string*` that outlives the handshake.
CURLcode harden_context(CURL* handle, void* context, void* host);

}  // namespace cpa::curl
