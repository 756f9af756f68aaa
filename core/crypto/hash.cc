#include "core/crypto/hash.h"

#include <openssl/crypto.h>

#include "core/crypto/openssl_handles.h"

namespace cpa::crypto {

struct Sha256::State {
  Handle<EVP_MD_CTX> context{EVP_MD_CTX_new()};

  void start() { CPA_CHECK(EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) { state_->start(); }
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(ByteView data) {
  CPA_CHECK(EVP_DigestUpdate(state_->context.get(), data.data(), data.size()) == 1);
}

Sha256Digest Sha256::finish() {
  Sha256Digest digest;
  CPA_CHECK(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) == 1);
  state_->start();
  return digest;
}

Sha256Digest sha256(ByteView data) {
  Sha256Digest digest;
  CPA_CHECK(EVP_Digest(data.data(), data.size(), digest.data(), nullptr, EVP_sha256(), nullptr) ==
            1);
  return digest;
}

Sha256Digest hmac_sha256(ByteView key, ByteView data) {
  // OpenSSL takes a null key for "no key given"; ours may be empty.
  constexpr std::uint8_t kEmpty = 0;
  Sha256Digest digest;
  std::size_t size = 0;
  CPA_CHECK(EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr,
                      key.empty() ? &kEmpty : key.data(), key.size(), data.data(), data.size(),
                      digest.data(), digest.size(), &size) != nullptr);
  CPA_CHECK(size == digest.size());
  return digest;
}

bool equal_constant_time(ByteView a, ByteView b) noexcept {
  if (a.size() != b.size()) return false;
  return a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace cpa::crypto
