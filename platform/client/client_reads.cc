// What a client shows: rights, reasons, decisions, status. No network, no session.

#include <map>
#include <utility>

#include "core/law/credit.h"
#include "core/law/expectation.h"
#include "core/law/simulate.h"
#include "core/law/statement.h"
#include "platform/client/career.h"
#include "platform/client/client_core.h"
#include "platform/client/projection.h"
#include "sync/protocol/checkpoint.h"

namespace cpa {
namespace {

using codec::Json;

Json entry_document(const KeyedEntry& keyed) {
  const model::Entry& entry = keyed.entry;
  return Json::object({{"key", keyed.key},
                       {"kind", model::entry_kind_name(entry.kind)},
                       {"amount", model::format_amount(entry.account, entry.amount)},
                       {"law_date", model::format_date(entry.law_date)},
                       {"cause", entry.cause},
                       {"article", entry.article},
                       {"operation", entry.operation.empty() ? Json() : Json(entry.operation)}});
}

Json list_of(const std::vector<std::string>& items) {
  Json list = Json::array();
  for (const std::string& item : items) list.push(item);
  return list;
}

Json expected_document(const law::ExpectedEntry& expected) {
  const law::Settlement& settlement = expected.settlement;
  const bool known = !settlement.waiting();
  return Json::object(
      {{"account", model::sub_account_name(settlement.account)},
       {"cause", settlement.cause},
       {"amount", known ? Json(model::format_amount(settlement.account, settlement.difference()))
                        : Json(nullptr)},
       {"by", model::format_date(expected.by)},
       {"supposed", expected.supposed},
       {"missing", list_of(settlement.missing)},
       {"failure", settlement.failure.empty() ? Json(nullptr) : Json(settlement.failure)},
       {"marks", settlement.credit ? list_of(settlement.credit->marks) : Json::array()},
       {"article", settlement.article}});
}

/// One entry, with the whole computation where the law gave it.
Result<std::string> entry_text(const law::LawPack& law, const model::Entry& entry,
                               const std::vector<law::Settlement>& settlements, Language language) {
  std::string text = law::entry_line(law, entry, language);
  for (const law::Settlement& each : settlements) {
    if (each.account != entry.account || each.cause != entry.cause || !each.credit) continue;
    CPA_TRY_ASSIGN(const std::string why,
                   law::explain_text(law, law::credit_variable(each.account, each.facts.facts),
                                     each.facts.facts, entry.law_date, language));
    text += "\n" + why;
  }
  return text;
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
  if (on && *on > now) {
    const model::Date told = options_.doors.clock.paris_date(checkpoint.time);
    CPA_TRY(add_expected(told, *on, entries, document));
  }
  return document;
}

/// What is to come by a later day, and each account with it.
Status Client::Core::add_expected(model::Date told, model::Date on,
                                  const std::vector<KeyedEntry>& entries, Json& document) {
  CPA_TRY_ASSIGN(const law::LawPack law, law::current_law());
  CPA_TRY_ASSIGN(law::Career career, career_of(*store_, entries));
  CPA_TRY_ASSIGN(const auto expected, law::expected_entries(law, std::move(career), told, on));
  Json list = Json::array();
  std::map<model::SubAccount, std::int64_t> sums;
  for (const law::ExpectedEntry& each : expected) {
    list.push(expected_document(each));
    sums[each.settlement.account] += each.settlement.difference();
  }
  document.set("expected", std::move(list));
  Json amounts = Json::object({});
  for (const auto& [account, sum] : sums) {
    amounts.set(model::sub_account_name(account), model::format_amount(account, sum));
  }
  document.set("expected_sum", std::move(amounts));
  return {};
}

Result<Json> Client::Core::explain(const std::string& what, Language language) {
  const std::string account_name = what.substr(0, what.find('/'));
  const Result<model::SubAccount> account = model::parse_sub_account(account_name);
  if (!account) return Error{ErrorCode::kNotFound, "no such account or entry"};
  CPA_TRY_ASSIGN(const auto all, entries_on(*store_, model::Date::max()));
  Json documents = Json::array();
  std::vector<model::Entry> entries;
  std::int64_t balance = 0;
  for (const KeyedEntry& keyed : all) {
    if (keyed.entry.account != *account || (what != account_name && what != keyed.key)) continue;
    documents.push(entry_document(keyed));
    entries.push_back(keyed.entry);
    balance += keyed.entry.amount;
  }
  if (what != account_name && entries.empty()) {
    return Error{ErrorCode::kNotFound, "no such account or entry"};
  }
  CPA_TRY_ASSIGN(const law::LawPack law, law::current_law());
  CPA_TRY_ASSIGN(const auto settlements, settlements_of(law, all));
  std::string text;
  if (what == account_name) {
    CPA_TRY_ASSIGN(text, law::statement_text(law, *account, entries, settlements, language));
  } else {
    CPA_TRY_ASSIGN(text, entry_text(law, entries.front(), settlements, language));
  }
  return Json::object({{"what", what},
                       {"unit", *account == model::SubAccount::kC2p ? "point" : "EUR"},
                       {"balance", model::format_amount(*account, balance)},
                       {"entries", std::move(documents)},
                       {"text", text}});
}

/// The years run again from the rows, as the server knew them when it certified them.
Result<std::vector<law::Settlement>> Client::Core::settlements_of(
    const law::LawPack& law, const std::vector<KeyedEntry>& entries) {
  CPA_TRY_ASSIGN(const store::SyncMeta meta, store_->sync_meta());
  if (!meta.checkpoint) return std::vector<law::Settlement>{};
  CPA_TRY_ASSIGN(const protocol::Checkpoint checkpoint,
                 protocol::read_checkpoint(*meta.checkpoint));
  CPA_TRY_ASSIGN(const law::Career career, career_of(*store_, entries));
  const model::Date told = options_.doors.clock.paris_date(checkpoint.time);
  return law::settle_years(law, career, model::year_of(told) - 1, told);
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
