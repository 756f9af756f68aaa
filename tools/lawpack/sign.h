#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/date.h"

namespace cpa::lawpack {

/// A private key from its file: the 64 hexadecimal digits of an Ed25519 seed and a line break,
/// nothing else. Errors: kNotFound, kMalformed.
Result<SecretBytes> read_seed(const std::string& path);
/// Writes `seed` to a new file that its owner alone may read.
/// Errors: kAlreadyExists (a key is never overwritten), kStorageIo.
Status write_seed(const std::string& path, const SecretBytes& seed);

/// The public half of keys as TUF's root names them: what `CPA_PUBLISHER` of CMake wants. All of
/// them must sign. Errors: kInvalidArgument.
Result<std::string> publisher_json(const std::vector<SecretBytes>& seeds);

/// Where a pack stands in the metadata: "directory/ID.json" or "law/sN/ID.json", N its semantics.
/// Errors: kMalformed for what is no pack.
Result<std::string> target_name(std::string_view pack);

/// What the publisher decides beside the packs themselves.
struct SignOptions {
  std::optional<std::int64_t> version;  ///< else the sum of the packs' `seq`, which grows with each
  std::optional<model::Date> expires;   ///< else 365 days after the latest `published`
};

/// TUF's targets metadata about `packs` (canonical JSON), in canonical form, signed by all `seeds`.
/// The same arguments give the same bytes. Errors: kMalformed, kInvalidArgument (a key, or none).
Result<std::string> sign_packs(const std::vector<std::string>& packs,
                               const std::vector<SecretBytes>& seeds, const SignOptions& options);

}  // namespace cpa::lawpack
