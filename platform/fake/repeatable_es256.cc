// ECDSA over P-256 with the nonce of RFC 6979 §3.2: k is drawn from an HMAC generator seeded with
// key and digest, r is the x of k·G, s = (z + r·d) / k, all modulo the order n. The point comes
// from core/crypto, which also refuses a k out of range; what is left is three lines of algebra.

#include "platform/fake/repeatable_es256.h"

#include <openssl/obj_mac.h>

#include <memory>
#include <utility>

#include "core/crypto/hash.h"
#include "core/crypto/openssl_handles.h"
#include "core/crypto/sign.h"

namespace cpa::fake {
namespace {

using crypto::Handle;
using crypto::Sha256Digest;

constexpr int kNumberSize = 32;

Handle<BIGNUM> number_of(ByteView bytes) {
  Handle<BIGNUM> number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  CPA_CHECK(number != nullptr);
  return number;
}

Bytes bytes_of_number(const BIGNUM* number) {
  Bytes bytes(kNumberSize);
  CPA_CHECK(BN_bn2binpad(number, bytes.data(), kNumberSize) == kNumberSize);
  return bytes;
}

/// Numbers modulo the order of P-256.
class Order {
 public:
  Order() : group_(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)), context_(BN_CTX_new()) {
    CPA_CHECK(group_ != nullptr && context_ != nullptr);
  }

  [[nodiscard]] Handle<BIGNUM> reduce(ByteView bytes) const {
    Handle<BIGNUM> number = number_of(bytes);
    CPA_CHECK(BN_nnmod(number.get(), number.get(), order(), context_.get()) == 1);
    return number;
  }

  /// (z + r·d) / k
  [[nodiscard]] Handle<BIGNUM> second_half(const BIGNUM* z, const BIGNUM* r, const BIGNUM* d,
                                           const BIGNUM* k) const {
    Handle<BIGNUM> s(BN_new());
    const Handle<BIGNUM> inverse(BN_mod_inverse(nullptr, k, order(), context_.get()));
    CPA_CHECK(s != nullptr && inverse != nullptr &&
              BN_mod_mul(s.get(), r, d, order(), context_.get()) == 1 &&
              BN_mod_add(s.get(), s.get(), z, order(), context_.get()) == 1 &&
              BN_mod_mul(s.get(), s.get(), inverse.get(), order(), context_.get()) == 1);
    return s;
  }

 private:
  struct FreeContext {
    void operator()(BN_CTX* context) const noexcept { BN_CTX_free(context); }
  };
  [[nodiscard]] const BIGNUM* order() const { return EC_GROUP_get0_order(group_.get()); }

  Handle<EC_GROUP> group_;
  std::unique_ptr<BN_CTX, FreeContext> context_;
};

/// The candidates for k, one after the other (RFC 6979 §3.2 b to h).
class NonceGenerator {
 public:
  /// `digest` is reduced modulo the order.
  NonceGenerator(ByteView scalar, ByteView digest) {
    value_.fill(1);
    mix(0, scalar, digest);
    mix(1, scalar, digest);
  }

  Sha256Digest next() {
    if (std::exchange(drawn_, true)) mix(0, {}, {});
    return value_ = crypto::hmac_sha256(key_, value_);
  }

 private:
  void mix(std::uint8_t step, ByteView scalar, ByteView digest) {
    Bytes told(value_.begin(), value_.end());
    told.push_back(step);
    told.insert(told.end(), scalar.begin(), scalar.end());
    told.insert(told.end(), digest.begin(), digest.end());
    key_ = crypto::hmac_sha256(key_, told);
    value_ = crypto::hmac_sha256(key_, value_);
  }

  Sha256Digest key_{};
  Sha256Digest value_{};
  bool drawn_{false};
};

}  // namespace

Result<Bytes> repeatable_es256_sign(const SecretBytes& scalar, ByteView message) {
  CPA_TRY(crypto::p256_public_key(scalar));  // refuses a scalar out of range
  const Order order;
  const Handle<BIGNUM> d = number_of(scalar.view());
  const Handle<BIGNUM> z = order.reduce(crypto::sha256(message));
  NonceGenerator nonces(scalar.view(), bytes_of_number(z.get()));
  for (;;) {
    const Sha256Digest nonce = nonces.next();
    const Result<Bytes> point =
        crypto::p256_public_key(SecretBytes(Bytes(nonce.begin(), nonce.end())));
    if (!point && point.error().code == ErrorCode::kInvalidArgument) continue;
    if (!point) return point.error();
    const Handle<BIGNUM> k = number_of(nonce);
    const Handle<BIGNUM> r = order.reduce(ByteView(*point).first(kNumberSize));
    const Handle<BIGNUM> s = order.second_half(z.get(), r.get(), d.get(), k.get());
    if (BN_is_zero(r.get()) != 0 || BN_is_zero(s.get()) != 0) continue;
    Bytes signature = bytes_of_number(r.get());
    const Bytes second = bytes_of_number(s.get());
    signature.insert(signature.end(), second.begin(), second.end());
    return signature;
  }
}

}  // namespace cpa::fake
