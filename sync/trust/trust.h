#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "sync/protocol/jws.h"

namespace cpa::trust {

/// A key that signs answers and checkpoints, with its fixed algorithm (EdDSA).
struct SigningKey {
  std::string kid;
  Bytes public_key;  ///< 32 bytes
};

/// What is believed before any answer. No key is ever learned from an answer.
struct Trust {
  std::string server_id;
  std::string url;        ///< "https://host:port"
  std::string roots_pem;  ///< the only certificate authorities accepted
  std::vector<SigningKey> keys;
  std::vector<std::string> pins;  ///< "sha256//BASE64" of SPKIs, two or more

  /// The key named `kid`; nothing when it is not trusted.
  [[nodiscard]] std::optional<protocol::VerifyingKey> find_key(std::string_view kid) const;
};

codec::Json trust_to_json(const Trust& trust);
/// Strict. Errors: kMalformed.
Result<Trust> parse_trust(std::string_view json);

/// Where trust comes from: a file for now, signed metadata with roles and versions later.
class TrustSource {
 public:
  virtual ~TrustSource() = default;
  /// Errors: kNotFound, kMalformed.
  [[nodiscard]] virtual Result<Trust> load() = 0;
};

/// Reads the file that `cpa-server init` wrote.
class FileTrustSource final : public TrustSource {
 public:
  explicit FileTrustSource(std::filesystem::path path) : path_(std::move(path)) {}
  [[nodiscard]] Result<Trust> load() override;

 private:
  std::filesystem::path path_;
};

}  // namespace cpa::trust
