#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/model/date.h"

namespace cpa::protocol {

/// One life of the server's database; `n` strictly rises, `random` tells two restores apart.
struct ServerEpoch {
  std::int64_t n{0};
  std::string random;  ///< 32 hex digits
  bool operator==(const ServerEpoch&) const = default;
};

/// The body of POST /v1/sync.
struct SyncRequest {
  std::string nonce;  ///< base64url of 16 random bytes; the answer repeats it
  std::int64_t app_build{0};
  std::int64_t app_schema{0};
  std::int64_t app_semantics{0};
  std::string device;
  std::string epoch;
  std::optional<ServerEpoch> server_epoch;  ///< the one our cursor belongs to
  std::vector<std::string> commands;        ///< compact JWS, in seq order
  std::int64_t seen_results{0};             ///< every rseq up to this one is on disk
  std::optional<std::string> cursor;
  std::int64_t max_bytes{0};
  std::optional<std::string> have_root;  ///< hex root of the certified rows
  std::int64_t law_seq{0};
  std::string net_class;  ///< "unmetered", "metered", "roaming"
  std::int64_t budget_bytes{0};
};

/// What the server decided, or why it has not yet.
enum class Outcome : std::uint8_t { kApplied, kRejected, kDeferred };
std::string_view outcome_name(Outcome outcome) noexcept;
Result<Outcome> parse_outcome(std::string_view name);

/// One decision. The outcome of an id never changes; `dup` says that it was decided before.
struct CommandResult {
  std::int64_t rseq{0};
  std::string id;
  std::int64_t seq{0};
  bool dup{false};
  Outcome outcome{Outcome::kRejected};
  std::string code;  ///< "" when applied
  std::vector<std::string> articles;
  codec::Json args{codec::Json::object()};
  codec::Json rows{codec::Json::array()};  ///< current rows, for a stale command
};

/// A change to one row. `body` is JSON text: its bytes are what is stored and hashed.
struct RowOp {
  bool is_delete{false};
  std::string part;
  std::string key;
  std::int64_t rev{0};
  std::int64_t after_seq{0};
  std::string body;
};

/// How the rows of an answer apply.
enum class PullMode : std::uint8_t { kUnchanged, kDelta, kPage, kReset };
std::string_view pull_mode_name(PullMode mode) noexcept;

/// The rows of an answer. `kReset` begins a key-ordered scan and empties the staged rows, `kPage`
/// goes on with it, `kDelta` changes the certified rows (or ends a scan).
struct Pull {
  PullMode mode{PullMode::kUnchanged};
  std::string reason;  ///< of a reset: "forged", "too_old", "scope", "epoch", "first"
  std::string to;      ///< the cursor to continue from
  std::vector<RowOp> ops;
  bool more{false};
};

/// Count and root of one part, as the server holds it.
struct PartRoot {
  std::string part;
  std::int64_t count{0};
  std::string root;  ///< hex SHA-256
};

/// The answer of POST /v1/sync.
struct SyncResponse {
  std::string nonce;
  std::string account;
  std::string device;
  std::string epoch;
  model::Instant server_time;
  ServerEpoch server_epoch;
  std::int64_t durable_seq{0};         ///< decisions up to here survive any loss of the server
  std::int64_t last_seq{0};            ///< highest seq known of this (device, epoch)
  std::optional<std::int64_t> expect;  ///< seq the server waits for, when there was a gap
  std::vector<CommandResult> results;
  Pull pull;
  std::vector<PartRoot> parts;
  std::optional<std::string> checkpoint;  ///< JWS, kept verbatim
  std::int64_t law_seq{0};
  std::optional<std::int64_t> min_build;
  std::optional<std::int64_t> retry_after_s;
};

codec::Json to_json(const SyncRequest& request);
/// Strict: unknown members are refused. Errors: kMalformed, kUnsupported (another `v`).
Result<SyncRequest> sync_request_from_json(const codec::Json& json);
codec::Json to_json(const SyncResponse& response);
/// Members a newer server adds are passed over. Errors: kMalformed, kUnsupported.
Result<SyncResponse> sync_response_from_json(const codec::Json& json);
codec::Json to_json(const CommandResult& result);
Result<CommandResult> command_result_from_json(const codec::Json& json);

}  // namespace cpa::protocol
