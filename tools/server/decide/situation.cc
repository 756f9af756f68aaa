#include "tools/server/decide/situation.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "tools/server/storage/accounts.h"
#include "tools/server/storage/facts.h"

namespace cpa::server {
namespace {

using codec::Json;

/// What tells two situation rows apart: the members that never change.
std::string identity_of(const Json& body) {
  Json identity = Json::array();
  for (const auto* name : {"kind", "year", "account", "period", "employer", "contract"}) {
    const auto* value = body.find(name);
    identity.push(value == nullptr ? Json() : *value);
  }
  return codec::to_text(identity);
}

/// The rows of the situation, found again by what they speak of.
class SituationRows {
 public:
  static Result<SituationRows> read(Ledger ledger, const std::string& account) {
    SituationRows rows;
    CPA_TRY_ASSIGN(const auto known, ledger.part(account, "situation"));
    for (const auto& row : known) {
      CPA_TRY_ASSIGN(const Json body, codec::parse_json(row.body));
      rows.keys_.emplace(identity_of(body), row.key);
    }
    return rows;
  }

  Status write(AccountBook& book, const Json& body) {
    const auto known = keys_.find(identity_of(body));
    if (known != keys_.end()) return book.put("situation", known->second, body);
    CPA_TRY_ASSIGN(std::string key, book.add("situation", 'S', body));
    keys_.emplace(identity_of(body), std::move(key));
    return {};
  }

 private:
  std::map<std::string, std::string> keys_;
};

Json profile_of(const Account& account) {
  Json profile = Json::object({{"state", "open"}});
  profile.set("opened", model::format_date(*account.opened));
  if (account.birth) profile.set("birth", model::format_date(*account.birth));
  return profile;
}

/// One period of employment for each contract, as last declared.
std::vector<Json> employments_of(const std::vector<ContractMonth>& months) {
  std::map<std::pair<std::string, std::string>, ContractMonth> contracts;
  for (const auto& month : months) {
    auto [known, inserted] = contracts.try_emplace({month.employer, month.number}, month);
    if (inserted) continue;
    known->second.started = month.started;
    if (month.ended) known->second.ended = month.ended;
  }
  std::vector<Json> rows;
  for (const auto& [id, contract] : contracts) {
    Json row = Json::object({{"kind", "employed"},
                             {"employer", contract.employer},
                             {"contract", contract.number},
                             {"from", model::format_date(contract.started)}});
    if (contract.ended) row.set("to", model::format_date(*contract.ended));
    rows.push_back(std::move(row));
  }
  return rows;
}

Json facts_row(int year, const YearQuestion& question) {
  return Json::object({{"kind", "facts"},
                       {"year", std::int64_t{year}},
                       {"account", model::sub_account_name(question.account)},
                       {"period", question.period},
                       {"inputs", question.facts}});
}

}  // namespace

Result<YearRecords> year_records(store::Database& database, const std::string& account, int year) {
  Accounts accounts(database);
  Facts facts(database);
  YearRecords records;
  records.year = year;
  CPA_TRY_ASSIGN(const auto person, accounts.find(account));
  if (!person) return Error{ErrorCode::kNotFound, "no such account", 0};
  records.birth = person->birth;
  CPA_TRY_ASSIGN(records.contracts, facts.contracts(account));
  CPA_TRY_ASSIGN(records.exposures, facts.exposures(account, year));
  CPA_TRY_ASSIGN(records.engagements, facts.engagements(account, year));
  CPA_TRY_ASSIGN(records.declarations, facts.volunteer_declarations(account, year));
  return records;
}

Status refresh_situation(store::Database& database, const std::string& account) {
  Accounts accounts(database);
  Facts facts(database);
  CPA_TRY_ASSIGN(const auto person, accounts.find(account));
  if (!person || !person->opened) return {};
  AccountBook book(database, account);
  CPA_TRY_ASSIGN(SituationRows rows, SituationRows::read(Ledger(database), account));
  CPA_TRY(book.put("profile", "P", profile_of(*person)));
  CPA_TRY_ASSIGN(const auto contracts, facts.contracts(account));
  for (const auto& row : employments_of(contracts)) CPA_TRY(rows.write(book, row));
  CPA_TRY_ASSIGN(const auto years, facts.years(account));
  for (const int year : years) {
    CPA_TRY_ASSIGN(const YearRecords records, year_records(database, account, year));
    for (const auto& question : questions_of(records, std::nullopt)) {
      if (question.reported) CPA_TRY(rows.write(book, facts_row(year, question)));
    }
  }
  CPA_TRY(book.finish());
  return {};
}

}  // namespace cpa::server
