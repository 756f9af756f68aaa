#pragma once

#include <string>

#include "core/base/log.h"
#include "core/ports/clock.h"
#include "tools/server/decide/identity.h"
#include "tools/server/decide/sync_service.h"
#include "tools/server/decide/tokens.h"
#include "tools/server/http/message.h"

namespace cpa::server {

/// Turns HTTP requests into calls of the decision core, and its answers into signed ones.
///
/// `POST /v1/sync` and `POST /v1/token`, as `openapi.json` describes them. An answer that may
/// change a device's state is signed; a refusal is not, and changes nothing there.
class Gateway {
 public:
  Gateway(SyncService& sync, TokenService& tokens, const ServerIdentity& identity,
          const ports::Clock& clock, Log log)
      : sync_(sync), tokens_(tokens), identity_(identity), clock_(clock), log_(std::move(log)) {}

  /// Answers one request; never fails.
  Response handle(const Request& request);

 private:
  Response token(const Request& request);
  Response sync(const Request& request);
  Result<Response> exchange(const Request& request, const Session& session, model::Instant now);
  Response refused(Refusal refusal, model::Instant now, std::string_view path);

  SyncService& sync_;
  TokenService& tokens_;
  const ServerIdentity& identity_;
  const ports::Clock& clock_;
  Log log_;
};

}  // namespace cpa::server
