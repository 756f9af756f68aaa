#include "tools/server/decide/pull.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "core/crypto/hash.h"
#include "core/crypto/sign.h"
#include "core/store/roots.h"
#include "sync/protocol/checkpoint.h"
#include "tools/server/decide/cursor.h"
#include "tools/server/storage/ledger.h"

namespace cpa::server {
namespace {

using protocol::Pull;
using protocol::PullMode;
using protocol::RowOp;

constexpr auto kCursorLife = std::chrono::days(400);
constexpr auto kScanLife = std::chrono::days(30);
constexpr std::int64_t kPageBytesMin = 4 << 10;
constexpr std::int64_t kPageBytesMax = 1 << 20;
constexpr std::int64_t kDeltaBytesMax = 512 << 10;  ///< a larger delta becomes a scan with pages
constexpr std::int64_t kRowOverhead = 60;           ///< what a row costs beside its body
constexpr std::int64_t kBatch = 500;

std::uint8_t digit_of(char c) {
  return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10);
}

/// The root over every part an account can have; one without rows counts as empty.
std::string root_of(const std::map<std::string, PartState>& parts) {
  std::vector<store::PartDigest> digests;
  for (const auto& name : store::part_names()) {
    store::PartDigest digest{.part = name, .count = 0, .root = crypto::sha256({})};
    const auto part = parts.find(name);
    if (part != parts.end()) {
      digest.count = part->second.count;
      for (std::size_t i = 0; i < digest.root.size(); ++i) {
        digest.root[i] = static_cast<std::uint8_t>(digit_of(part->second.root[2 * i]) * 16 +
                                                   digit_of(part->second.root[2 * i + 1]));
      }
    }
    digests.push_back(std::move(digest));
  }
  return store::account_root(std::move(digests));
}

/// Where the answer starts from.
struct Start {
  Cursor cursor;
  std::string reset_reason;  ///< "" when the cursor is good
};

Start start_of(const ServerIdentity& identity, const PullQuestion& question) {
  const auto& account = question.account;
  Cursor fresh{.account = account.id,
               .epoch = identity.epoch,
               .at = account.at,
               .scanning = true,
               .part = {},
               .key = {},
               .issued = question.now};
  if (!question.request.cursor) return {fresh, "first"};
  auto cursor = decode_cursor(*question.request.cursor, account.id, identity.cursor_secret);
  if (!cursor) return {fresh, "forged"};
  const protocol::ServerEpoch epoch{identity.epoch, identity.epoch_random};
  const bool same_epoch = !question.request.server_epoch || *question.request.server_epoch == epoch;
  if (cursor->epoch != identity.epoch || !same_epoch) return {fresh, "epoch"};
  const auto age = question.now - cursor->issued;
  if (age > kCursorLife || (cursor->scanning && age > kScanLife)) return {fresh, "too_old"};
  // A position we never gave: the database is older than the cursor.
  if (cursor->at > account.at) return {fresh, "epoch"};
  return {*cursor, {}};
}

/// Builds one answer.
class Puller {
 public:
  Puller(store::Database& database, const ServerIdentity& identity, const PullQuestion& question)
      : ledger_(database),
        identity_(identity),
        question_(question),
        bytes_max_(std::clamp(question.request.max_bytes, kPageBytesMin, kPageBytesMax)) {}

  Result<PullAnswer> answer() {
    CPA_TRY_ASSIGN(parts_, ledger_.parts(question_.account.id));
    Start start = start_of(identity_, question_);
    if (start.reset_reason.empty() && !start.cursor.scanning) {
      CPA_TRY_ASSIGN(const bool done, delta(start.cursor));
      if (done) return std::move(answer_);
      start = {start.cursor, "scope"};
      start.cursor.scanning = true;
      start.cursor.at = question_.account.at;
    }
    answer_.pull.mode = start.reset_reason.empty() ? PullMode::kPage : PullMode::kReset;
    answer_.pull.reason = start.reset_reason;
    CPA_TRY(page(start.cursor));
    return std::move(answer_);
  }

 private:
  RowOp op_of(LedgerRow row) const {
    const bool own = row.device == question_.request.device;
    return {.part = std::move(row.part),
            .key = std::move(row.key),
            .rev = row.rev,
            .after_seq = own ? row.after_seq : 0,
            .body = std::move(row.body)};
  }

  /// False when a scan has to take its place.
  Result<bool> delta(const Cursor& cursor) {
    const auto& account = question_.account;
    const std::string root = root_of(parts_);
    const auto& have = question_.request.have_root;
    if (cursor.at == account.at) {
      // Same position, other rows: the device cannot trust what it has.
      if (have && *have != root) return false;
      answer_.pull.mode = PullMode::kUnchanged;
      answer_.pull.to = *question_.request.cursor;
      // What a command has settled is certified anew; otherwise the device's checkpoint stands.
      if (!question_.request.commands.empty() || !have) CPA_TRY(certify(root));
      return true;
    }
    CPA_TRY_ASSIGN(bool complete, take_changes(cursor.at, kDeltaBytesMax));
    if (!complete) {
      answer_.pull.ops.clear();
      return false;
    }
    answer_.pull.mode = PullMode::kDelta;
    CPA_TRY(finish(root));
    return true;
  }

  /// Appends the rows changed since `at`; false when they pass `bytes_max`.
  Result<bool> take_changes(std::int64_t at, std::int64_t bytes_max) {
    CPA_TRY_ASSIGN(auto rows, ledger_.changed_since(question_.account.id, at, 1 << 20));
    for (auto& row : rows) {
      bytes_ += static_cast<std::int64_t>(row.body.size()) + kRowOverhead;
      if (bytes_ > bytes_max) return false;
      answer_.pull.ops.push_back(op_of(std::move(row)));
    }
    return true;
  }

  /// Rows in key order from the cursor on; at the end, what has changed since the scan began.
  Status page(Cursor cursor) {
    bool end = false;
    while (!end) {
      CPA_TRY_ASSIGN(auto rows,
                     ledger_.after(question_.account.id, cursor.part, cursor.key, kBatch));
      end = static_cast<std::int64_t>(rows.size()) < kBatch;
      for (auto& row : rows) {
        const auto size = static_cast<std::int64_t>(row.body.size()) + kRowOverhead;
        if (bytes_ > 0 && bytes_ + size > bytes_max_) return more(std::move(cursor));
        bytes_ += size;
        cursor.part = row.part;
        cursor.key = row.key;
        answer_.pull.ops.push_back(op_of(std::move(row)));
      }
    }
    const auto scanned = answer_.pull.ops.size();
    if (cursor.at < question_.account.at) {
      CPA_TRY_ASSIGN(const bool complete,
                     take_changes(cursor.at, std::max(bytes_max_, kDeltaBytesMax)));
      if (!complete) {
        answer_.pull.ops.resize(scanned);
        return more(std::move(cursor));
      }
    }
    // Where a whole scan does not give the root, those of the parts tell a device which differ. A
    // delta goes without: its checkpoint certifies it, and each byte counts when roaming.
    for (const auto& [name, part] : parts_) {
      answer_.parts.push_back({.part = name, .count = part.count, .root = part.root});
    }
    return finish(root_of(parts_));
  }

  Status more(Cursor cursor) {
    cursor.issued = question_.now;
    answer_.pull.more = true;
    answer_.pull.to = encode_cursor(cursor, identity_.cursor_secret);
    return {};
  }

  /// The last answer of a scan, or a delta: the checkpoint, and the cursor of all we have.
  Status finish(const std::string& root) {
    answer_.pull.to = encode_cursor({.account = question_.account.id,
                                     .epoch = identity_.epoch,
                                     .at = question_.account.at,
                                     .scanning = false,
                                     .part = {},
                                     .key = {},
                                     .issued = question_.now},
                                    identity_.cursor_secret);
    return certify(root);
  }

  Status certify(const std::string& root) {
    protocol::Checkpoint checkpoint{.account = question_.account.id,
                                    .server_epoch = {identity_.epoch, identity_.epoch_random},
                                    .at = question_.account.at,
                                    .time = question_.now,
                                    .after_seq = question_.after_seq,
                                    .count = 0,
                                    .root = root};
    for (const auto& [name, part] : parts_) checkpoint.count += part.count;
    CPA_TRY_ASSIGN(answer_.checkpoint,
                   protocol::make_checkpoint(checkpoint, identity_.kid, [this](ByteView message) {
                     return crypto::ed25519_sign(identity_.signing_seed, message);
                   }));
    return {};
  }

  Ledger ledger_;
  const ServerIdentity& identity_;
  const PullQuestion& question_;
  std::int64_t bytes_max_;
  std::int64_t bytes_{0};
  std::map<std::string, PartState> parts_;
  PullAnswer answer_;
};

}  // namespace

Result<PullAnswer> pull_rows(store::Database& database, const ServerIdentity& identity,
                             const PullQuestion& question) {
  return Puller(database, identity, question).answer();
}

}  // namespace cpa::server
