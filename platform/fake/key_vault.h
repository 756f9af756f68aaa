#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/base/mutex.h"
#include "core/ports/key_vault.h"
#include "core/ports/random.h"

namespace cpa::fake {

/// A vault in memory, for tests: it outlives a client as a device's vault outlives a process.
/// Keys come from `random`, signatures from key and message alone: one seed, one run.
/// Lifetime: borrows `random`.
class MemoryKeyVault final : public ports::KeyVault {
 public:
  explicit MemoryKeyVault(ports::Random& random) : random_(random) {}

  [[nodiscard]] Result<SecretBytes> read(std::string_view name) override;
  Status write(std::string_view name, const SecretBytes& secret) override;
  Status erase(std::string_view name) override;
  [[nodiscard]] Result<Bytes> signing_key(std::string_view name) override;
  [[nodiscard]] Result<Bytes> sign(std::string_view name, ByteView message) override;

  /// From now on every call fails with `code`.
  void break_with(ErrorCode code);
  /// Works again.
  void mend();

 private:
  [[nodiscard]] Status usable() const CPA_REQUIRES(mutex_);

  ports::Random& random_;
  mutable Mutex mutex_;
  std::map<std::string, Bytes, std::less<>> secrets_ CPA_GUARDED_BY(mutex_);
  std::map<std::string, Bytes, std::less<>> scalars_ CPA_GUARDED_BY(mutex_);
  bool broken_ CPA_GUARDED_BY(mutex_){false};
  ErrorCode failure_ CPA_GUARDED_BY(mutex_){ErrorCode::kVaultUnavailable};
};

}  // namespace cpa::fake
