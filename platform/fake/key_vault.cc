#include "platform/fake/key_vault.h"

#include "core/crypto/sign.h"
#include "platform/fake/repeatable_es256.h"

namespace cpa::fake {

Status MemoryKeyVault::usable() const {
  if (broken_) return Error{failure_, "the fake vault is broken"};
  return {};
}

Result<SecretBytes> MemoryKeyVault::read(std::string_view name) {
  const MutexLock lock(mutex_);
  CPA_TRY(usable());
  const auto found = secrets_.find(name);
  if (found == secrets_.end()) return Error{ErrorCode::kNotFound, "no such secret"};
  return SecretBytes(found->second);
}

Status MemoryKeyVault::write(std::string_view name, const SecretBytes& secret) {
  const MutexLock lock(mutex_);
  CPA_TRY(usable());
  secrets_.insert_or_assign(std::string(name), copy_of(secret.view()));
  return {};
}

Status MemoryKeyVault::erase(std::string_view name) {
  const MutexLock lock(mutex_);
  CPA_TRY(usable());
  const auto secret = secrets_.find(name);
  if (secret != secrets_.end()) secrets_.erase(secret);
  const auto scalar = scalars_.find(name);
  if (scalar != scalars_.end()) scalars_.erase(scalar);
  return {};
}

Result<Bytes> MemoryKeyVault::signing_key(std::string_view name) {
  const MutexLock lock(mutex_);
  CPA_TRY(usable());
  auto found = scalars_.find(name);
  if (found == scalars_.end()) {
    Bytes scalar(32);
    random_.fill(scalar);
    scalar[0] = static_cast<std::uint8_t>(scalar[0] & 0x7FU);  // below the order of P-256
    found = scalars_.emplace(std::string(name), std::move(scalar)).first;
  }
  return crypto::p256_public_key(SecretBytes(found->second));
}

Result<Bytes> MemoryKeyVault::sign(std::string_view name, ByteView message) {
  const MutexLock lock(mutex_);
  CPA_TRY(usable());
  const auto found = scalars_.find(name);
  if (found == scalars_.end()) return Error{ErrorCode::kNotFound, "no such signing key"};
  return repeatable_es256_sign(SecretBytes(found->second), message);
}

void MemoryKeyVault::break_with(ErrorCode code) {
  const MutexLock lock(mutex_);
  broken_ = true;
  failure_ = code;
}

void MemoryKeyVault::mend() {
  const MutexLock lock(mutex_);
  broken_ = false;
}

}  // namespace cpa::fake
