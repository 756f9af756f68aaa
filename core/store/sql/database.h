#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace cpa::store {

/// Whether a connection may write.
enum class Access : std::uint8_t { kReadWrite, kReadOnly };

/// How a database file is opened.
struct DatabaseOptions {
  std::filesystem::path path;
  const SecretBytes& key;  ///< 32 raw bytes (SQLCipher raw key); borrowed during `open` only
  Access access{Access::kReadWrite};
  int busy_timeout_ms{2000};
  std::string vfs{};  ///< SQLite's name of the VFS to use, "" for the library's own
};

/// One row of a query. Valid only inside the callback that receives it.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) noexcept : statement_(statement) {}
  [[nodiscard]] bool is_null(int column) const noexcept;
  [[nodiscard]] std::int64_t integer(int column) const noexcept;
  /// Borrowed while the row is current.
  [[nodiscard]] std::string_view text(int column) const noexcept;
  [[nodiscard]] ByteView blob(int column) const noexcept;

 private:
  sqlite3_stmt* statement_;
};

class Database;

/// A write transaction as a scope: any way out but `commit` rolls back.
/// Lifetime: borrows the database.
class Transaction {
 public:
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  /// Makes the changes durable. On error they are rolled back.
  Status commit();

 private:
  friend class Database;
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

/// A connection to an encrypted SQLite file (SQLCipher 4), with the settings of a store that must
/// survive a power cut: WAL, synchronous FULL, secure delete, temporary data in memory, no mmap,
/// untrusted schema, checked cells, defensive mode.
///
/// SQL is constant text, values are bound; statements are prepared once and kept.
/// Threading: one thread at a time.
/// Errors of all members: kStorageFull, kStorageIo, kStorageBusy, kCorruption, kWrongKey (the file
/// does not open with this key), kReadOnly, kInternal; `detail` is the SQLite code.
class Database {
 public:
  /// Opens the file, making it when there is none and access allows.
  /// Errors: also kCipherMissing when the library does not encrypt: nothing is written then.
  static Result<Database> open(const DatabaseOptions& options);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// Runs a statement without a result.
  template <typename... Values>
  Status run(std::string_view sql, const Values&... values) {
    CPA_TRY_ASSIGN(Use use, prepare(sql));
    int index = 0;
    (use.bind(++index, values), ...);
    return use.finish();
  }

  /// Calls `each(const Row&)` for every row; `each` returns void, or Status to stop at an error.
  template <typename Each, typename... Values>
  Status query(std::string_view sql, Each each, const Values&... values) {
    CPA_TRY_ASSIGN(Use use, prepare(sql));
    int index = 0;
    (use.bind(++index, values), ...);
    while (true) {
      CPA_TRY_ASSIGN(const bool more, use.step());
      if (!more) return {};
      if constexpr (std::is_void_v<std::invoke_result_t<Each, const Row&>>) {
        each(use.row());
      } else {
        CPA_TRY(each(use.row()));
      }
    }
  }

  /// The first column of the first row as an integer; nothing when there is no row or it is NULL.
  template <typename... Values>
  Result<std::optional<std::int64_t>> find_integer(std::string_view sql, const Values&... values) {
    std::optional<std::int64_t> found;
    CPA_TRY(query(
        sql,
        [&found](const Row& row) {
          if (!found && !row.is_null(0)) found = row.integer(0);
        },
        values...));
    return found;
  }

  /// The first column of the first row as text; nothing when there is no row or it is NULL.
  template <typename... Values>
  Result<std::optional<std::string>> find_text(std::string_view sql, const Values&... values) {
    std::optional<std::string> found;
    CPA_TRY(query(
        sql,
        [&found](const Row& row) {
          if (!found && !row.is_null(0)) found = std::string(row.text(0));
        },
        values...));
    return found;
  }

  /// Begins a write transaction; there is at most one at a time (CPA_CHECK).
  Result<Transaction> begin_immediate();
  /// Runs several statements that bind nothing: a schema.
  Status run_script(std::string_view sql);
  /// Rows changed by the last statement.
  [[nodiscard]] std::int64_t changes() const noexcept;
  /// Writes all pages of the WAL into the file and empties it.
  Status checkpoint();
  /// Copies everything into a new clear-text file: for an export the holder asks for.
  Status export_plain(const std::filesystem::path& path);

 private:
  friend class Transaction;

  /// A prepared statement in use; goes back to the cache, reset, when it ends.
  class Use {
   public:
    Use(Use&& other) noexcept;
    Use& operator=(Use&&) = delete;
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use();
    void bind(int index, std::nullptr_t) noexcept;
    void bind(int index, std::string_view text) noexcept;
    void bind(int index, ByteView blob) noexcept;
    template <typename T>
    requires std::is_integral_v<T>
    void bind(int index, T value) noexcept {
      bind_integer(index, static_cast<std::int64_t>(value));
    }
    void bind(int index, const char* text) noexcept { bind(index, std::string_view(text)); }
    void bind(int index, const std::string& text) noexcept { bind(index, std::string_view(text)); }
    void bind(int index, const Bytes& blob) noexcept { bind(index, ByteView(blob)); }
    template <typename T>
    void bind(int index, const std::optional<T>& value) noexcept {
      if (value) {
        bind(index, *value);
      } else {
        bind(index, nullptr);
      }
    }
    Result<bool> step() noexcept;
    Status finish() noexcept;
    [[nodiscard]] Row row() const noexcept { return Row(statement_); }

   private:
    friend class Database;
    Use(Database& database, sqlite3_stmt* statement) noexcept
        : database_(&database), statement_(statement) {}
    void bind_integer(int index, std::int64_t value) noexcept;
    Database* database_;
    sqlite3_stmt* statement_;
  };

  struct State;
  explicit Database(std::unique_ptr<State> state);
  Result<Use> prepare(std::string_view sql);
  Status configure(const DatabaseOptions& options);
  Status key(const SecretBytes& key);
  Error failure(int code) const;

  std::unique_ptr<State> state_;
};

/// Accepts only an answer of `PRAGMA cipher_version` that names a version: a plain SQLite gives no
/// row, and would go on to write clear text. Errors: kCipherMissing.
Status require_cipher(const std::optional<std::string>& cipher_version);

}  // namespace cpa::store
