#include "platform/curl/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string_view>

namespace cpa::curl {
namespace {

constexpr int kSecurityLevel = 2;  // 112 bits: no RSA below 2048, no SHA-1, no MD5
constexpr const char* kGroupsHybrid = "X25519MLKEM768:X25519:P-256";
constexpr const char* kGroups = "X25519:P-256";
constexpr const char* kSignatures =
    "ECDSA+SHA256:ed25519:ECDSA+SHA384:RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512";

struct FreeUrl {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
struct FreeText {
  void operator()(char* text) const noexcept { curl_free(text); }
};

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  return std::unique_ptr<char, FreeText>(text).get();
}

bool set_name(X509_VERIFY_PARAM* param, const std::string& host) {
  X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT |
                                             X509_CHECK_FLAG_NO_WILDCARDS |
                                             X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (X509_VERIFY_PARAM_set1_ip_asc(param, host.c_str()) == 1) return true;
  ERR_clear_error();  // no address, so a name
  return X509_VERIFY_PARAM_set1_host(param, host.data(), host.size()) == 1;
}

bool set_groups(SSL_CTX* context) {
  if (SSL_CTX_set1_groups_list(context, kGroupsHybrid) == 1) return true;
  ERR_clear_error();  // OpenSSL before 3.5 does not know the hybrid group
  return SSL_CTX_set1_groups_list(context, kGroups) == 1;
}

}  // namespace

std::string https_host(const std::string& url) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
  if (part_of(parsed.get(), CURLUPART_SCHEME) != "https") return {};
  std::string host = part_of(parsed.get(), CURLUPART_HOST);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  return host;
}

CURLcode harden_context(CURL* /*handle*/, void* context, void* host) {
  auto* const tls = static_cast<SSL_CTX*>(context);
  X509_VERIFY_PARAM* const param = SSL_CTX_get0_param(tls);
  SSL_CTX_set_security_level(tls, kSecurityLevel);
  SSL_CTX_set_keylog_callback(tls, nullptr);  // curl sets one when SSLKEYLOGFILE asks for it
  const bool done = SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION) == 1 &&
                    X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_X509_STRICT) == 1 &&
                    set_name(param, *static_cast<const std::string*>(host)) && set_groups(tls) &&
                    SSL_CTX_set1_sigalgs_list(tls, kSignatures) == 1;
  return done ? CURLE_OK : CURLE_ABORTED_BY_CALLBACK;
}

}  // namespace cpa::curl
