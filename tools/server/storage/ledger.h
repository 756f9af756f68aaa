#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// A row of an account as devices hold it.
struct LedgerRow {
  std::string part{};
  std::string key{};
  std::int64_t rev{0};        ///< the account's change number when it was last written
  std::string device{};       ///< the device whose command wrote it, "" when none did
  std::int64_t after_seq{0};  ///< seq of that command
  std::string body{};         ///< JSON text, exactly as hashed
};

/// Count and hash of one part, and the change number that last touched it.
struct PartState {
  std::int64_t count{0};
  std::string root{};  ///< hex SHA-256
  std::int64_t at{0};
};

/// One run of a credit hook that led to something, and what it had posted then.
struct Posting {
  std::string sub_account{};
  std::string period{};
  std::string facts_sha256{};
  std::int64_t pack_seq{0};
  std::int64_t result{0};  ///< what the law gives
  std::int64_t posted{0};  ///< what this run added to the ledger
};

/// The rows of all accounts. All members: errors of the database. Writers need a transaction.
class Ledger {
 public:
  explicit Ledger(store::Database& database) : database_(database) {}

  Status put(std::string_view account, const LedgerRow& row);
  Result<std::optional<LedgerRow>> find(std::string_view account, std::string_view part,
                                        std::string_view key);
  /// The rows of one part in the order of their keys as bytes.
  Result<std::vector<LedgerRow>> part(std::string_view account, std::string_view part);
  /// Rows with rev > `rev`, in the order (rev, part, key), at most `limit`.
  Result<std::vector<LedgerRow>> changed_since(std::string_view account, std::int64_t rev,
                                               std::int64_t limit);
  /// Rows after (part, key) in that order, at most `limit`.
  Result<std::vector<LedgerRow>> after(std::string_view account, std::string_view part,
                                       std::string_view key, std::int64_t limit);
  /// Number of rows of one part; rows are never removed, so the next key is this plus 1.
  Result<std::int64_t> count(std::string_view account, std::string_view part);

  Status put_part(std::string_view account, std::string_view part, const PartState& state);
  Result<std::map<std::string, PartState>> parts(std::string_view account);

  Status add_posting(std::string_view account, const Posting& posting);
  /// The postings of one period, oldest first.
  Result<std::vector<Posting>> postings(std::string_view account, std::string_view sub_account,
                                        std::string_view period);

 private:
  store::Database& database_;
};

}  // namespace cpa::server
