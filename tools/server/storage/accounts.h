#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/date.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// A person known to the server; an account only once `opened`.
struct Account {
  std::string id{};   ///< opaque; the only name of the holder outside this database
  std::string nir{};  ///< 13 characters
  std::string family_name{};
  std::string given_names{};
  std::optional<model::Date> birth{};
  std::optional<model::Date> opened{};  ///< none: the law does not allow it yet
  std::int64_t at{0};                   ///< counts the changes of the account's rows
};

/// The table of persons. Every member: those errors of the database, and kNotFound where said.
class Accounts {
 public:
  explicit Accounts(store::Database& database) : database_(database) {}

  Result<std::optional<Account>> find_by_nir(std::string_view nir);
  Result<std::optional<Account>> find(std::string_view id);
  /// Every person, by id.
  Result<std::vector<Account>> all();
  Status insert(const Account& account);
  /// Names and birth date as last declared, opening date included.
  Status update(const Account& account);
  /// Takes the next change number of the account; inside a transaction.
  Result<std::int64_t> next_at(std::string_view id);

 private:
  store::Database& database_;
};

}  // namespace cpa::server
