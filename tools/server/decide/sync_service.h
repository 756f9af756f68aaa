#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/law/packs.h"
#include "core/model/date.h"
#include "core/ports/clock.h"
#include "sync/protocol/messages.h"
#include "tools/server/decide/decider.h"
#include "tools/server/decide/identity.h"
#include "tools/server/storage/sessions.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// The server's side of the one exchange, free of HTTP: the simulator links it.
///
/// One exchange is one transaction: commands are decided one after the other, and the answer shows
/// the state they left. If its commit fails nothing was decided, and the device sends them again.
class SyncService {
 public:
  SyncService(store::Database& database, const ServerIdentity& identity, const law::LawPack& law,
              const ports::Clock& clock)
      : database_(database), identity_(identity), law_(law), clock_(clock) {}

  /// For tests and the demo: the civil date the law takes as the day of receipt.
  void set_legal_day(std::optional<model::Date> day) { legal_day_ = day; }

  /// Answers `request` of the session's device.
  /// Errors: kNotFound (no such device), kMalformed (a command that is not this device's, or whose
  /// signature is wrong), those of the law and the database. On error nothing was decided.
  Result<protocol::SyncResponse> handle(const Session& session,
                                        const protocol::SyncRequest& request, model::Instant now);

 private:
  Status exchange(const Session& session, const protocol::SyncRequest& request,
                  const Reception& reception, protocol::SyncResponse& response);
  Status take_commands(const Session& session, const protocol::SyncRequest& request,
                       const Reception& reception, protocol::SyncResponse& response);
  Result<protocol::CommandResult> settle(const protocol::CommandPayload& command,
                                         const std::string& jws, const Reception& reception,
                                         std::string_view refusal);

  store::Database& database_;
  const ServerIdentity& identity_;
  const law::LawPack& law_;
  const ports::Clock& clock_;
  std::optional<model::Date> legal_day_;
};

}  // namespace cpa::server
