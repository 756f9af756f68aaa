#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/packs.h"
#include "core/model/date.h"
#include "core/ports/clock.h"
#include "sync/protocol/command.h"
#include "sync/protocol/messages.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// When a command reached the server.
struct Reception {
  model::Instant now;
  model::Date day;  ///< the civil date in Paris that the law takes
};

/// Decides one command by the law of the day, and writes what follows from it: entries, facts, the
/// operation row. Inside the caller's transaction, so that decision and effect are one.
class Decider {
 public:
  Decider(store::Database& database, const law::LawPack& law, const ports::Clock& clock)
      : database_(database), law_(law), clock_(clock) {}

  /// The decision, without its result number. The command is new, its signature good, its order
  /// right. Errors: those of the law and the database; a refusal is a result, not an error.
  Result<protocol::CommandResult> decide(const protocol::CommandPayload& command,
                                         const Reception& reception);

 private:
  using Payload = protocol::CommandPayload;
  Result<protocol::CommandResult> training_request(const Payload& command,
                                                   const Reception& reception);
  Result<protocol::CommandResult> c2p_use(const Payload& command, const Reception& reception);
  Result<protocol::CommandResult> cec_declare(const Payload& command, const Reception& reception);
  Result<codec::Json> stale_rows(const Payload& command);
  Status check_dependency(const Payload& command, protocol::CommandResult& result);

  store::Database& database_;
  const law::LawPack& law_;
  const ports::Clock& clock_;
};

}  // namespace cpa::server
