#include "sync/auth/session.h"

namespace cpa::auth {
namespace {

using codec::Json;
constexpr std::chrono::hours kRefusalRetry{24};

}  // namespace

Json session_to_json(const Session& session) {
  return Json::object(
      {{"account", session.account},
       {"device", session.device},
       {"access_token", session.access_token},
       {"access_expires", model::format_instant(session.access_expires)},
       {"refresh_token", session.refresh_token},
       {"refused_at",
        session.refused_at ? Json(model::format_instant(*session.refused_at)) : Json()}});
}

Result<Session> session_from_json(const Json& json) {
  codec::JsonReader reader(json, "session");
  Session session;
  session.account = reader.require_string("account");
  session.device = reader.require_string("device");
  session.access_token = reader.require_string("access_token");
  const std::string& expires = reader.require_string("access_expires");
  session.refresh_token = reader.require_string("refresh_token");
  const std::optional<std::string> refused_at = reader.optional_string("refused_at");
  CPA_TRY(reader.finish());
  CPA_TRY_ASSIGN(session.access_expires, model::parse_instant(expires));
  if (refused_at) {
    CPA_TRY_ASSIGN(session.refused_at, model::parse_instant(*refused_at));
  }
  return session;
}

AuthStep next_step(const Session& session, model::Instant now) {
  if (session.refused_at && now < *session.refused_at + kRefusalRetry) {
    return AuthStep::kSignInNeeded;
  }
  if (!session.access_token.empty() && now < session.access_expires) return AuthStep::kUseAccess;
  return session.refresh_token.empty() ? AuthStep::kSignInNeeded : AuthStep::kRefresh;
}

Session without_access(Session session) {
  session.access_token.clear();
  session.access_expires = model::Instant{};
  return session;
}

Session refused(Session session, model::Instant now) {
  session = without_access(std::move(session));
  session.refused_at = now;
  return session;
}

}  // namespace cpa::auth
