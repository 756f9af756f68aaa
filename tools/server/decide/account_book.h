#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/receipt.h"
#include "core/model/ledger.h"
#include "tools/server/storage/ledger.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// Whose command writes rows; empty when no command does.
struct RowAuthor {
  std::string device;
  std::int64_t seq{0};
};

/// The rows of one account while they are being changed: keys are numbered, all rows written
/// together share one rev, and the roots of the parts follow.
/// Lifetime: within one transaction; `finish` writes.
class AccountBook {
 public:
  AccountBook(store::Database& database, std::string account, RowAuthor author = {})
      : database_(database), account_(std::move(account)), author_(std::move(author)) {}

  /// Adds a row under the next key of its part (`letter` and a number in base 36) and returns it.
  Result<std::string> add(std::string_view part, char letter, const codec::Json& body);
  /// Writes a row under its key, unless it is there with the same body.
  Status put(std::string_view part, std::string_view key, const codec::Json& body);
  /// Adds an entry of a sub-account; returns its key.
  Result<std::string> post(const model::Entry& entry);
  /// The entries of a sub-account, oldest first, staged ones included.
  Result<std::vector<model::Entry>> entries(model::SubAccount account);
  /// Writes what was added and returns the rows, with their rev. Nothing added: no new rev.
  Result<std::vector<LedgerRow>> finish();

 private:
  store::Database& database_;
  std::string account_;
  RowAuthor author_;
  std::vector<LedgerRow> staged_;
};

/// The receipt as a row carries it, slim as in a command: {seq, inputs}. The pack of that seq and
/// the facts of those inputs give the result again; the result and the law date stand beside it.
codec::Json receipt_row(const law::Receipt& receipt);

/// "E1", "EZ", "E10": a letter and a number in base 36.
std::string row_key(char letter, std::int64_t number);
/// The number of a key, 0 when it has none.
std::int64_t row_number(std::string_view key);

}  // namespace cpa::server
