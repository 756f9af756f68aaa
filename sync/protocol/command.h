#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/model/date.h"
#include "sync/protocol/jws.h"

namespace cpa::protocol {

/// The receipt of the law behind a decision, slim.
struct CommandLaw {
  std::int64_t seq{0};
  std::string inputs;  ///< hex SHA-256 of the canonical inputs
};

/// What a command says. It travels as the payload of a JWS made once by the device.
struct CommandPayload {
  std::string aud;  ///< server id
  std::string account;
  std::string device;
  std::string epoch;    ///< 32 hex digits
  std::int64_t seq{0};  ///< orders within (device, epoch), from 1, without gaps
  std::string id;       ///< UUIDv7, the command's identity within the account
  std::string type;
  std::int64_t sv{1};  ///< version of the type's arguments
  std::optional<std::string> depends_on;
  std::vector<std::pair<std::string, std::int64_t>> base;  ///< (key, rev) it was decided on
  codec::Json args;
  model::Instant made_lo;  ///< the decision was made between these two
  model::Instant made_hi;
  model::Instant not_after;
  std::optional<CommandLaw> law;
};

codec::Json command_to_json(const CommandPayload& command);
/// Strict. Errors: kMalformed.
Result<CommandPayload> command_from_json(const codec::Json& payload);
/// The JWS of `command`, ES256; `kid` is the thumbprint of the device key.
Result<std::string> make_command(const CommandPayload& command, std::string_view kid,
                                 const Signer& sign);
/// Errors: kMalformed, kSignature.
Result<CommandPayload> verify_command(std::string_view jws, ByteView device_key);

}  // namespace cpa::protocol
