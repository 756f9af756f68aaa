#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/date.h"

namespace cpa::server {

/// A throwaway certificate authority and what a server needs of it.
struct TlsIdentity {
  std::string roots_pem;          ///< the authority's certificate: the client's only root
  std::string certificate_pem;    ///< the server's certificate
  std::string key_pem;            ///< its private key
  std::string backup_key_pem;     ///< the key of the second pin; kept offline in real life
  std::vector<std::string> pins;  ///< "sha256//BASE64" of both public keys
};

/// Makes P-256 keys and certificates that pass X509_V_FLAG_X509_STRICT, for `host` (an address or
/// a name) and the loopback names. The authority's private key is not kept.
/// Errors: kInvalidArgument (host), kInternal.
Result<TlsIdentity> make_tls_identity(const std::string& host, model::Instant now);

}  // namespace cpa::server
