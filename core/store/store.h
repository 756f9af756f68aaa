#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/ports/disk.h"
#include "core/ports/key_vault.h"
#include "core/ports/random.h"
#include "core/store/sql/database.h"

namespace cpa::store {

/// A row of the server's state on the device, certified by a checkpoint.
struct StoredRow {
  std::string part;
  std::string key;
  std::int64_t rev{0};
  std::int64_t after_seq{0};
  std::string body;  ///< JSON text, exactly as hashed
};

/// A change to one row.
struct RowChange {
  bool is_delete{false};
  StoredRow row;
};

/// A command as it was committed. Its bytes never change.
struct OutboxCommand {
  std::string id;  ///< UUIDv7
  std::string epoch;
  std::int64_t seq{0};
  std::string type;
  std::string jws;   ///< what is sent, verbatim
  std::string args;  ///< JSON text, for the projection and the screen
  std::string made;  ///< RFC 3339
};

/// What the server decided on a command, or that it defers.
struct StoredResult {
  std::int64_t rseq{0};
  std::string id;
  std::int64_t seq{0};
  std::string outcome;  ///< "applied", "rejected", "deferred"
  std::string code;
  std::string body;  ///< JSON text of the whole result
  bool dismissed{false};
};

/// One projected fact, rebuilt in the transaction of its sources.
struct OverlayItem {
  std::string key;
  std::string body;  ///< JSON text
};

/// Reads certified rows inside a transaction.
class RowReader {
 public:
  virtual ~RowReader() = default;
  /// Rows of one part in key order.
  [[nodiscard]] virtual Result<std::vector<StoredRow>> rows(std::string_view part) const = 0;
};

/// Folds the commands that certified rows do not cover yet over those rows. Pure.
using OverlayBuilder = std::function<Result<std::vector<OverlayItem>>(
    const RowReader& certified, const std::vector<OutboxCommand>& uncovered)>;

/// How an answer changes the rows.
enum class PullKind : std::uint8_t { kUnchanged, kDelta, kReset, kPage };

/// A verified answer, as the store takes it.
struct Answer {
  std::int64_t server_epoch_n{0};
  std::string server_epoch_random;
  std::int64_t durable_seq{0};
  std::int64_t last_seq{0};
  std::int64_t law_seq{0};
  std::int64_t at{0};       ///< change number of the certified state, 0 without checkpoint
  std::string server_time;  ///< RFC 3339
  std::vector<StoredResult> results;
  PullKind pull{PullKind::kUnchanged};
  std::vector<RowChange> changes;
  std::string cursor;  ///< `pull.to`
  bool more{false};
  std::string checkpoint;       ///< JWS verbatim, "" when there was none
  std::string root;             ///< root the checkpoint certifies, hex
  std::int64_t covered_seq{0};  ///< the checkpoint's after_seq
};

/// What applying an answer came to.
struct Applied {
  std::int64_t rows_changed{0};
  std::vector<StoredResult> new_results;
  bool certified{false};      ///< rows, cursor and checkpoint moved
  bool root_mismatch{false};  ///< rows did not give the root: the last certified state stays
};

/// Where the device stands with the server.
struct SyncMeta {
  std::optional<std::string> cursor;      ///< of the certified rows, or of the scan under way
  std::optional<std::string> checkpoint;  ///< JWS verbatim
  std::optional<std::string> root;        ///< root of the certified rows
  std::int64_t at{0};
  std::int64_t server_epoch_n{0};
  std::string server_epoch_random;  ///< "" before the first answer
  std::int64_t durable_seq{0};
  std::int64_t last_seq{0};
  std::int64_t law_seq{0};
  std::int64_t covered_seq{0};
  std::string server_time;
  std::int64_t seen_results{0};  ///< every result up to this rseq is on disk
};

/// How a store is opened. The doors are borrowed during the store's life.
struct StoreOptions {
  std::filesystem::path directory;
  ports::Disk& disk;
  ports::KeyVault& vault;
  ports::Random& random;
  Access access{Access::kReadWrite};
};

/// The encrypted store of one account on the device.
///
/// Invariants: what a member returned as done is on disk; a failed member left the old state;
/// visible = certified rows + commands not covered. One writer: a second process that asks to
/// write gets kStorageBusy and may open read-only.
/// Threading: one thread at a time (the client's executor).
/// Errors of all members: those of Database.
class Store {
 public:
  /// Opens or makes `directory`/store.db with the key of the vault; migrates older schemas.
  /// Errors: kVaultKeyLost (a file without its key), kWrongKey, kCorruption, kSchemaNewer (open it
  /// read-only), kStorageBusy (another writer), kCipherMissing.
  static Result<std::unique_ptr<Store>> open(const StoreOptions& options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  [[nodiscard]] bool read_only() const noexcept;
  /// The random 128-bit name of this life of the device, 32 hex digits. It is kept here and in the
  /// vault: where they differ, the phone was restored or copied, and a new one has begun.
  [[nodiscard]] const std::string& epoch() const noexcept;

  // --- commands ----------------------------------------------------------------------------
  /// Makes the command that takes the next seq of this epoch, given that seq.
  using CommandMaker = std::function<Result<OutboxCommand>(std::int64_t seq)>;
  /// Appends what `make` returns, in one transaction with the overlay. Once returned, the command
  /// survives a power cut. On error nothing was appended and no seq was used.
  Result<OutboxCommand> append_command(const CommandMaker& make, const OverlayBuilder& overlay);
  /// All commands kept, in order of appending.
  Result<std::vector<OutboxCommand>> outbox();
  /// Commands without a decision, in order: what is sent.
  Result<std::vector<OutboxCommand>> undecided();
  /// Decisions kept, by rseq, dismissed ones left out unless asked for.
  Result<std::vector<StoredResult>> results(bool with_dismissed = false);
  /// The newest result of one command.
  Result<std::optional<StoredResult>> result_of(std::string_view command_id);
  /// The holder has seen a decision. Errors: kNotFound.
  Status dismiss(std::int64_t rseq);

  // --- answers -----------------------------------------------------------------------------
  /// Applies a verified answer in one transaction: results, durable_seq and server epoch always;
  /// rows, cursor and checkpoint only when the rows give the certified root.
  Result<Applied> apply(const Answer& answer, const OverlayBuilder& overlay);
  Result<SyncMeta> sync_meta();

  // --- reading -----------------------------------------------------------------------------
  Result<std::vector<StoredRow>> rows(std::string_view part);
  Result<std::optional<StoredRow>> row(std::string_view part, std::string_view key);
  Result<std::vector<OverlayItem>> overlay();
  /// Recomputes the overlay: the date or the law has changed.
  Status rebuild_overlay(const OverlayBuilder& builder);

  // --- small values and law ----------------------------------------------------------------
  /// A value of the host's own, for instance the session. Names are constants of the code.
  Result<std::optional<std::string>> value(std::string_view name);
  Status set_value(std::string_view name, std::string_view value);
  Status erase_value(std::string_view name);
  /// Keeps a law pack's bytes; those a stored receipt names are never dropped.
  Status keep_law(std::int64_t seq, std::string_view sha256, std::string_view body);
  Result<std::optional<std::string>> law(std::string_view sha256);

  /// All tables as text, rows in key order: two equal stores give equal dumps.
  Result<std::string> dump();
  /// A clear-text copy, for an export that the holder asked for.
  Status export_plain(const std::filesystem::path& path);
  /// Ends pending work on the file: the WAL is emptied.
  Status close();

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  Result<std::vector<OutboxCommand>> uncovered();
  Status write_overlay(const OverlayBuilder& builder);
  Status apply_results(const Answer& answer, Applied& applied);
  Status apply_rows(const Answer& answer, Applied& applied);
  Status write_sync_meta(const Answer& answer);
  Status drop_settled();
  Status set_number(std::string_view name, std::int64_t value);

  std::unique_ptr<State> state_;
};

}  // namespace cpa::store
