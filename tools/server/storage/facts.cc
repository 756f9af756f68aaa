#include "tools/server/storage/facts.h"

#include "tools/server/storage/query.h"

namespace cpa::server {

Result<std::optional<std::string>> Facts::declaration_digest(const DeclarationKey& key) {
  std::optional<std::string> digest;
  CPA_TRY(query(
      database_,
      "SELECT digest FROM declarations WHERE employer = ?1 AND month = ?2 AND fraction = ?3",
      [&](const Columns& row) { digest = row.text(0); }, key.employer, key.month, key.fraction));
  return digest;
}

Result<std::int64_t> Facts::add_declaration(const DeclarationKey& key, std::string_view digest) {
  CPA_TRY(run(database_,
              "INSERT INTO declarations(employer, month, fraction, digest) VALUES(?1, ?2, ?3, ?4)",
              key.employer, key.month, key.fraction, digest));
  std::int64_t id = 0;
  CPA_TRY(query(database_, "SELECT last_insert_rowid()",
                [&](const Columns& row) { id = row.integer(0); }));
  return id;
}

Status Facts::remove_declaration(const DeclarationKey& key) {
  return run(database_,
             "DELETE FROM declarations WHERE employer = ?1 AND month = ?2 AND fraction = ?3",
             key.employer, key.month, key.fraction);
}

Result<std::vector<std::string>> Facts::accounts_of(const DeclarationKey& key) {
  std::vector<std::string> accounts;
  CPA_TRY(query(
      database_,
      "SELECT DISTINCT c.account FROM contracts c JOIN declarations d ON d.id = c.declaration "
      "WHERE d.employer = ?1 AND d.month = ?2 AND d.fraction = ?3 ORDER BY 1",
      [&](const Columns& row) { accounts.push_back(row.text(0)); }, key.employer, key.month,
      key.fraction));
  return accounts;
}

Status Facts::add_contract(std::int64_t declaration, const ContractMonth& contract) {
  return run(database_,
             "INSERT INTO contracts(declaration, account, employer, number, month, started, ended, "
             "unit, reference, oeth, hours, days) "
             "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
             declaration, contract.account, contract.employer, contract.number, contract.month,
             contract.started, contract.ended, std::int64_t{contract.in_days ? 1 : 0},
             contract.reference, std::int64_t{contract.oeth ? 1 : 0}, contract.hours,
             contract.days);
}

Status Facts::add_exposure(std::int64_t declaration, const ExposureYear& exposure) {
  return run(database_,
             "INSERT INTO exposures(declaration, account, employer, contract, factor, year) "
             "VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
             declaration, exposure.account, exposure.employer, exposure.contract, exposure.factor,
             std::int64_t{exposure.year});
}

Status Facts::put_engagement(const Engagement& engagement) {
  return run(
      database_,
      "INSERT INTO engagements(account, year, kind, body, amount, years, declared, attested) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(account, year, kind, body) "
      "DO UPDATE SET amount = ?5, years = ?6, declared = ?7, attested = ?8",
      engagement.account, std::int64_t{engagement.year}, engagement.kind, engagement.body,
      engagement.amount, engagement.years, engagement.declared, engagement.attested);
}

Status Facts::add_volunteer_declaration(const VolunteerDeclaration& declaration) {
  return run(database_,
             "INSERT INTO volunteer_declarations(account, year, hours, years, declared) "
             "VALUES(?1, ?2, ?3, ?4, ?5)",
             declaration.account, std::int64_t{declaration.year}, declaration.hours,
             declaration.years, declaration.declared);
}

Status Facts::put_life(const LifeFact& fact) {
  return run(database_,
             "INSERT INTO life(account, kind, starts, ends, months, flag) "
             "VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(account, kind, starts) "
             "DO UPDATE SET ends = ?4, months = ?5, flag = ?6",
             fact.account, fact.kind, fact.from, fact.to, fact.months,
             std::int64_t{fact.flag ? 1 : 0});
}

Status Facts::remove_life(std::string_view account, std::string_view kind,
                          std::optional<model::Date> from) {
  return run(database_,
             "DELETE FROM life WHERE account = ?1 AND kind = ?2 AND (?3 IS NULL OR starts = ?3)",
             account, kind, from);
}

Result<std::vector<LifeFact>> Facts::life(std::string_view account) {
  std::vector<LifeFact> facts;
  CPA_TRY(query(
      database_,
      "SELECT account, kind, starts, ends, months, flag FROM life WHERE account = ?1 "
      "ORDER BY kind, starts",
      [&](const Columns& row) {
        facts.push_back({.account = row.text(0),
                         .kind = row.text(1),
                         .from = row.date(2).value_or(model::Date{}),
                         .to = row.date(3),
                         .months = row.integer(4),
                         .flag = row.integer(5) == 1});
      },
      account));
  return facts;
}

Result<std::vector<ContractMonth>> Facts::contracts(std::string_view account) {
  std::vector<ContractMonth> months;
  CPA_TRY(query(
      database_,
      "SELECT account, employer, number, month, started, ended, unit, reference, oeth, hours, days "
      "FROM contracts WHERE account = ?1 ORDER BY month, employer, number, rowid",
      [&](const Columns& row) {
        months.push_back({.account = row.text(0),
                          .employer = row.text(1),
                          .number = row.text(2),
                          .month = row.date(3).value_or(model::Date{}),
                          .started = row.date(4).value_or(model::Date{}),
                          .ended = row.date(5),
                          .in_days = row.integer(6) == 1,
                          .reference = row.optional_integer(7),
                          .oeth = row.integer(8) == 1,
                          .hours = row.integer(9),
                          .days = row.integer(10)});
      },
      account));
  return months;
}

Result<std::vector<ExposureYear>> Facts::exposures(std::string_view account, int year) {
  std::vector<ExposureYear> exposures;
  CPA_TRY(query(
      database_,
      "SELECT DISTINCT account, employer, contract, factor, year FROM exposures "
      "WHERE account = ?1 AND year = ?2 ORDER BY employer, contract, factor",
      [&](const Columns& row) {
        exposures.push_back({.account = row.text(0),
                             .employer = row.text(1),
                             .contract = row.text(2),
                             .factor = row.text(3),
                             .year = static_cast<int>(row.integer(4))});
      },
      account, std::int64_t{year}));
  return exposures;
}

Result<std::vector<Engagement>> Facts::engagements(std::string_view account, int year) {
  std::vector<Engagement> engagements;
  CPA_TRY(query(
      database_,
      "SELECT account, year, kind, body, amount, years, declared, attested FROM engagements "
      "WHERE account = ?1 AND year = ?2 ORDER BY kind, body",
      [&](const Columns& row) {
        engagements.push_back({.account = row.text(0),
                               .year = static_cast<int>(row.integer(1)),
                               .kind = row.text(2),
                               .body = row.text(3),
                               .amount = row.integer(4),
                               .years = row.integer(5),
                               .declared = row.date(6),
                               .attested = row.date(7)});
      },
      account, std::int64_t{year}));
  return engagements;
}

Result<std::vector<VolunteerDeclaration>> Facts::volunteer_declarations(std::string_view account,
                                                                        int year) {
  std::vector<VolunteerDeclaration> declarations;
  CPA_TRY(query(
      database_,
      "SELECT account, year, hours, years, declared FROM volunteer_declarations "
      "WHERE account = ?1 AND year = ?2 ORDER BY id",
      [&](const Columns& row) {
        declarations.push_back({.account = row.text(0),
                                .year = static_cast<int>(row.integer(1)),
                                .hours = row.integer(2),
                                .years = row.integer(3),
                                .declared = row.date(4).value_or(model::Date{})});
      },
      account, std::int64_t{year}));
  return declarations;
}

Result<std::vector<int>> Facts::years(std::string_view account) {
  std::vector<int> years;
  CPA_TRY(query(
      database_,
      "SELECT CAST(substr(month, 1, 4) AS INTEGER) FROM contracts WHERE account = ?1 "
      "UNION SELECT year FROM exposures WHERE account = ?1 "
      "UNION SELECT year FROM engagements WHERE account = ?1 "
      "UNION SELECT year FROM volunteer_declarations WHERE account = ?1 "
      "UNION SELECT CAST(substr(starts, 1, 4) AS INTEGER) FROM life WHERE account = ?1 "
      "AND kind IN ('self_employed', 'esat') ORDER BY 1",
      [&](const Columns& row) { years.push_back(static_cast<int>(row.integer(0))); }, account));
  return years;
}

}  // namespace cpa::server
