#pragma once

#include <filesystem>
#include <string>

#include "core/base/mutex.h"
#include "core/ports/key_vault.h"

namespace cpa::posix {

/// A vault of plain files, for desktops, the demo and tests. It protects nothing: whoever can read
/// the user's files has every key in it. A phone's vault keeps its keys in hardware.
///
/// One file for each secret or key, mode 0600, in a folder of mode 0700 made at the first write.
/// A file appears whole or not at all, and survives a power cut once the call has returned.
/// Several processes may use the same folder.
class FileKeyVault final : public ports::KeyVault {
 public:
  explicit FileKeyVault(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] Result<SecretBytes> read(std::string_view name) override;
  Status write(std::string_view name, const SecretBytes& secret) override;
  Status erase(std::string_view name) override;
  /// A key file that holds no key gives kVaultKeyLost.
  [[nodiscard]] Result<Bytes> signing_key(std::string_view name) override;
  [[nodiscard]] Result<Bytes> sign(std::string_view name, ByteView message) override;

 private:
  enum class Replace : std::uint8_t { kYes, kNo };

  [[nodiscard]] std::filesystem::path file_of(std::string_view name, const char* kind) const;
  [[nodiscard]] Result<SecretBytes> scalar(std::string_view name);
  Status make_folder();
  Status sync_names();
  Status store(const std::filesystem::path& file, ByteView bytes, Replace replace);

  std::filesystem::path folder_;
  Mutex mutex_;  ///< one call at a time: the first of two must have made the key
};

}  // namespace cpa::posix
