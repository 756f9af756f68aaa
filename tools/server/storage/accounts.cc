#include "tools/server/storage/accounts.h"

#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

constexpr const char* kByNir =
    "SELECT id, nir, family_name, given_names, birth, opened, at FROM accounts WHERE nir = ?1";
constexpr const char* kById =
    "SELECT id, nir, family_name, given_names, birth, opened, at FROM accounts WHERE id = ?1";
constexpr const char* kAll =
    "SELECT id, nir, family_name, given_names, birth, opened, at FROM accounts ORDER BY id";

Account account_of(const Columns& row) {
  return {.id = row.text(0),
          .nir = row.text(1),
          .family_name = row.text(2),
          .given_names = row.text(3),
          .birth = row.date(4),
          .opened = row.date(5),
          .at = row.integer(6)};
}

}  // namespace

Result<std::optional<Account>> Accounts::find_by_nir(std::string_view nir) {
  std::optional<Account> found;
  CPA_TRY(query(
      database_, kByNir, [&](const Columns& row) { found = account_of(row); }, nir));
  return found;
}

Result<std::optional<Account>> Accounts::find(std::string_view id) {
  std::optional<Account> found;
  CPA_TRY(query(
      database_, kById, [&](const Columns& row) { found = account_of(row); }, id));
  return found;
}

Result<std::vector<Account>> Accounts::all() {
  std::vector<Account> accounts;
  CPA_TRY(query(database_, kAll, [&](const Columns& row) { accounts.push_back(account_of(row)); }));
  return accounts;
}

Status Accounts::insert(const Account& account) {
  return run(database_,
             "INSERT INTO accounts(id, nir, family_name, given_names, birth, opened, at) "
             "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
             account.id, account.nir, account.family_name, account.given_names, account.birth,
             account.opened, account.at);
}

Status Accounts::update(const Account& account) {
  return run(database_,
             "UPDATE accounts SET family_name = ?2, given_names = ?3, birth = ?4, opened = ?5 "
             "WHERE id = ?1",
             account.id, account.family_name, account.given_names, account.birth, account.opened);
}

Result<std::int64_t> Accounts::next_at(std::string_view id) {
  CPA_TRY(run(database_, "UPDATE accounts SET at = at + 1 WHERE id = ?1", id));
  std::int64_t at = 0;
  CPA_TRY(query(
      database_, "SELECT at FROM accounts WHERE id = ?1",
      [&](const Columns& row) { at = row.integer(0); }, id));
  if (at == 0) return Error{ErrorCode::kNotFound, "no such account", 0};
  return at;
}

}  // namespace cpa::server
