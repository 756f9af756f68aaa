#pragma once

#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/codec/json.h"
#include "platform/client/client.h"

namespace cpa::tool {

/// How a command answers.
struct Output {
  Language language{Language::kFrench};
  bool json{false};  ///< one JSON document on stdout and nothing else
};

/// Picks the sentence of the holder's language.
std::string_view say(Language language, std::string_view french, std::string_view english) noexcept;

/// "5 000,00 €" or "€5,000.00" from "5000.00"; points and other units likewise.
std::string amount_text(std::string_view decimal, std::string_view unit, Language language);
/// "31/12/2025" or "31 Dec 2025" from "2025-12-31", with the time when there is one (UTC).
std::string date_text(std::string_view iso, Language language);

/// {"error": {"code", "cause", "remedy", "data_safe", "message"}}.
codec::Json error_json(const Error& error, Language language);
/// Cause, remedy and whether data are safe, as people read them.
std::string error_text(const Error& error, Language language);

/// What an exchange came to.
std::string sync_text(const SyncReport& report, Language language);
/// Where the client stands.
std::string status_text(const ClientStatus& status, Language language);
/// The queue of decisions.
std::string outbox_text(const std::vector<OutboxEntry>& entries, Language language);
/// The rights document of `Client::rights`.
std::string rights_text(const codec::Json& rights, Language language);
/// The outcome of `Client::replay`.
std::string replay_text(const codec::Json& replay, Language language);
/// The contacts of `Client::contacts`.
std::string contacts_text(const codec::Json& contacts, Language language);
/// The law packs of `Client::law_packs`.
std::string law_text(const codec::Json& packs, Language language);

}  // namespace cpa::tool
