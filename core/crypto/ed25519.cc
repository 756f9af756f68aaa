#include <openssl/rand.h>

#include "core/crypto/openssl_handles.h"
#include "core/crypto/sign.h"

namespace cpa::crypto {
namespace {

constexpr std::size_t kSeedSize = 32;
constexpr std::size_t kPublicSize = 32;
constexpr std::size_t kSignatureSize = 64;

Result<Handle<EVP_PKEY>> private_key(const SecretBytes& seed) {
  if (seed.size() != kSeedSize) {
    return Error{ErrorCode::kInvalidArgument, "an Ed25519 seed has 32 bytes"};
  }
  Handle<EVP_PKEY> key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.view().data(), seed.size()));
  if (!key) return openssl_error(ErrorCode::kInvalidArgument, "Ed25519 seed not accepted");
  return key;
}

}  // namespace

Result<SecretBytes> ed25519_generate() {
  Bytes seed(kSeedSize);
  if (RAND_priv_bytes(seed.data(), static_cast<int>(seed.size())) != 1) {
    return openssl_error(ErrorCode::kInternal, "Ed25519 key not made");
  }
  return SecretBytes(std::move(seed));
}

Result<Bytes> ed25519_public_key(const SecretBytes& seed) {
  CPA_TRY_ASSIGN(const Handle<EVP_PKEY> key, private_key(seed));
  Bytes public_key(kPublicSize);
  std::size_t size = public_key.size();
  if (EVP_PKEY_get_raw_public_key(key.get(), public_key.data(), &size) != 1) {
    return openssl_error(ErrorCode::kInternal, "no Ed25519 public key");
  }
  return public_key;
}

Result<Bytes> ed25519_sign(const SecretBytes& seed, ByteView message) {
  CPA_TRY_ASSIGN(const Handle<EVP_PKEY> key, private_key(seed));
  const Handle<EVP_MD_CTX> context(EVP_MD_CTX_new());
  Bytes signature(kSignatureSize);
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) != 1) {
    return openssl_error(ErrorCode::kInternal, "Ed25519 signature not made");
  }
  return signature;
}

bool ed25519_verify(ByteView public_key, ByteView message, ByteView signature) {
  if (public_key.size() != kPublicSize || signature.size() != kSignatureSize) return false;
  const Handle<EVP_PKEY> key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key.data(), public_key.size()));
  const Handle<EVP_MD_CTX> context(EVP_MD_CTX_new());
  const bool valid =
      key && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
      EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                       message.size()) == 1;
  ERR_clear_error();
  return valid;
}

}  // namespace cpa::crypto
