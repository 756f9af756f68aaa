#include "tools/server/decide/account_book.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/bytes.h"
#include "core/store/roots.h"
#include "tools/server/storage/accounts.h"

namespace cpa::server {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

Result<model::Entry> entry_of(model::SubAccount account, const std::string& body) {
  CPA_TRY_ASSIGN(const codec::Json json, codec::parse_json(body));
  return model::entry_from_json(account, json);
}

}  // namespace

codec::Json receipt_row(const law::Receipt& receipt) {
  return codec::Json::object({{"seq", receipt.seq}, {"inputs", receipt.inputs_sha256}});
}

std::string row_key(char letter, std::int64_t number) {
  std::string digits;
  while (number > 0) {
    digits.push_back(kDigits[static_cast<std::size_t>(number % 36)]);
    number /= 36;
  }
  std::reverse(digits.begin(), digits.end());
  return letter + digits;
}

std::int64_t row_number(std::string_view key) {
  std::int64_t number = 0;
  if (key.empty() || key.size() > 11) return 0;
  for (const char digit : key.substr(1)) {
    const auto value = kDigits.find(digit);
    if (value == std::string_view::npos) return 0;
    number = number * 36 + static_cast<std::int64_t>(value);
  }
  return number;
}

Result<std::string> AccountBook::add(std::string_view part, char letter, const codec::Json& body) {
  Ledger ledger(database_);
  CPA_TRY_ASSIGN(std::int64_t number, ledger.count(account_, part));
  for (const auto& row : staged_) {
    if (row.part == part && row_number(row.key) > number) ++number;
  }
  std::string key = row_key(letter, number + 1);
  staged_.push_back({.part = std::string(part),
                     .key = key,
                     .device = author_.device,
                     .after_seq = author_.seq,
                     .body = codec::canonical(body)});
  return key;
}

Status AccountBook::put(std::string_view part, std::string_view key, const codec::Json& body) {
  std::string text = codec::canonical(body);
  Ledger ledger(database_);
  CPA_TRY_ASSIGN(const auto found, ledger.find(account_, part, key));
  if (found && found->body == text) return {};
  staged_.push_back({.part = std::string(part),
                     .key = std::string(key),
                     .device = author_.device,
                     .after_seq = author_.seq,
                     .body = std::move(text)});
  return {};
}

Result<std::string> AccountBook::post(const model::Entry& entry) {
  return add(model::sub_account_name(entry.account), 'E', model::entry_to_json(entry));
}

Result<std::vector<model::Entry>> AccountBook::entries(model::SubAccount account) {
  Ledger ledger(database_);
  const auto part = model::sub_account_name(account);
  CPA_TRY_ASSIGN(std::vector<LedgerRow> rows, ledger.part(account_, part));
  for (const auto& row : staged_) {
    if (row.part == part) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(), [](const LedgerRow& a, const LedgerRow& b) {
    return row_number(a.key) < row_number(b.key);
  });
  std::vector<model::Entry> entries;
  for (const auto& row : rows) {
    CPA_TRY_ASSIGN(model::Entry entry, entry_of(account, row.body));
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<std::vector<LedgerRow>> AccountBook::finish() {
  if (staged_.empty()) return std::vector<LedgerRow>{};
  Accounts accounts(database_);
  Ledger ledger(database_);
  CPA_TRY_ASSIGN(const std::int64_t at, accounts.next_at(account_));
  std::set<std::string> parts;
  for (auto& row : staged_) {
    row.rev = at;
    parts.insert(row.part);
    CPA_TRY(ledger.put(account_, row));
  }
  for (const auto& part : parts) {
    CPA_TRY_ASSIGN(const std::vector<LedgerRow> rows, ledger.part(account_, part));
    store::PartHasher hasher;
    for (const auto& row : rows) hasher.add(row.key, row.rev, row.body);
    const std::int64_t count = hasher.count();
    CPA_TRY(ledger.put_part(account_, part,
                            {.count = count, .root = to_hex(hasher.finish()), .at = at}));
  }
  return std::exchange(staged_, {});
}

}  // namespace cpa::server
