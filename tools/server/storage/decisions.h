#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// A device of a holder, and the key its commands are signed with.
struct Device {
  std::string account{};
  std::string id{};
  std::string thumbprint{};  ///< RFC 7638, of the P-256 key
  std::string public_key{};  ///< base64url of x then y
};

/// The one decision on a command, kept as long as the account.
struct Decision {
  std::string id{};  ///< of the command
  std::string device{};
  std::string epoch{};
  std::int64_t seq{0};
  std::int64_t rseq{0};
  std::string jws{};      ///< the command as it came
  std::string outcome{};  ///< JSON of the result
};

/// Devices, the order of their commands, and the decisions. Writers need a transaction.
/// All members: errors of the database.
class Decisions {
 public:
  explicit Decisions(store::Database& database) : database_(database) {}

  Status add_device(const Device& device);
  Result<std::optional<Device>> device(std::string_view account, std::string_view id);
  /// Seq of the last command decided in that epoch of the device, 0 when none.
  Result<std::int64_t> last_seq(std::string_view account, std::string_view device,
                                std::string_view epoch);
  Status set_last_seq(std::string_view account, std::string_view device, std::string_view epoch,
                      std::int64_t seq);
  Result<std::optional<Decision>> find(std::string_view account, std::string_view id);
  /// The next result number of the device.
  Result<std::int64_t> next_rseq(std::string_view account, std::string_view device);
  Status add(std::string_view account, const Decision& decision);
  /// Results the device has not acknowledged, in the order of rseq.
  Result<std::vector<Decision>> unseen(std::string_view account, std::string_view device);
  /// Every decision of the account, by id.
  Result<std::vector<Decision>> all(std::string_view account);
  /// The device has all results up to `rseq`.
  Status acknowledge(std::string_view account, std::string_view device, std::int64_t rseq);

 private:
  store::Database& database_;
};

}  // namespace cpa::server
