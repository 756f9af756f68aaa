#include "tools/server/decide/intake.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/bytes.h"
#include "core/codec/json.h"
#include "core/crypto/hash.h"
#include "core/law/opening.h"
#include "tools/server/decide/situation.h"
#include "tools/server/storage/accounts.h"
#include "tools/server/storage/facts.h"
#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

using codec::Json;

std::string new_account_id(ports::Random& random) {
  std::array<std::uint8_t, 8> bytes{};
  random.fill(bytes);
  return to_hex(bytes);
}

Json json_of(const std::optional<std::int64_t>& value) { return value ? Json(*value) : Json(); }

/// What the declaration says, so that the same one sent twice is recognised.
std::string digest_of(const DsnDeclaration& declaration) {
  Json persons = Json::array();
  for (const auto& person : declaration.persons) {
    Json contracts = Json::array();
    for (const auto& contract : person.contracts) {
      contracts.push(Json::array({model::format_date(contract.start), contract.number,
                                  static_cast<std::int64_t>(contract.unit),
                                  json_of(contract.company_reference),
                                  json_of(contract.contract_quota), contract.oeth,
                                  contract.end ? Json(model::format_date(*contract.end)) : Json(),
                                  contract.hours, contract.days}));
    }
    Json exposures = Json::array();
    for (const auto& exposure : person.exposures) {
      exposures.push(
          Json::array({exposure.factor, exposure.contract, std::int64_t{exposure.year}}));
    }
    persons.push(Json::array({person.nir.get(), person.family_name, person.given_names,
                              model::format_date(person.birth), std::move(contracts),
                              std::move(exposures)}));
  }
  return to_hex(crypto::sha256(bytes_of(codec::to_text(persons))));
}

ContractMonth month_of(const DsnDeclaration& declaration, const std::string& account,
                       const DsnContract& contract) {
  return {.account = account,
          .employer = declaration.employer,
          .number = contract.number,
          .month = declaration.month,
          .started = contract.start,
          .ended = contract.end,
          .in_days = contract.unit == DsnUnit::kDays || (contract.days != 0 && contract.hours == 0),
          .reference = contract.company_reference,
          .oeth = contract.oeth,
          .hours = contract.hours,
          .days = contract.days};
}

}  // namespace

Result<IntakeReport> Intake::take(const DsnFile& file) {
  CPA_TRY_ASSIGN(IntakeReport report, take_all(file.declarations));
  report.unused = file.unused;
  return report;
}

Result<IntakeReport> Intake::take(const std::vector<CecRecord>& records) {
  return take_all(records);
}

Result<IntakeReport> Intake::take(const std::vector<LifeRecord>& records) {
  return take_all(records);
}

template <typename Parts>
Result<IntakeReport> Intake::take_all(const Parts& parts) {
  report_ = {};
  touched_.clear();
  const Status stored = in_transaction(database_, [&]() -> Status {
    for (const auto& part : parts) CPA_TRY(store(part));
    for (const auto& [account, days] : touched_) {
      CPA_TRY(open_if_allowed(account, days));
      CPA_TRY(refresh_situation(database_, account));
    }
    return {};
  });
  CPA_TRY(stored);
  return report_;
}

Status Intake::store(const DsnDeclaration& declaration) {
  Facts facts(database_);
  const DeclarationKey key{declaration.employer, declaration.month, declaration.fraction};
  const std::string digest = digest_of(declaration);
  CPA_TRY_ASSIGN(const auto known, facts.declaration_digest(key));
  if (declaration.type == DsnType::kNormal && known) {
    if (*known != digest) {
      return Error{ErrorCode::kAlreadyExists, "declared already: replace it with type 03", 0};
    }
    ++report_.repeated;
    return {};
  }
  if (declaration.type == DsnType::kCancel && !known) {
    return Error{ErrorCode::kNotFound, "no such declaration to cancel", 0};
  }
  if (known) {
    // Those it no longer speaks of lose what it said.
    CPA_TRY_ASSIGN(const auto before, facts.accounts_of(key));
    for (const auto& account : before) touched_.try_emplace(account);
    CPA_TRY(facts.remove_declaration(key));
  }
  if (declaration.type == DsnType::kCancel) {
    ++report_.cancelled;
    return {};
  }
  ++(known ? report_.replaced : report_.stored);
  CPA_TRY_ASSIGN(const std::int64_t id, facts.add_declaration(key, digest));
  for (const auto& person : declaration.persons) CPA_TRY(store(id, declaration, person));
  return {};
}

Status Intake::store(std::int64_t id, const DsnDeclaration& declaration, const DsnPerson& person) {
  Facts facts(database_);
  CPA_TRY_ASSIGN(const std::string account, account_of(person.nir, &person));
  auto& days = touched_[account];
  for (const auto& contract : person.contracts) {
    CPA_TRY(facts.add_contract(id, month_of(declaration, account, contract)));
    days.insert(std::max(declaration.month, contract.start));
  }
  for (const auto& exposure : person.exposures) {
    if (exposure.factor == "99") continue;  // 99: the employer takes an exposure back
    CPA_TRY(facts.add_exposure(id, {.account = account,
                                    .employer = declaration.employer,
                                    .contract = exposure.contract,
                                    .factor = exposure.factor,
                                    .year = exposure.year}));
  }
  return {};
}

Status Intake::store(const LifeRecord& record) {
  Facts facts(database_);
  CPA_TRY_ASSIGN(const std::string account, account_of(record.nir, record.birth));
  const std::string kind(life_kind_name(record.kind));
  CPA_TRY_ASSIGN(const auto before, facts.life(account));
  const bool single = is_single(record.kind);
  const bool known = std::any_of(before.begin(), before.end(), [&](const LifeFact& each) {
    return each.kind == kind && ((single && !record.withdrawn) || each.from == record.from);
  });
  // What is withdrawn is what was said of that day: a corrected day stays.
  const bool any_day = single && !record.withdrawn;
  CPA_TRY(facts.remove_life(account, kind, any_day ? std::nullopt : std::optional(record.from)));
  if (record.withdrawn) {
    if (known) ++report_.cancelled;
  } else {
    ++(known ? report_.replaced : report_.stored);
    CPA_TRY(facts.put_life({.account = account,
                            .kind = kind,
                            .from = record.from,
                            .to = record.to,
                            .months = record.months,
                            .flag = record.contribution_paid || record.french_law}));
  }
  auto& days = touched_[account];
  const bool works = record.kind == LifeKind::kSelfEmployed || record.kind == LifeKind::kEsat;
  if (works && record.to && !record.withdrawn) days.insert(*record.to);
  return {};
}

Status Intake::store(const CecRecord& record) {
  Facts facts(database_);
  CPA_TRY_ASSIGN(const std::string account, account_of(record.nir, record.birth));
  CPA_TRY_ASSIGN(const auto before, facts.engagements(account, record.year));
  const Engagement engagement{.account = account,
                              .year = record.year,
                              .kind = std::string(cec_kind_name(record.kind)),
                              .body = record.body,
                              .amount = record.amount,
                              .years = record.years,
                              .declared = record.declared,
                              .attested = record.attested};
  const bool replaces = std::any_of(before.begin(), before.end(), [&](const Engagement& each) {
    return each.kind == engagement.kind && each.body == engagement.body;
  });
  ++(replaces ? report_.replaced : report_.stored);
  CPA_TRY(facts.put_engagement(engagement));
  touched_[account].insert(model::last_day_of_year(record.year));
  return {};
}

Result<std::string> Intake::account_of(const Nir& nir, std::optional<model::Date> birth) {
  Accounts accounts(database_);
  CPA_TRY_ASSIGN(const auto known, accounts.find_by_nir(nir.get()));
  if (known) return known->id;
  if (!birth) {
    return Error{ErrorCode::kNotFound, "a person without account or birth date", 0};
  }
  CPA_TRY_ASSIGN(std::string account, account_of(nir, nullptr));
  CPA_TRY_ASSIGN(auto person, accounts.find(account));
  person->birth = birth;
  CPA_TRY(accounts.update(*person));
  return account;
}

Result<std::string> Intake::account_of(const Nir& nir, const DsnPerson* person) {
  Accounts accounts(database_);
  CPA_TRY_ASSIGN(auto known, accounts.find_by_nir(nir.get()));
  Account account = known.value_or(Account{});
  account.nir = nir.get();
  if (person != nullptr) {
    account.family_name = person->family_name;
    account.given_names = person->given_names;
    account.birth = person->birth;
  }
  if (known) {
    CPA_TRY(accounts.update(account));
  } else {
    account.id = new_account_id(random_);
    CPA_TRY(accounts.insert(account));
  }
  return account.id;
}

/// The account is open from the earliest of these days on which the law allows it, whichever was
/// reported first.
Status Intake::open_if_allowed(const std::string& account, const std::set<model::Date>& days) {
  Accounts accounts(database_);
  CPA_TRY_ASSIGN(auto person, accounts.find(account));
  if (!person || !person->birth) return {};
  const bool was_open = person->opened.has_value();
  for (const model::Date day : days) {
    if (person->opened && *person->opened <= day) return {};
    CPA_TRY_ASSIGN(const law::OpeningDecision decision,
                   law::may_open(law_, *person->birth, law::OpeningGround::kEmployed, day));
    if (!decision.may_open) continue;
    if (!was_open) ++report_.accounts_opened;
    person->opened = day;
    return accounts.update(*person);
  }
  if (!was_open && !days.empty()) ++report_.accounts_refused;
  return {};
}

}  // namespace cpa::server
