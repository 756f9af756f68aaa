#include "platform/client/projection.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/law/projection.h"
#include "platform/client/career.h"

namespace cpa {
namespace {

using codec::Json;
using model::SubAccount;
using LawSource = std::function<Result<law::LawPack>()>;

constexpr std::array kAccounts = {SubAccount::kCpf, SubAccount::kC2p, SubAccount::kCec};

Result<KeyedEntry> entry_of(SubAccount account, const store::StoredRow& row) {
  CPA_TRY_ASSIGN(const Json body, codec::parse_json(row.body));
  CPA_TRY_ASSIGN(model::Entry entry, model::entry_from_json(account, body));
  return KeyedEntry{row.part + "/" + row.key, std::move(entry)};
}

/// A command as the law reads it; nothing for one that this app does not know.
std::optional<law::UndecidedCommand> undecided_of(const store::OutboxCommand& command,
                                                  model::Date today) {
  const Result<model::CommandType> type = model::parse_command_type(command.type);
  Result<Json> args = codec::parse_json(command.args);
  if (!type || !args) return std::nullopt;
  return law::UndecidedCommand{command.id, *type, std::move(*args), today};
}

Result<std::vector<store::OverlayItem>> fold(const LawSource& source, model::Date today,
                                             const store::RowReader& certified,
                                             const std::vector<store::OutboxCommand>& uncovered) {
  std::vector<model::Entry> entries;
  for (const SubAccount account : kAccounts) {
    CPA_TRY_ASSIGN(const auto rows, certified.rows(model::sub_account_name(account)));
    for (const store::StoredRow& row : rows) {
      CPA_TRY_ASSIGN(KeyedEntry keyed, entry_of(account, row));
      entries.push_back(std::move(keyed.entry));
    }
  }
  std::vector<law::UndecidedCommand> commands;
  for (const store::OutboxCommand& command : uncovered) {
    std::optional<law::UndecidedCommand> one = undecided_of(command, today);
    if (one) commands.push_back(std::move(*one));
  }
  Json pending = Json::array();
  if (commands.empty()) {
    return std::vector<store::OverlayItem>{{std::string(kPendingItem), codec::to_text(pending)}};
  }
  CPA_TRY_ASSIGN(const law::LawPack law, source());
  CPA_TRY_ASSIGN(const auto profile, certified.rows("profile"));
  CPA_TRY_ASSIGN(const model::Life life, life_of(profile));
  CPA_TRY_ASSIGN(const law::Projection projection, law::project(law, entries, life, commands));
  for (const law::PendingEffect& effect : projection.pending) {
    pending.push(law::pending_effect_to_json(effect));
  }
  return std::vector<store::OverlayItem>{{std::string(kPendingItem), codec::to_text(pending)}};
}

/// What pending effects take from one account. The overlay is this device's own writing.
std::int64_t pending_of(const Json& pending, SubAccount account) {
  const Json name(model::sub_account_name(account));
  std::int64_t sum = 0;
  for (const Json& effect : *pending.as_array()) {
    const Json* charges = effect.find("charges");
    if (charges == nullptr || charges->as_array() == nullptr) continue;
    for (const Json& charge : *charges->as_array()) {
      if (*charge.find("account") != name) continue;
      const auto amount = model::parse_amount(account, *charge.find("amount")->as_string());
      if (amount) sum += *amount;
    }
  }
  return sum;
}

Json account_document(const law::Balances& balances, const Json& pending, SubAccount account) {
  const std::int64_t confirmed = balances.of(account);
  const std::int64_t projected =
      std::max<std::int64_t>(0, confirmed + pending_of(pending, account));
  Json buckets = Json::array();
  for (const law::BucketBalance& bucket : balances.buckets) {
    if (bucket.account != account) continue;
    buckets.push(Json::object(
        {{"bucket", bucket.bucket}, {"balance", model::format_amount(account, bucket.amount)}}));
  }
  return Json::object({{"unit", account == SubAccount::kC2p ? "point" : "EUR"},
                       {"balance", model::format_amount(account, projected)},
                       {"confirmed", model::format_amount(account, confirmed)},
                       {"buckets", std::move(buckets)}});
}

}  // namespace

Result<std::vector<KeyedEntry>> entries_on(store::Store& store, model::Date on) {
  std::vector<KeyedEntry> entries;
  for (const SubAccount account : kAccounts) {
    CPA_TRY_ASSIGN(const auto rows, store.rows(model::sub_account_name(account)));
    for (const store::StoredRow& row : rows) {
      CPA_TRY_ASSIGN(KeyedEntry keyed, entry_of(account, row));
      if (keyed.entry.law_date <= on) entries.push_back(std::move(keyed));
    }
  }
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return a.entry.law_date < b.entry.law_date;
  });
  return entries;
}

store::OverlayBuilder overlay_builder(LawSource law, std::function<model::Date()> today) {
  return
      [law = std::move(law), today = std::move(today)](
          const store::RowReader& certified, const std::vector<store::OutboxCommand>& uncovered) {
        return fold(law, today(), certified, uncovered);
      };
}

Result<Json> rights_document(const std::vector<KeyedEntry>& entries, const Json& pending) {
  std::vector<model::Entry> plain;
  plain.reserve(entries.size());
  for (const KeyedEntry& keyed : entries) plain.push_back(keyed.entry);
  CPA_TRY_ASSIGN(const law::Balances balances, law::balances_of(plain));
  Json accounts = Json::object();
  for (const SubAccount account : kAccounts) {
    accounts.set(model::sub_account_name(account), account_document(balances, pending, account));
  }
  return accounts;
}

}  // namespace cpa
