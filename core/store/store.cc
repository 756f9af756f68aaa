#include "core/store/store.h"

#include <array>

#include "core/crypto/hash.h"
#include "core/store/schema.h"
#include "core/store/state.h"

namespace cpa::store {
namespace {

constexpr std::string_view kStoreKeyName = "store-key";
constexpr std::string_view kEpochName = "device-epoch";
constexpr std::string_view kCheckText = "cpa store key check 1";
constexpr std::size_t kKeyBytes = 32;

std::string key_check(const SecretBytes& key) {
  return to_hex(crypto::hmac_sha256(key.view(), bytes_of(kCheckText)));
}

/// Whether `check` holds the check value of `key`.
bool is_checked(const ports::Disk& disk, const std::filesystem::path& check,
                const SecretBytes& key) {
  const Result<Bytes> kept = disk.read(check);
  return kept && text_of(*kept) == key_check(key);
}

/// The key of the file, made and kept in the vault before the file is.
Result<SecretBytes> store_key(const StoreOptions& options, const std::filesystem::path& file) {
  Result<SecretBytes> kept = options.vault.read(kStoreKeyName);
  if (kept || kept.error().code != ErrorCode::kNotFound) return kept;
  CPA_TRY_ASSIGN(const bool there, options.disk.exists(file));
  if (there) return Error{ErrorCode::kVaultKeyLost, "a store without its key"};
  if (options.access == Access::kReadOnly) return Error{ErrorCode::kNotFound, "no store here"};
  Bytes bytes(kKeyBytes);
  options.random.fill(bytes);
  SecretBytes key(std::move(bytes));
  CPA_TRY(options.vault.write(kStoreKeyName, key));
  return key;
}

/// A file that does not decrypt: the wrong key, or damage? The check value, keyed, tells.
Error tell_apart(const Error& error, bool key_is_checked) {
  if (error.code != ErrorCode::kWrongKey || !key_is_checked) return error;
  return Error{ErrorCode::kCorruption, "the file is damaged; the key is right", error.detail};
}

Result<std::string> vault_epoch(ports::KeyVault& vault) {
  Result<SecretBytes> kept = vault.read(kEpochName);
  if (kept) return std::string(text_of(kept->view()));
  if (kept.error().code == ErrorCode::kNotFound) return std::string();
  return std::move(kept).error();
}

std::string new_epoch(ports::Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  return to_hex(bytes);
}

/// A copied file has our epoch and not the vault's, a restored phone neither: both begin anew.
Result<std::string> settle_epoch(Database& database, const StoreOptions& options) {
  CPA_TRY_ASSIGN(const auto kept,
                 database.find_text("SELECT value FROM meta WHERE name = 'epoch'"));
  CPA_TRY_ASSIGN(const std::string in_vault, vault_epoch(options.vault));
  if (kept && *kept == in_vault) return *kept;
  if (options.access == Access::kReadOnly) return kept.value_or("");
  const std::string epoch = new_epoch(options.random);
  CPA_TRY_ASSIGN(Transaction transaction, database.begin_immediate());
  CPA_TRY(database.run("INSERT OR REPLACE INTO meta(name, value) VALUES('epoch', ?1)", epoch));
  CPA_TRY(database.run("INSERT OR REPLACE INTO meta(name, value) VALUES('next_seq', '1')"));
  CPA_TRY(transaction.commit());
  CPA_TRY(options.vault.write(kEpochName, SecretBytes(copy_of(bytes_of(epoch)))));
  return epoch;
}

}  // namespace

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const StoreOptions& options) {
  ports::Disk& disk = options.disk;
  CPA_TRY(disk.make_folder(options.directory));
  const bool writes = options.access == Access::kReadWrite;
  std::unique_ptr<ports::FileLock> lock;
  if (writes) {
    CPA_TRY_ASSIGN(lock, disk.lock(options.directory / "store.lock"));
  }
  const std::filesystem::path file = options.directory / "store.db";
  const std::filesystem::path check = options.directory / "store.check";
  CPA_TRY_ASSIGN(const SecretBytes key, store_key(options, file));
  Result<Database> database = Database::open(
      {.path = file, .key = key, .access = options.access, .vfs = disk.sqlite_vfs()});
  if (!database) return tell_apart(database.error(), is_checked(disk, check, key));
  if (writes) {
    CPA_TRY(migrate(*database));
    if (!is_checked(disk, check, key)) CPA_TRY(disk.write(check, bytes_of(key_check(key))));
  }
  CPA_TRY_ASSIGN(std::string epoch, settle_epoch(*database, options));
  return std::unique_ptr<Store>(new Store(std::make_unique<State>(
      State{std::move(lock), std::move(*database), options.access, std::move(epoch)})));
}

bool Store::read_only() const noexcept { return state_->access == Access::kReadOnly; }
const std::string& Store::epoch() const noexcept { return state_->epoch; }

Result<std::optional<std::string>> Store::value(std::string_view name) {
  return state_->database.find_text("SELECT value FROM app_values WHERE name = ?1", name);
}

Status Store::set_value(std::string_view name, std::string_view value) {
  return state_->database.run("INSERT OR REPLACE INTO app_values(name, value) VALUES(?1, ?2)", name,
                              value);
}

Status Store::erase_value(std::string_view name) {
  return state_->database.run("DELETE FROM app_values WHERE name = ?1", name);
}

Status Store::keep_law(std::int64_t seq, std::string_view sha256, std::string_view body) {
  return state_->database.run("INSERT OR IGNORE INTO law(sha256, seq, body) VALUES(?1, ?2, ?3)",
                              sha256, seq, body);
}

Result<std::optional<std::string>> Store::law(std::string_view sha256) {
  return state_->database.find_text("SELECT body FROM law WHERE sha256 = ?1", sha256);
}

Result<std::string> Store::dump() {
  constexpr std::array<std::string_view, 8> kTables = {
      "SELECT 'meta', name, value FROM meta ORDER BY name",
      "SELECT 'rows', part, key, rev, after_seq, body FROM rows ORDER BY part, key",
      "SELECT 'staged', part, key, rev, after_seq, body FROM staged ORDER BY part, key",
      "SELECT 'outbox', id, epoch, seq, type, jws, args, made, coalesce(outcome, ''), covered "
      "FROM outbox ORDER BY number",
      "SELECT 'results', rseq, id, seq, outcome, code, body, dismissed FROM results ORDER BY rseq",
      "SELECT 'overlay', key, body FROM overlay ORDER BY key",
      "SELECT 'law', sha256, seq FROM law ORDER BY sha256",
      "SELECT 'app_values', name, value FROM app_values ORDER BY name"};
  constexpr std::array<int, 8> kColumns = {3, 6, 6, 10, 8, 3, 3, 3};
  std::string text;
  for (std::size_t table = 0; table < kTables.size(); ++table) {
    CPA_TRY(state_->database.query(kTables[table], [&](const Row& row) {
      for (int column = 0; column < kColumns[table]; ++column) {
        if (column != 0) text += '|';
        text += row.text(column);
      }
      text += '\n';
    }));
  }
  return text;
}

Status Store::export_plain(const std::filesystem::path& path) {
  return state_->database.export_plain(path);
}

Status Store::close() { return read_only() ? Status{} : state_->database.checkpoint(); }

}  // namespace cpa::store
