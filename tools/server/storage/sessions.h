#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/date.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// Who a token or an enrolment code stands for.
struct Session {
  std::string account{};
  std::string device{};  ///< "" for a code nobody has used
};

/// Enrolment codes, refresh tokens and seen proofs; only their SHA-256 (hex) is stored.
/// Writers need a transaction. All members: errors of the database.
class Sessions {
 public:
  explicit Sessions(store::Database& database) : database_(database) {}

  Status add_code(std::string_view sha256, std::string_view account, model::Instant expires);
  /// The code, while it has not expired. A used one is returned with its device, so that a device
  /// whose answer was lost gets in with the same key.
  Result<std::optional<Session>> code(std::string_view sha256, model::Instant now);
  Status use_code(std::string_view sha256, std::string_view device);

  Status add_refresh_token(std::string_view sha256, const Session& session);
  Result<std::optional<Session>> refresh_token(std::string_view sha256);

  /// Remembers a proof until `expires`; false when it was seen before. Forgets old ones.
  Result<bool> first_use(std::string_view sha256, model::Instant now, model::Instant expires);

 private:
  store::Database& database_;
};

}  // namespace cpa::server
