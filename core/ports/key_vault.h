#pragma once

#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace cpa::ports {

/// The door to the device's key vault. What it holds never migrates to another device.
/// Names are constants of the code, [a-z0-9-]. Any thread.
/// Errors of all members: kVaultUnavailable; kVaultKeyLost when a key was there and is gone.
class KeyVault {
 public:
  virtual ~KeyVault() = default;
  /// The secret kept under `name`. Errors: kNotFound.
  [[nodiscard]] virtual Result<SecretBytes> read(std::string_view name) = 0;
  /// Keeps `secret` under `name`, durably, replacing an earlier one.
  virtual Status write(std::string_view name, const SecretBytes& secret) = 0;
  /// Forgets `name`; done when it was not there.
  virtual Status erase(std::string_view name) = 0;
  /// The P-256 public key of `name`, x then y (64 bytes); made at the first call. The private half
  /// never leaves.
  [[nodiscard]] virtual Result<Bytes> signing_key(std::string_view name) = 0;
  /// An ES256 signature of `message` (r then s, 64 bytes; RFC 7518 §3.4). Errors: kNotFound.
  [[nodiscard]] virtual Result<Bytes> sign(std::string_view name, ByteView message) = 0;
};

}  // namespace cpa::ports
