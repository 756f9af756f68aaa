#include "core/model/ledger.h"

#include <array>
#include <charconv>
#include <utility>

namespace cpa::model {
namespace {

using codec::Json;

constexpr std::array<std::pair<SubAccount, std::string_view>, 3> kAccountNames = {
    {{SubAccount::kCpf, "cpf"}, {SubAccount::kC2p, "c2p"}, {SubAccount::kCec, "cec"}}};

constexpr std::array<std::pair<EntryKind, std::string_view>, 8> kKindNames = {
    {{EntryKind::kCredit, "credit"},
     {EntryKind::kUse, "use"},
     {EntryKind::kReservation, "reservation"},
     {EntryKind::kRelease, "release"},
     {EntryKind::kConversion, "conversion"},
     {EntryKind::kCorrection, "correction"},
     {EntryKind::kOpening, "opening"},
     {EntryKind::kClosing, "closing"}}};

}  // namespace

std::string_view sub_account_name(SubAccount account) noexcept {
  for (const auto& [value, name] : kAccountNames) {
    if (value == account) return name;
  }
  return "invalid";
}

Result<SubAccount> parse_sub_account(std::string_view name) {
  for (const auto& [value, known] : kAccountNames) {
    if (known == name) return value;
  }
  return Error{ErrorCode::kMalformed, "unknown sub-account"};
}

std::string_view entry_kind_name(EntryKind kind) noexcept {
  for (const auto& [value, name] : kKindNames) {
    if (value == kind) return name;
  }
  return "invalid";
}

Result<EntryKind> parse_entry_kind(std::string_view name) {
  for (const auto& [value, known] : kKindNames) {
    if (known == name) return value;
  }
  return Error{ErrorCode::kMalformed, "unknown kind of entry"};
}

std::string format_amount(SubAccount account, std::int64_t amount) {
  return account == SubAccount::kC2p ? std::to_string(amount) : format_cents(Cents(amount));
}

Result<std::int64_t> parse_amount(SubAccount account, std::string_view text) {
  if (account != SubAccount::kC2p) {
    CPA_TRY_ASSIGN(const Cents cents, parse_cents(text));
    return cents.get();
  }
  std::int64_t points = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, points);
  if (parsed.ec != std::errc{} || parsed.ptr != end) {
    return Error{ErrorCode::kMalformed, "points: no whole number"};
  }
  return points;
}

Json entry_to_json(const Entry& entry) {
  Json body = Json::object({{"kind", entry_kind_name(entry.kind)}, {"bucket", entry.bucket}});
  if (entry.account == SubAccount::kC2p) {
    body.set("points", entry.amount);
  } else {
    body.set("amount", format_cents(Cents(entry.amount)));
  }
  body.set("law_date", format_date(entry.law_date));
  body.set("cause", entry.cause);
  body.set("article", entry.article);
  if (!entry.operation.empty()) body.set("operation", entry.operation);
  return body;
}

Result<Entry> entry_from_json(SubAccount account, const Json& body) {
  codec::JsonReader reader(body, "entry");
  Entry entry;
  entry.account = account;
  CPA_TRY_ASSIGN(entry.kind, parse_entry_kind(reader.require_string("kind")));
  entry.bucket = reader.require_string("bucket");
  if (account == SubAccount::kC2p) {
    entry.amount = reader.require_integer("points");
  } else {
    CPA_TRY_ASSIGN(const Cents amount, parse_cents(reader.require_string("amount")));
    entry.amount = amount.get();
  }
  CPA_TRY_ASSIGN(entry.law_date, parse_date(reader.require_string("law_date")));
  entry.cause = reader.require_string("cause");
  entry.article = reader.require_string("article");
  entry.operation = reader.optional_string("operation").value_or("");
  CPA_TRY(reader.finish());
  return entry;
}

}  // namespace cpa::model
