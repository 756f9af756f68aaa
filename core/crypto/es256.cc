#include <openssl/core_names.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <array>

#include "core/crypto/openssl_handles.h"
#include "core/crypto/sign.h"

namespace cpa::crypto {
namespace {

constexpr std::size_t kScalarSize = 32;
constexpr std::size_t kPointSize = 64;
constexpr std::size_t kSignatureSize = 64;
constexpr std::uint8_t kUncompressed = 0x04;

int length_of(ByteView bytes) noexcept { return static_cast<int>(bytes.size()); }

/// A P-256 key from a point, and from `scalar` too when there is one; null when they do not fit.
Handle<EVP_PKEY> key_of(ByteView public_key, BIGNUM* scalar) {
  Bytes point{kUncompressed};
  point.insert(point.end(), public_key.begin(), public_key.end());
  struct FreeBuilder {
    void operator()(OSSL_PARAM_BLD* builder) const noexcept { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM* params) const noexcept { OSSL_PARAM_free(params); }
  };
  const std::unique_ptr<OSSL_PARAM_BLD, FreeBuilder> builder(OSSL_PARAM_BLD_new());
  const bool described =
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                      SN_X9_62_prime256v1, 0) == 1 &&
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) == 1 &&
      (scalar == nullptr ||
       OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar) == 1);
  if (!described) return nullptr;
  const std::unique_ptr<OSSL_PARAM, FreeBuilder> params(OSSL_PARAM_BLD_to_param(builder.get()));
  const Handle<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  const int selection = scalar == nullptr ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, selection, params.get()) != 1) {
    return nullptr;
  }
  return Handle<EVP_PKEY>(key);
}

/// A private scalar in its range, 0 < scalar < order.
Result<Handle<BIGNUM>> scalar_of(const SecretBytes& bytes) {
  if (bytes.size() != kScalarSize) {
    return Error{ErrorCode::kInvalidArgument, "a P-256 scalar has 32 bytes"};
  }
  Handle<BIGNUM> scalar(BN_secure_new());
  BN_set_flags(scalar.get(), BN_FLG_CONSTTIME);
  const Handle<EC_GROUP> group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  if (BN_bin2bn(bytes.view().data(), length_of(bytes.view()), scalar.get()) == nullptr ||
      BN_is_zero(scalar.get()) != 0 ||
      BN_cmp(scalar.get(), EC_GROUP_get0_order(group.get())) >= 0) {
    return openssl_error(ErrorCode::kInvalidArgument, "P-256 scalar out of range");
  }
  return scalar;
}

/// From DER (what OpenSSL makes) to r then s.
Result<Bytes> raw_signature(ByteView der) {
  const unsigned char* at = der.data();
  const Handle<ECDSA_SIG> pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  Bytes raw(kSignatureSize);
  if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), raw.data(), kScalarSize) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), raw.data() + kScalarSize, kScalarSize) < 0) {
    return openssl_error(ErrorCode::kInternal, "ES256 signature not readable");
  }
  return raw;
}

/// From r then s to DER; empty when that fails.
Bytes der_signature(ByteView raw) {
  Handle<ECDSA_SIG> pair(ECDSA_SIG_new());
  Handle<BIGNUM> r(BN_bin2bn(raw.data(), kScalarSize, nullptr));
  Handle<BIGNUM> s(BN_bin2bn(raw.data() + kScalarSize, kScalarSize, nullptr));
  if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
  static_cast<void>(r.release());  // `pair` owns them now
  static_cast<void>(s.release());
  const int size = i2d_ECDSA_SIG(pair.get(), nullptr);
  if (size <= 0) return {};
  Bytes der(static_cast<std::size_t>(size));
  unsigned char* at = der.data();
  i2d_ECDSA_SIG(pair.get(), &at);
  return der;
}

}  // namespace

Result<SecretBytes> p256_generate() {
  const Handle<EVP_PKEY> key(EVP_EC_gen("P-256"));
  BIGNUM* number = nullptr;
  if (!key || EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1) {
    return openssl_error(ErrorCode::kInternal, "P-256 key not made");
  }
  const Handle<BIGNUM> scalar(number);
  Bytes bytes(kScalarSize);
  CPA_CHECK(BN_bn2binpad(scalar.get(), bytes.data(), kScalarSize) == kScalarSize);
  return SecretBytes(std::move(bytes));
}

Result<Bytes> p256_public_key(const SecretBytes& scalar) {
  CPA_TRY_ASSIGN(const Handle<BIGNUM> number, scalar_of(scalar));
  const Handle<EC_GROUP> group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Handle<EC_POINT> point(EC_POINT_new(group.get()));
  std::array<std::uint8_t, 1 + kPointSize> octets;
  if (EC_POINT_mul(group.get(), point.get(), number.get(), nullptr, nullptr, nullptr) != 1 ||
      EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, octets.data(),
                         octets.size(), nullptr) != octets.size()) {
    return openssl_error(ErrorCode::kInternal, "no P-256 public key");
  }
  return Bytes(octets.begin() + 1, octets.end());
}

Result<Bytes> es256_sign(const SecretBytes& scalar, ByteView message) {
  CPA_TRY_ASSIGN(const Handle<BIGNUM> number, scalar_of(scalar));
  CPA_TRY_ASSIGN(const Bytes public_key, p256_public_key(scalar));
  const Handle<EVP_PKEY> key = key_of(public_key, number.get());
  if (!key) return openssl_error(ErrorCode::kInternal, "P-256 key not accepted");
  const Handle<EVP_MD_CTX> context(EVP_MD_CTX_new());
  std::array<std::uint8_t, 80> der;  // two INTEGERs of at most 33 bytes and their headers
  std::size_t size = der.size();
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), der.data(), &size, message.data(), message.size()) != 1) {
    return openssl_error(ErrorCode::kInternal, "ES256 signature not made");
  }
  return raw_signature(ByteView(der.data(), size));
}

bool es256_verify(ByteView public_key, ByteView message, ByteView signature) {
  if (public_key.size() != kPointSize || signature.size() != kSignatureSize) return false;
  const Handle<EVP_PKEY> key = key_of(public_key, nullptr);
  const Bytes der = der_signature(signature);
  const Handle<EVP_MD_CTX> context(EVP_MD_CTX_new());
  const bool valid =
      key && !der.empty() &&
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
      EVP_DigestVerify(context.get(), der.data(), der.size(), message.data(), message.size()) == 1;
  ERR_clear_error();
  return valid;
}

}  // namespace cpa::crypto
