#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/model/date.h"
#include "sync/protocol/jws.h"
#include "sync/protocol/messages.h"

namespace cpa::protocol {

/// The server's signed statement of the state at a point: what "confirmed" means.
struct Checkpoint {
  std::string account;
  ServerEpoch server_epoch;
  std::int64_t at{0};  ///< change number of the account
  model::Instant time;
  std::int64_t after_seq{0};  ///< commands of this device up to here are in the state
  std::int64_t count{0};      ///< rows
  std::string root;           ///< hex SHA-256 over all parts
};

Result<std::string> make_checkpoint(const Checkpoint& checkpoint, std::string_view kid,
                                    const Signer& sign);
/// Errors: kMalformed, kSignature.
Result<Checkpoint> verify_checkpoint(std::string_view jws, const VerifyingKey& key);
/// Reads a checkpoint that was verified when it was stored. Errors: kMalformed.
Result<Checkpoint> read_checkpoint(std::string_view jws);

}  // namespace cpa::protocol
