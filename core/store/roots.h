#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/crypto/hash.h"

namespace cpa::store {

/// Hashes the rows of one part, given in key order (bytes), as server and device both do:
/// per row 0x01 ‖ u32be length ‖ key, 0x02 ‖ u64be rev, 0x03 ‖ SHA-256(body).
class PartHasher {
 public:
  /// Rows must come in strictly rising key order (CPA_CHECK).
  void add(std::string_view key, std::int64_t rev, std::string_view body);
  [[nodiscard]] std::int64_t count() const noexcept { return count_; }
  /// The part's root; the root of no rows is SHA-256("").
  crypto::Sha256Digest finish();

 private:
  crypto::Sha256 hash_;
  std::string last_key_;
  std::int64_t count_{0};
};

/// The root of one part.
struct PartDigest {
  std::string part;
  std::int64_t count{0};
  crypto::Sha256Digest root{};
};

/// The root over all parts that have rows or had some: SHA-256 over u8 length ‖ name ‖ part root,
/// in name order. `parts` may come in any order. Hex.
std::string account_root(std::vector<PartDigest> parts);

/// The parts of an account; the root always covers each of them, empty or not.
const std::vector<std::string>& part_names();

}  // namespace cpa::store
