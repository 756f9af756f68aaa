#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/model/date.h"

namespace cpa::auth {

/// What a signed-in device keeps. Secret: only the encrypted store may hold it.
struct Session {
  std::string account;
  std::string device;
  std::string access_token;       ///< "" when there is none that may still be good
  model::Instant access_expires;  ///< at our clock, with a margin for the way
  std::string refresh_token;      ///< bound to the device key, not rotated
  /// Set when the server said `invalid_grant`: sign-in is needed. Tried again a day later.
  std::optional<model::Instant> refused_at;
};

codec::Json session_to_json(const Session& session);
/// Errors: kMalformed.
Result<Session> session_from_json(const codec::Json& json);

/// What to do before a request that needs a token.
enum class AuthStep : std::uint8_t { kUseAccess, kRefresh, kSignInNeeded };

/// The next step of `session` at `now`. A refusal latches for a day, then is tried again.
AuthStep next_step(const Session& session, model::Instant now);
/// `session` after the server refused its access token: one refresh is due.
Session without_access(Session session);
/// `session` after `invalid_grant`.
Session refused(Session session, model::Instant now);

}  // namespace cpa::auth
