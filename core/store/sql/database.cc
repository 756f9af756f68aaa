#include "core/store/sql/database.h"

#include <sqlite3.h>

#include <map>
#include <vector>

namespace cpa::store {
namespace {

constexpr std::size_t kKeyBytes = 32;

/// SQLITE_TRANSIENT without its C cast.
sqlite3_destructor_type transient() noexcept {
  return reinterpret_cast<sqlite3_destructor_type>(std::intptr_t{-1});
}

ErrorCode code_of(int sqlite_code) noexcept {
  switch (sqlite_code & 0xFF) {
    case SQLITE_FULL:
      return ErrorCode::kStorageFull;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOLFS:
    case SQLITE_PROTOCOL:
      return ErrorCode::kStorageIo;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorCode::kStorageBusy;
    case SQLITE_CORRUPT:
      return ErrorCode::kCorruption;
    case SQLITE_NOTADB:
      return ErrorCode::kWrongKey;
    case SQLITE_READONLY:
      return ErrorCode::kReadOnly;
    default:
      return ErrorCode::kInternal;
  }
}

}  // namespace

struct Database::State {
  sqlite3* handle{nullptr};
  bool in_transaction{false};
  // Keyed by the text itself: the same literal of two translation units is one statement.
  std::map<std::string, std::vector<sqlite3_stmt*>, std::less<>> idle;

  ~State() {
    for (auto& [sql, statements] : idle) {
      for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
    }
    sqlite3_close(handle);
  }
};

bool Row::is_null(int column) const noexcept {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Row::integer(int column) const noexcept {
  return sqlite3_column_int64(statement_, column);
}
std::string_view Row::text(int column) const noexcept {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}
ByteView Row::blob(int column) const noexcept {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Database::Use::Use(Use&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}

Database::Use::~Use() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  database_->state_->idle.find(std::string_view(sqlite3_sql(statement_)))
      ->second.push_back(statement_);
}

void Database::Use::bind(int index, std::nullptr_t) noexcept {
  sqlite3_bind_null(statement_, index);
}
void Database::Use::bind(int index, std::string_view text) noexcept {
  // Transient: `query` may run the callback while the caller's temporaries are gone.
  sqlite3_bind_text64(statement_, index, text.data() == nullptr ? "" : text.data(), text.size(),
                      transient(), SQLITE_UTF8);
}
void Database::Use::bind(int index, ByteView blob) noexcept {
  if (blob.empty()) {
    sqlite3_bind_zeroblob(statement_, index, 0);
  } else {
    sqlite3_bind_blob64(statement_, index, blob.data(), blob.size(), transient());
  }
}
void Database::Use::bind_integer(int index, std::int64_t value) noexcept {
  sqlite3_bind_int64(statement_, index, value);
}

Result<bool> Database::Use::step() noexcept {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return database_->failure(code);
}

Status Database::Use::finish() noexcept {
  while (true) {
    CPA_TRY_ASSIGN(const bool more, step());
    if (!more) return {};
  }
}

Transaction::~Transaction() {
  if (database_ == nullptr) return;
  // An error here means SQLite has rolled back already.
  sqlite3_exec(database_->state_->handle, "ROLLBACK", nullptr, nullptr, nullptr);
  database_->state_->in_transaction = false;
}

Status Transaction::commit() {
  CPA_CHECK(database_ != nullptr);
  CPA_TRY(database_->run("COMMIT"));
  database_->state_->in_transaction = false;
  database_ = nullptr;
  return {};
}

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const DatabaseOptions& options) {
  if (options.key.size() != kKeyBytes) {
    return Error{ErrorCode::kInvalidArgument, "a store key has 32 bytes"};
  }
  Database database(std::make_unique<State>());
  const int flags =
      (options.access == Access::kReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                            : SQLITE_OPEN_READONLY) |
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
  const int code = sqlite3_open_v2(options.path.c_str(), &database.state_->handle, flags,
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
  if (code != SQLITE_OK) return database.failure(code);
  sqlite3_extended_result_codes(database.state_->handle, 1);
  sqlite3_busy_timeout(database.state_->handle, options.busy_timeout_ms);
  CPA_TRY(database.key(options.key));
  CPA_TRY(database.configure(options));
  return database;
}

Status Database::key(const SecretBytes& key) {
  // The library logs to stderr by default; file names and pages are nobody's business.
  CPA_TRY(run_script("PRAGMA cipher_log_level = NONE"));
  std::string literal = "x'" + to_hex(key.view()) + "'";
  const int code =
      sqlite3_key_v2(state_->handle, "main", literal.data(), static_cast<int>(literal.size()));
  cleanse({reinterpret_cast<std::uint8_t*>(literal.data()), literal.size()});
  if (code != SQLITE_OK) return failure(code);
  CPA_TRY_ASSIGN(const std::optional<std::string> version, find_text("PRAGMA cipher_version"));
  return require_cipher(version);
}

Status Database::configure(const DatabaseOptions& options) {
  sqlite3* const handle = state_->handle;
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  // The first read of the file: a wrong key shows here, before anything is written.
  CPA_TRY(find_integer("SELECT count(*) FROM sqlite_master"));
  if (options.access == Access::kReadWrite) {
    CPA_TRY(run_script("PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 1048576;"));
  } else {
    CPA_TRY(run_script("PRAGMA query_only = ON"));
  }
  return run_script(
      "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;"
      "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;"
      "PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;");
}

Result<Database::Use> Database::prepare(std::string_view sql) {
  auto found = state_->idle.find(sql);
  if (found == state_->idle.end()) found = state_->idle.emplace(std::string(sql), 0).first;
  if (!found->second.empty()) {
    sqlite3_stmt* const statement = found->second.back();
    found->second.pop_back();
    return Use(*this, statement);
  }
  sqlite3_stmt* statement = nullptr;
  // With its final zero counted, SQLite need not copy the text to end it.
  const int code = sqlite3_prepare_v3(state_->handle, found->first.c_str(),
                                      static_cast<int>(found->first.size() + 1),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return failure(code);
  return Use(*this, statement);
}

Result<Transaction> Database::begin_immediate() {
  CPA_CHECK(!state_->in_transaction);
  CPA_TRY(run("BEGIN IMMEDIATE"));
  state_->in_transaction = true;
  return Transaction(*this);
}

Status Database::run_script(std::string_view sql) {
  const int code =
      sqlite3_exec(state_->handle, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure(code);
  return {};
}

std::int64_t Database::changes() const noexcept { return sqlite3_changes64(state_->handle); }

Status Database::checkpoint() { return run_script("PRAGMA wal_checkpoint(TRUNCATE)"); }

Status Database::export_plain(const std::filesystem::path& path) {
  CPA_TRY(run("ATTACH DATABASE ?1 AS plain KEY ''", path.string()));
  const Status copied = run_script("SELECT sqlcipher_export('plain')");
  const Status detached = run_script("DETACH DATABASE plain");
  CPA_TRY(copied);
  return detached;
}

Error Database::failure(int code) const {
  // The message of SQLite may quote a value: its code alone goes on.
  const int extended = state_->handle != nullptr ? sqlite3_extended_errcode(state_->handle) : code;
  return Error{code_of(code), sqlite3_errstr(code), extended != SQLITE_OK ? extended : code};
}

Status require_cipher(const std::optional<std::string>& cipher_version) {
  if (!cipher_version || cipher_version->empty()) {
    return Error{ErrorCode::kCipherMissing, "PRAGMA cipher_version gave no row"};
  }
  return {};
}

}  // namespace cpa::store
