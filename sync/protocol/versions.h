#pragma once

#include <cstdint>
#include <string_view>

namespace cpa::protocol {

/// The wire version this build speaks (`v` of each message).
inline constexpr std::int64_t kProtocolVersion = 1;
/// The store and row schema this build knows (`app.schema`).
inline constexpr std::int64_t kSchemaVersion = 1;

inline constexpr std::string_view kSyncPath = "/v1/sync";
inline constexpr std::string_view kTokenPath = "/v1/token";

inline constexpr std::string_view kJsonType = "application/json";
inline constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

/// `typ` of each kind of JWS: one cannot be taken for another.
inline constexpr std::string_view kCommandTyp = "cpa-command+jws";
inline constexpr std::string_view kCheckpointTyp = "cpa-checkpoint+jws";
inline constexpr std::string_view kDpopTyp = "dpop+jwt";
inline constexpr std::string_view kAccessTokenTyp = "at+jwt";

}  // namespace cpa::protocol
