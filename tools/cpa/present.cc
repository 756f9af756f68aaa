#include "tools/cpa/present.h"

#include <fmt/format.h>

#include <array>

namespace cpa::tool {
namespace {

constexpr std::string_view kNarrowSpace = "\u202F";
constexpr std::string_view kNoBreakSpace = "\u00A0";

/// Groups the digits of a whole number by three.
std::string grouped(std::string_view digits, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) text += separator;
    text += digits[i];
  }
  return text;
}

struct StateName {
  std::string_view state, french, english;
};
constexpr std::array kStateNames = {
    StateName{"unknown", "pas encore essayé", "not tried yet"},
    StateName{"online", "en ligne", "online"},
    StateName{"no_network", "pas de réseau", "no network"},
    StateName{"captive", "portail de connexion", "captive portal"},
    StateName{"intercepted", "réponse d'un tiers refusée", "an outsider's answer was refused"},
    StateName{"cut", "connexion coupée", "connection cut"},
    StateName{"server_down", "serveur indisponible", "server down"},
    StateName{"sign_in_needed", "connexion à renouveler", "sign-in needed"},
    StateName{"update_needed", "mise à jour nécessaire", "update needed"},
    StateName{"paused", "en pause", "paused"},
    StateName{"waiting", "en attente", "waiting"},
    StateName{"deferred", "reportée par le serveur", "deferred by the server"},
    StateName{"applied", "acceptée", "accepted"},
    StateName{"rejected", "refusée", "rejected"},
};

std::string_view state_text(std::string_view state, Language language) {
  for (const StateName& name : kStateNames) {
    if (name.state == state) return say(language, name.french, name.english);
  }
  return state;
}

/// The error whose sentences describe a state; states share their names with the errors.
std::optional<ErrorCode> error_of(std::string_view state) {
  for (const ErrorCode code :
       {ErrorCode::kNoNetwork, ErrorCode::kCaptive, ErrorCode::kIntercepted, ErrorCode::kCut,
        ErrorCode::kServerDown, ErrorCode::kSignInNeeded, ErrorCode::kUpdateNeeded}) {
    if (error_slug(code) == state) return code;
  }
  return std::nullopt;
}

std::string instant_text(const std::optional<ports::UtcInstant>& instant, Language language) {
  if (!instant) return "—";
  return date_text(model::format_instant(*instant), language);
}

}  // namespace

std::string_view say(Language language, std::string_view french,
                     std::string_view english) noexcept {
  return language == Language::kFrench ? french : english;
}

std::string amount_text(std::string_view decimal, std::string_view unit, Language language) {
  const bool negative = !decimal.empty() && decimal.front() == '-';
  if (negative) decimal.remove_prefix(1);
  const std::size_t dot = decimal.find('.');
  const std::string_view whole = decimal.substr(0, dot);
  const std::string_view cents = dot == std::string_view::npos ? "" : decimal.substr(dot + 1);
  const bool french = language == Language::kFrench;
  std::string number = grouped(whole, french ? kNarrowSpace : ",");
  if (!cents.empty()) number += fmt::format("{}{}", french ? "," : ".", cents);
  const std::string_view sign = negative ? "−" : "";
  if (unit == "EUR") {
    return french ? fmt::format("{}{}{}€", sign, number, kNoBreakSpace)
                  : fmt::format("{}€{}", sign, number);
  }
  const bool one = number == "1" || (french && number == "0");
  const std::string_view noun = unit != "point" ? unit : (one ? "point" : "points");
  return fmt::format("{}{}{}{}", sign, number, kNoBreakSpace, noun);
}

std::string date_text(std::string_view iso, Language language) {
  if (iso.size() < 10) return std::string(iso);
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string_view year = iso.substr(0, 4);
  const std::string_view month = iso.substr(5, 2);
  const std::string_view day = iso.substr(8, 2);
  const auto index = static_cast<std::size_t>((month[0] - '0') * 10 + (month[1] - '0') - 1);
  std::string text = language == Language::kFrench || index >= kMonths.size()
                         ? fmt::format("{}/{}/{}", day, month, year)
                         : fmt::format("{} {} {}", day, kMonths[index], year);
  if (iso.size() >= 16) {
    text += fmt::format(" {} {} UTC", say(language, "à", "at"), iso.substr(11, 5));
  }
  return text;
}

codec::Json error_json(const Error& error, Language language) {
  return codec::Json::object(
      {{"error", codec::Json::object({{"code", error_slug(error.code)},
                                      {"cause", error_cause(error.code, language)},
                                      {"remedy", error_remedy(error.code, language)},
                                      {"data_safe", error_keeps_data(error.code)},
                                      {"message", error.message}})}});
}

std::string error_text(const Error& error, Language language) {
  const std::string_view safe =
      error_keeps_data(error.code)
          ? say(language, "Vos données sont intactes.", "Your data are safe.")
          : say(language, "Vos données pourraient être touchées.", "Your data may be affected.");
  return fmt::format("{}\n  {}\n  {}\n  ({}: {})\n", error_cause(error.code, language),
                     error_remedy(error.code, language), safe, error_slug(error.code),
                     error.message);
}

std::string sync_text(const SyncReport& report, Language language) {
  std::string text = fmt::format("Synchronisation : {}\n", state_text(report.state, language));
  if (const std::optional<ErrorCode> cause = error_of(report.state)) {
    text +=
        fmt::format("  {}\n  {}\n", error_cause(*cause, language), error_remedy(*cause, language));
  }
  text += fmt::format("  {} : {}   {} : {}   {} : {} o ↑ {} o ↓\n",
                      say(language, "échanges", "exchanges"), report.exchanges,
                      say(language, "allers-retours", "round trips"), report.round_trips,
                      say(language, "octets", "bytes"), report.bytes_up, report.bytes_down);
  text +=
      fmt::format("  {} : {}   {} : {}\n", say(language, "lignes changées", "rows changed"),
                  report.rows_changed, say(language, "décisions en attente", "decisions waiting"),
                  report.outbox_left);
  if (const codec::Json::Array* results = report.results.as_array()) {
    for (const codec::Json& result : *results) {
      const codec::Json* outcome = result.find("outcome");
      const codec::Json* code = result.find("code");
      const std::string* outcome_name = outcome != nullptr ? outcome->as_string() : nullptr;
      const std::string* code_name = code != nullptr ? code->as_string() : nullptr;
      if (outcome_name == nullptr) continue;
      text += fmt::format("  {} : {}", say(language, "décision du serveur", "server's decision"),
                          state_text(*outcome_name, language));
      if (code_name != nullptr && !code_name->empty()) text += fmt::format(" ({})", *code_name);
      text += "\n";
    }
  }
  return text;
}

std::string status_text(const ClientStatus& status, Language language) {
  if (!status.enrolled) {
    return fmt::format("{}\n", say(language, "Cet appareil n'est rattaché à aucun compte.",
                                   "This device is not enrolled with any account."));
  }
  std::string text = fmt::format("{} {}\n", say(language, "Compte", "Account"), status.account);
  text += fmt::format("  {} : {}{}\n", say(language, "serveur", "server"), status.server_url,
                      status.read_only ? say(language, " (lecture seule)", " (read only)") : "");
  text += fmt::format("  {} : {}\n", say(language, "état", "state"),
                      state_text(status.state, language));
  if (const std::optional<ErrorCode> cause = error_of(status.state)) {
    text += fmt::format("  {}\n", error_cause(*cause, language));
  }
  text += fmt::format("  {} {}\n",
                      say(language, "confirmé par le serveur le", "confirmed by the server on"),
                      instant_text(status.confirmed_at, language));
  text += fmt::format("  {} : {}\n", say(language, "décisions en attente", "decisions waiting"),
                      status.outbox_left);
  if (status.next_wake) {
    text += fmt::format("  {} {}\n", say(language, "prochain essai le", "next try on"),
                        instant_text(status.next_wake, language));
  }
  return text;
}

std::string outbox_text(const std::vector<OutboxEntry>& entries, Language language) {
  if (entries.empty()) {
    return fmt::format("{}\n",
                       say(language, "Aucune décision en attente.", "No decision waiting."));
  }
  std::string text;
  for (const OutboxEntry& entry : entries) {
    text += fmt::format("{:>4}  {}  {}  {}  {}", entry.seq, date_text(entry.made, language),
                        entry.type, state_text(entry.state, language), entry.id);
    if (!entry.code.empty()) text += fmt::format("  {}", entry.code);
    for (const std::string& article : entry.articles) text += fmt::format(" [{}]", article);
    text += "\n";
  }
  return text;
}

std::string replay_text(const codec::Json& replay, Language language) {
  if (!*replay.find("diverges")->as_bool()) {
    return std::string(say(language, "Même résultat : le reçu se recalcule à l'identique.\n",
                           "Same result: the receipt computes to the same again.\n"));
  }
  std::string text(
      say(language, "Résultat différent ; recalculé ici :\n", "Another result; computed here:\n"));
  for (const auto& [name, value] : *replay.find("receipt")->find("outputs")->as_object()) {
    text += "  " + name + " = " + *value.as_string() + "\n";
  }
  return text;
}

namespace {

/// What `cpa simulate` can be asked for by name.
std::string simulations_text(const codec::Json& pack, Language language) {
  const codec::Json* list = pack.find("simulations");
  if (list == nullptr || list->as_array() == nullptr) return "";
  std::string text;
  for (const codec::Json& each : *list->as_array()) {
    const codec::Json* name = each.find("name");
    const codec::Json* label = each.find(language == Language::kFrench ? "fr" : "en");
    if (name == nullptr || label == nullptr) continue;
    text += fmt::format("  {:<24} {}\n", *name->as_string(), *label->as_string());
  }
  return text.empty() ? text : fmt::format("cpa simulate …\n{}", text);
}

}  // namespace

std::string law_text(const codec::Json& packs, Language language) {
  std::string text;
  if (const codec::Json::Array* list = packs.as_array()) {
    for (const codec::Json& pack : *list) {
      const codec::Json* id = pack.find("id");
      const codec::Json* seq = pack.find("seq");
      if (id == nullptr || seq == nullptr || id->as_string() == nullptr) continue;
      text += fmt::format("{} n° {}", *id->as_string(), seq->as_integer() ? *seq->as_integer() : 0);
      for (const std::string_view key : {"published", "covers_from", "covers_to", "sha256"}) {
        const codec::Json* value = pack.find(key);
        if (value != nullptr && value->as_string() != nullptr) {
          text += fmt::format("\n  {}: {}", key, *value->as_string());
        }
      }
      text += "\n" + simulations_text(pack, language);
    }
  }
  if (text.empty())
    text = fmt::format("{}\n", say(language, "Aucun paquet de droit.", "No law pack."));
  return text;
}

}  // namespace cpa::tool
