#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/result.h"

namespace cpa::law {

/// A public key that may sign packs. Its algorithm is Ed25519; no document can choose another.
struct PublisherKey {
  std::string_view id;  ///< hex SHA-256 of the key as TUF writes it
  std::array<std::uint8_t, 32> ed25519;
};

/// Who may sign packs, and how many of them must.
struct Publisher {
  std::span<const PublisherKey> keys;  ///< each once
  std::size_t threshold{1};
};

/// The publisher whom this build believes (`CPA_PUBLISHER` of CMake).
const Publisher& trusted_publisher() noexcept;

/// The key of `tools/lawpack/development_key`: everybody has it, so it protects nothing.
inline constexpr std::string_view kDevelopmentKeyId =
    "1d16bf45020fa0366d028c2182b04bf4d355f2da631a64f398d8448b45ab8075";

/// The name under which the metadata that lists signed packs is embedded.
inline constexpr std::string_view kTargetsId = "targets";

/// A pack of which nothing is believed yet.
struct UnverifiedPack {
  std::string_view target;        ///< "directory/fr.cpa.directory.json"
  std::string_view content;       ///< its bytes as they came
  std::int64_t version_known{0};  ///< the newest that was seen before; an older one is refused
};

/// Who answers for a pack.
struct Signer {
  std::string_view key_id;  ///< the first of the publisher's keys whose signature holds, borrowed
  bool development{false};  ///< whether the development key was counted
  std::int64_t version{0};  ///< of the pack
};

/// Checks a pack against TUF's targets metadata: first the signatures over its raw bytes, then
/// what it says, then version, length and SHA-256 of the pack. The metadata must be written as
/// `cpa-lawpack sign` does, all of it in canonical form. When it expires is not judged: a device
/// without network keeps what it has.
/// Errors: kMalformed, kLimitExceeded (metadata), kUnknownKey, kSignature (also a pack that is not
/// the one signed), kRollback.
Result<Signer> verify_pack(const UnverifiedPack& pack, std::string_view targets,
                           const Publisher& publisher);

}  // namespace cpa::law
