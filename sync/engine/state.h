#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/error.h"

namespace cpa::engine {

/// What is known of the way to the server. Only a verified answer means online.
enum class SyncState : std::uint8_t {
  kUnknown,
  kOnline,
  kNoNetwork,
  kCaptive,
  kIntercepted,
  kServerDown,
  kCut,
  kSignInNeeded,
  kUpdateNeeded,
  kPaused
};
/// The stable name in JSON, for instance "server_down".
std::string_view sync_state_name(SyncState state) noexcept;

/// Why commands wait. `kNone`: they do not, or a wake-up is due at once.
enum class WaitReason : std::uint8_t {
  kNone,
  kNoNetwork,
  kCaptive,
  kIntercepted,
  kServerDown,
  kCut,
  kSignInNeeded,
  kUpdateNeeded,
  kServerSaidWhen,
  kUndecided,  ///< the server has them and has not decided, or has not made its decision durable
  kStorage,    ///< the device could not write (full, I/O error)
  kDegraded,   ///< the server's rows do not give its own root; the last certified ones are shown
  kPaused
};
/// The stable name in JSON, "" for `kNone`.
std::string_view wait_reason_name(WaitReason reason) noexcept;

/// What one exchange with the server was found to be.
enum class Verdict : std::uint8_t {
  kVerified,      ///< signed by the server, for this very request
  kNoNetwork,     ///< no route
  kCaptive,       ///< the platform says that a portal answers
  kIntercepted,   ///< TLS refused, or an answer that the server did not sign for this request
  kCut,           ///< broken, damaged or truncated on the way, or too slow
  kServerDown,    ///< 5xx, HTML, or anything that is not the server's application
  kUnauthorized,  ///< 401: the access token is not accepted
  kUpdateNeeded,  ///< 426, or a version this app does not speak
  kLagging,       ///< verified, but from a replica behind what we already have
  kStorage        ///< our own store could not be read or written
};
/// The error a caller sees for it; nothing for `kVerified`.
std::optional<ErrorCode> verdict_error(Verdict verdict) noexcept;
/// What a failed connection means.
Verdict verdict_of(ErrorCode transport_error) noexcept;

}  // namespace cpa::engine
