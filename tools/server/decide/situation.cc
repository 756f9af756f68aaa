#include "tools/server/decide/situation.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "tools/server/decide/year_facts.h"
#include "tools/server/storage/accounts.h"
#include "tools/server/storage/facts.h"

namespace cpa::server {
namespace {

using codec::Json;

/// What tells two situation rows apart: the members that never change. The first day of a contract
/// may be corrected; that of another period tells it from the next one.
std::string identity_of(const Json& body) {
  Json identity = Json::array();
  const bool employed = body.find("employer") != nullptr;
  for (const auto* name : {"kind", "year", "account", "period", "employer", "contract", "from"}) {
    if (employed && std::string_view(name) == "from") continue;
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
      CPA_TRY_ASSIGN(Json body, codec::parse_json(row.body));
      rows.keys_.emplace(identity_of(body), row.key);
      rows.bodies_.push_back(std::move(body));
    }
    return rows;
  }

  [[nodiscard]] bool has(const Json& body) const { return keys_.contains(identity_of(body)); }
  /// The rows as they were read.
  [[nodiscard]] const std::vector<Json>& bodies() const noexcept { return bodies_; }

  Status write(AccountBook& book, const Json& body) {
    const auto known = keys_.find(identity_of(body));
    if (known != keys_.end()) return book.put("situation", known->second, body);
    CPA_TRY_ASSIGN(std::string key, book.add("situation", 'S', body));
    keys_.emplace(identity_of(body), std::move(key));
    return {};
  }

 private:
  std::map<std::string, std::string> keys_;
  std::vector<Json> bodies_;
};

Json profile_of(const Account& account, const model::Life& life) {
  Json profile = Json::object({{"state", life.death ? "closed" : "open"}});
  profile.set("opened", model::format_date(*account.opened));
  model::add_life(profile, life);
  return profile;
}

model::Life life_of(const Account& account, const std::vector<LifeFact>& facts) {
  model::Life life;
  life.birth = account.birth;
  for (const auto& fact : facts) {
    if (fact.kind == "death") life.death = fact.from;
    if (fact.kind == "pension") life.pension = fact.from;
    if (fact.kind == "full_duration") life.full_duration = fact.from;
    if (fact.kind == "early_pension") life.early_pension = fact.from;
  }
  return life;
}

/// The periods that the holder sees beside the contracts. Those of a year are among its facts.
std::vector<Json> periods_of(const std::vector<LifeFact>& facts) {
  std::vector<Json> rows;
  for (const auto& fact : facts) {
    if (fact.kind != "abroad" && fact.kind != "low_qualification") continue;
    Json row = Json::object({{"kind", fact.kind}, {"from", model::format_date(fact.from)}});
    if (fact.to) row.set("to", model::format_date(*fact.to));
    if (fact.kind == "abroad") row.set("law", fact.flag ? "french" : "local");
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Rows of periods that were withdrawn stay, and say so: a device learns of changes, not of gaps.
Status mark_withdrawn(const std::vector<Json>& periods, SituationRows& rows, AccountBook& book) {
  std::set<std::string> present;
  for (const Json& period : periods) present.insert(identity_of(period));
  for (const Json& body : rows.bodies()) {
    const Json& kind = *body.find("kind");
    if (kind != Json("employed") && kind != Json("abroad") && kind != Json("low_qualification")) {
      continue;
    }
    if (present.contains(identity_of(body))) continue;
    Json gone = body;
    gone.set("withdrawn", true);
    CPA_TRY(rows.write(book, gone));
  }
  return {};
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

/// All that was reported about `account` and concerns `year`.
Result<YearRecords> year_records(store::Database& database, const Account& person, int year,
                                 const std::vector<LifeFact>& life) {
  Facts facts(database);
  YearRecords records;
  records.year = year;
  records.birth = person.birth;
  records.life = life;
  CPA_TRY_ASSIGN(records.contracts, facts.contracts(person.id));
  CPA_TRY_ASSIGN(records.exposures, facts.exposures(person.id, year));
  CPA_TRY_ASSIGN(records.engagements, facts.engagements(person.id, year));
  CPA_TRY_ASSIGN(records.declarations, facts.volunteer_declarations(person.id, year));
  return records;
}

/// The facts of each year. What nobody reports any more stays as a row without those inputs.
Status write_years(store::Database& database, const Account& person,
                   const std::vector<LifeFact>& life, SituationRows& rows, AccountBook& book) {
  Facts facts(database);
  CPA_TRY_ASSIGN(const auto reported, facts.years(person.id));
  std::set<int> years(reported.begin(), reported.end());
  for (const Json& body : rows.bodies()) {
    if (const auto known = law::year_facts_from_json(body)) years.insert(known->year);
  }
  for (const int year : years) {
    CPA_TRY_ASSIGN(const YearRecords records, year_records(database, person, year, life));
    for (const auto& question : questions_of(records)) {
      const Json row = law::year_facts_to_json(question.facts);
      if (question.reported || rows.has(row)) CPA_TRY(rows.write(book, row));
    }
  }
  return {};
}

}  // namespace

Result<model::Life> life_of(store::Database& database, const std::string& account) {
  CPA_TRY_ASSIGN(const auto person, Accounts(database).find(account));
  if (!person) return Error{ErrorCode::kNotFound, "no such account", 0};
  CPA_TRY_ASSIGN(const auto facts, Facts(database).life(account));
  return life_of(*person, facts);
}

Result<law::Career> career_of(store::Database& database, const std::string& account,
                              AccountBook& book) {
  law::Career career;
  CPA_TRY_ASSIGN(career.life, life_of(database, account));
  CPA_TRY_ASSIGN(const SituationRows rows, SituationRows::read(Ledger(database), account));
  for (const Json& body : rows.bodies()) {
    if (auto facts = law::year_facts_from_json(body)) career.years.push_back(std::move(*facts));
  }
  for (const auto sub_account :
       {model::SubAccount::kCpf, model::SubAccount::kC2p, model::SubAccount::kCec}) {
    CPA_TRY_ASSIGN(const auto entries, book.entries(sub_account));
    career.entries.insert(career.entries.end(), entries.begin(), entries.end());
  }
  return career;
}

Status refresh_situation(store::Database& database, const std::string& account) {
  CPA_TRY_ASSIGN(const auto person, Accounts(database).find(account));
  if (!person || !person->opened) return {};
  Facts facts(database);
  AccountBook book(database, account);
  CPA_TRY_ASSIGN(SituationRows rows, SituationRows::read(Ledger(database), account));
  CPA_TRY_ASSIGN(const auto life, facts.life(account));
  CPA_TRY(book.put("profile", "P", profile_of(*person, life_of(*person, life))));
  CPA_TRY_ASSIGN(const auto contracts, facts.contracts(account));
  auto periods = employments_of(contracts);
  const auto others = periods_of(life);
  periods.insert(periods.end(), others.begin(), others.end());
  for (const auto& row : periods) CPA_TRY(rows.write(book, row));
  CPA_TRY(mark_withdrawn(periods, rows, book));
  CPA_TRY(write_years(database, *person, life, rows, book));
  CPA_TRY(book.finish());
  return {};
}

}  // namespace cpa::server
