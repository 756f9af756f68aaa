// What a client shows: rights, reasons, decisions, status. No network, no session.

#include <utility>

#include "core/law/credit.h"
#include "core/law/projection.h"
#include "core/law/simulate.h"
#include "core/law/wording.h"
#include "platform/client/client_core.h"
#include "platform/client/projection.h"
#include "sync/protocol/checkpoint.h"

namespace cpa {
namespace {

using codec::Json;

std::string show_amount(model::SubAccount account, std::int64_t amount, Language language) {
  return law::show_value(amount_text(account, amount),
                         account == model::SubAccount::kC2p ? "point" : "EUR", language);
}

Json entry_document(const KeyedEntry& keyed) {
  const model::Entry& entry = keyed.entry;
  return Json::object({{"key", keyed.key},
                       {"kind", model::entry_kind_name(entry.kind)},
                       {"amount", amount_text(entry.account, entry.amount)},
                       {"law_date", model::format_date(entry.law_date)},
                       {"cause", entry.cause},
                       {"article", entry.article},
                       {"operation", entry.operation.empty() ? Json() : Json(entry.operation)}});
}

std::string entry_line(const KeyedEntry& keyed, Language language) {
  const model::Entry& entry = keyed.entry;
  std::string line = "  " + law::show_date(entry.law_date, language) + "  " +
                     show_amount(entry.account, entry.amount, language) + "  " + entry.cause;
  if (!entry.article.empty()) line += "  [" + entry.article + "]";
  return line + "\n";
}

/// The year of a facts row of `account`, with its inputs.
struct YearFacts {
  std::int64_t year{0};
  Json inputs;
};

std::optional<YearFacts> facts_of(const store::StoredRow& row, std::string_view account) {
  const Result<Json> body = codec::parse_json(row.body);
  if (!body) return std::nullopt;
  const Json* kind = body->find("kind");
  const Json* name = body->find("account");
  const Json* year = body->find("year");
  const Json* inputs = body->find("inputs");
  if (kind == nullptr || *kind != Json("facts") || name == nullptr || *name != Json(account) ||
      year == nullptr || year->as_integer() == nullptr || inputs == nullptr) {
    return std::nullopt;
  }
  return YearFacts{*year->as_integer(), *inputs};
}

}  // namespace

Result<Json> Client::Core::rights(std::optional<model::Date> on) {
  const model::Date now = today();
  const model::Date day = on.value_or(now);
  CPA_TRY_ASSIGN(const store::SyncMeta meta, store_->sync_meta());
  Json document = Json::object({{"as_of", model::format_date(day)}});
  const law::LawHead head = law::current_law_head();
  Json law = Json::object(
      {{"id", head.id},
       {"seq", head.seq},
       {"freshness", model::format_date(day) < head.covers_to ? "known" : "beyond known law"}});
  if (!meta.checkpoint) {
    document.set("confirmed_at", nullptr);
    document.set("state", "nothing_confirmed");
    Json accounts = Json::object();
    for (const char* name : {"cpf", "c2p", "cec"}) {
      accounts.set(name, Json::object({{"unit", std::string_view(name) == "c2p" ? "point" : "EUR"},
                                       {"balance", nullptr},
                                       {"confirmed", nullptr},
                                       {"buckets", Json::array()}}));
    }
    document.set("accounts", std::move(accounts));
    CPA_TRY_ASSIGN(Json effects, pending());
    document.set("pending", std::move(effects));
    document.set("law", std::move(law));
    return document;
  }
  CPA_TRY_ASSIGN(const protocol::Checkpoint checkpoint,
                 protocol::read_checkpoint(*meta.checkpoint));
  CPA_TRY_ASSIGN(const auto entries, entries_on(*store_, day));
  Json effects = Json::array();
  if (day >= now) {
    CPA_TRY_ASSIGN(effects, pending());
  }
  CPA_TRY_ASSIGN(Json accounts, rights_document(entries, effects));
  document.set("confirmed_at", model::format_instant(checkpoint.time));
  document.set("state", effects.as_array()->empty() ? "confirmed" : "pending");
  document.set("accounts", std::move(accounts));
  document.set("pending", std::move(effects));
  document.set("law", std::move(law));
  return document;
}

Result<Json> Client::Core::explain(const std::string& what, Language language) {
  const std::string account_name = what.substr(0, what.find('/'));
  const Result<model::SubAccount> account = model::parse_sub_account(account_name);
  if (!account) return Error{ErrorCode::kNotFound, "no such account or entry"};
  CPA_TRY_ASSIGN(const auto all, entries_on(*store_, model::Date::max()));
  Json entries = Json::array();
  std::string lines;
  std::int64_t balance = 0;
  for (const KeyedEntry& keyed : all) {
    if (keyed.entry.account != *account || (what != account_name && what != keyed.key)) continue;
    entries.push(entry_document(keyed));
    lines += entry_line(keyed, language);
    balance += keyed.entry.amount;
  }
  if (what != account_name && entries.as_array()->empty()) {
    return Error{ErrorCode::kNotFound, "no such account or entry"};
  }
  CPA_TRY_ASSIGN(const std::string why, explanation(account_name, language, entries));
  std::string upper = account_name;
  for (char& c : upper) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  const std::string text =
      upper + " : " + show_amount(*account, balance, language) + "\n" + lines + why;
  return Json::object({{"what", what},
                       {"unit", *account == model::SubAccount::kC2p ? "point" : "EUR"},
                       {"balance", amount_text(*account, balance)},
                       {"entries", std::move(entries)},
                       {"text", text}});
}

/// The law's reasons for the yearly credits, computed again from the facts that the server
/// reported.
Result<std::string> Client::Core::explanation(std::string_view account, Language language,
                                              const Json& entries) {
  std::string text;
  CPA_TRY_ASSIGN(const law::LawPack law, law::current_law());
  CPA_TRY_ASSIGN(const auto rows, store_->rows("situation"));
  CPA_TRY_ASSIGN(const auto all, entries_on(*store_, model::Date::max()));
  for (const store::StoredRow& row : rows) {
    const std::optional<YearFacts> facts = facts_of(row, account);
    if (!facts) continue;
    const std::string cause = "credit:" + std::to_string(facts->year);
    std::int64_t before = 0;
    bool shown = false;
    for (const KeyedEntry& keyed : all) {
      if (model::sub_account_name(keyed.entry.account) != account) continue;
      if (keyed.entry.cause.rfind(cause, 0) == 0) {
        for (const Json& entry : *entries.as_array()) {
          const Json* key = entry.find("key");
          shown = shown || (key != nullptr && *key == Json(keyed.key));
        }
        break;
      }
      before += keyed.entry.amount;
    }
    if (!shown) continue;
    const int year = static_cast<int>(facts->year);
    const auto sub_account = model::parse_sub_account(account);
    if (!sub_account) continue;
    // A posted credit rests on closed facts: what nobody reported in time counts as its article
    // says.
    CPA_TRY_ASSIGN(law::ClosedFacts closed,
                   law::close_unreported(*sub_account, year, facts->inputs, today()));
    Json inputs = std::move(closed.facts);
    const auto give = [&](std::string_view name, Json value) {
      if (inputs.find(name) == nullptr) inputs.set(name, std::move(value));
    };
    if (account == "cpf") give("cpf_balance", model::format_cents(model::Cents(before)));
    if (account == "c2p") give("c2p_entered", std::to_string(before));
    if (account == "cec") give("cec_acquired", model::format_cents(model::Cents(before)));
    const model::Date day = model::last_day_of_year(year);
    const Result<std::string> why =
        law::explain_text(law, std::string(account) + ".credit", inputs, day, language);
    if (why) text += "\n" + std::to_string(facts->year) + "\n" + *why + "\n";
  }
  return text;
}

Result<std::vector<OutboxEntry>> Client::Core::outbox() {
  CPA_TRY_ASSIGN(const auto commands, store_->outbox());
  std::vector<OutboxEntry> entries;
  for (const store::OutboxCommand& command : commands) {
    OutboxEntry entry;
    entry.id = command.id;
    entry.seq = command.seq;
    entry.type = command.type;
    entry.made = command.made;
    entry.state = "waiting";
    CPA_TRY_ASSIGN(entry.args, codec::parse_json(command.args));
    CPA_TRY_ASSIGN(const auto result, store_->result_of(command.id));
    if (result) {
      entry.state = result->outcome;
      entry.code = result->code;
      CPA_TRY_ASSIGN(entry.result, codec::parse_json(result->body));
      const Json* articles = entry.result.find("articles");
      if (articles != nullptr && articles->as_array() != nullptr) {
        for (const Json& article : *articles->as_array()) {
          if (article.as_string() != nullptr) entry.articles.push_back(*article.as_string());
        }
      }
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<Json> Client::Core::results() {
  CPA_TRY_ASSIGN(const auto kept, store_->results());
  Json list = Json::array();
  for (const store::StoredResult& result : kept) {
    CPA_TRY_ASSIGN(Json json, codec::parse_json(result.body));
    list.push(std::move(json));
  }
  return list;
}

Result<ClientStatus> Client::Core::status() {
  ClientStatus status;
  status.read_only = store_->read_only();
  if (trust_) status.server_url = trust_->url;
  CPA_TRY_ASSIGN(const auto session_text, store_->value(engine::kSessionValue));
  if (session_text) {
    CPA_TRY_ASSIGN(const Json json, codec::parse_json(*session_text));
    CPA_TRY_ASSIGN(const auth::Session session, auth::session_from_json(json));
    status.enrolled = true;
    status.account = session.account;
    status.device = session.device;
  }
  status.state = "unknown";
  if (loop_ != nullptr) {
    status.state = engine::sync_state_name(loop_->state());
    status.reason = engine::wait_reason_name(loop_->reason());
    status.next_wake = loop_->next_wake();
  }
  CPA_TRY_ASSIGN(const store::SyncMeta meta, store_->sync_meta());
  if (meta.checkpoint) {
    CPA_TRY_ASSIGN(const protocol::Checkpoint checkpoint,
                   protocol::read_checkpoint(*meta.checkpoint));
    status.confirmed_at = checkpoint.time;
  }
  CPA_TRY_ASSIGN(const auto waiting, store_->undecided());
  status.outbox_left = static_cast<std::int64_t>(waiting.size());
  return status;
}

}  // namespace cpa
