#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/ports/http_client.h"
#include "core/store/store.h"
#include "sync/engine/state.h"
#include "sync/protocol/checkpoint.h"
#include "sync/protocol/http_signature.h"
#include "sync/protocol/messages.h"
#include "sync/trust/trust.h"

namespace cpa::engine {

/// What an answer must fit to be the answer to the request in flight.
struct Expected {
  protocol::RequestBinding binding;
  std::string nonce;
  std::string account;
  std::string device;
  std::string epoch;
  store::SyncMeta meta;  ///< what we have already
};

/// An answer judged: `response` only where the verdict is kVerified.
struct Judged {
  Verdict verdict{Verdict::kServerDown};
  std::string why;  ///< for the log: a constant of the code
  protocol::SyncResponse response;
  std::optional<protocol::Checkpoint> checkpoint;
};

/// Judges the answer of POST /v1/sync. Order: status and type, signature over the coded bytes,
/// inflation under a cap, parsing, then whether it answers this very request and does not lie
/// behind what we have. Pure: nothing changes here.
Judged judge_answer(const ports::HttpResponse& response, const Expected& expected,
                    const trust::Trust& trust);

/// The verified answer as the store takes it.
store::Answer to_store(const Judged& judged);

}  // namespace cpa::engine
