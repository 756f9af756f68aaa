#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>

#include "core/base/result.h"

namespace cpa::crypto {

/// Frees a handle of OpenSSL with the function that belongs to its type.
struct OpensslFree {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const noexcept { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
  void operator()(ECDSA_SIG* signature) const noexcept { ECDSA_SIG_free(signature); }
  void operator()(EC_GROUP* group) const noexcept { EC_GROUP_free(group); }
  void operator()(EC_POINT* point) const noexcept { EC_POINT_free(point); }
  void operator()(BIGNUM* number) const noexcept { BN_clear_free(number); }
};

/// Owns a handle of OpenSSL.
template <typename T>
using Handle = std::unique_ptr<T, OpensslFree>;

/// An error for `message`, with OpenSSL's code; empties OpenSSL's queue, which a TLS connection on
/// the same thread would otherwise take for its own.
inline Error openssl_error(ErrorCode code, const char* message) {
  const auto detail = static_cast<std::int64_t>(ERR_peek_last_error());
  ERR_clear_error();
  return {code, message, detail};
}

}  // namespace cpa::crypto
