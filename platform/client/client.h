#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/model/date.h"
#include "core/ports/clock.h"
#include "core/ports/disk.h"
#include "core/ports/executor.h"
#include "core/ports/http_client.h"
#include "core/ports/key_vault.h"
#include "core/ports/network_monitor.h"
#include "core/ports/random.h"

namespace cpa {

/// The one server a client talks to, and how its TLS is recognised.
struct ServerAddress {
  std::string url;                ///< "https://host:port", no trailing slash
  std::string roots_pem;          ///< the only certificate authorities accepted
  std::vector<std::string> pins;  ///< "sha256//BASE64" of SPKIs, at least one must match
};

/// Makes the door to the network for one server. Called when the trust file is known.
using ConnectDoor = std::function<Result<std::unique_ptr<ports::HttpClient>>(const ServerAddress&)>;

/// The doors to the world a client needs. Borrowed: each must outlive the client.
struct ClientDoors {
  ports::Clock& clock;
  ports::Random& random;
  ports::Executor& executor;
  ports::Disk& disk;
  ports::KeyVault& vault;
  ports::NetworkMonitor& network;
  ConnectDoor connect;
};

/// How a client is opened.
struct ClientOptions {
  std::filesystem::path directory;  ///< where the encrypted store lives; made when absent
  ClientDoors doors;
  Log log{};
};

/// What an account's exchange with the server came to.
struct SyncReport {
  std::string state;               ///< "online", "no_network", "intercepted", "server_down", …
  std::string reason;              ///< why decisions wait, "" when none do: "server_said_when", …
  std::optional<ErrorCode> error;  ///< the failure, when the last exchange failed
  int exchanges{0};                ///< HTTP exchanges made
  int round_trips{0};              ///< of the network: 3 for a new connection, 1 for a kept one
  std::uint64_t bytes_up{0};       ///< headers included, TLS handshake aside
  std::uint64_t bytes_down{0};
  codec::Json results{
      codec::Json::array()};  ///< decisions that came: {id, outcome, code, articles}
  std::int64_t rows_changed{0};
  std::int64_t outbox_left{0};                 ///< commands still without the server's decision
  std::optional<ports::UtcInstant> next_wake;  ///< when it is tried again by itself
};
/// {"state", "reason", "error", "exchanges", "round_trips", "bytes_up", "bytes_down", "results",
/// "rows_changed", "outbox_left", "next_wake"}; null for what there is not.
codec::Json to_json(const SyncReport& report);

/// A command the holder has decided and the server may not have.
struct OutboxEntry {
  std::string id;
  std::int64_t seq{0};
  std::string type;
  codec::Json args;
  std::string made;   ///< instant the holder decided, RFC 3339
  std::string state;  ///< "waiting", "deferred", "applied", "rejected"
  std::string code;   ///< the server's code, "" before it answered
  std::vector<std::string> articles;
  codec::Json result;  ///< what the server added to its decision; null before it answered
};
/// The members above, by their names.
codec::Json to_json(const OutboxEntry& entry);

/// What `submit` promises: the command is on disk.
struct Submitted {
  std::string id;
  std::int64_t seq{0};
  codec::Json advice;  ///< what the law on the device says of it today; null when it cannot say
};

/// Where a client stands; never needs a network.
struct ClientStatus {
  bool enrolled{false};
  bool read_only{false};  ///< another process holds the account
  std::string account;
  std::string device;
  std::string server_url;
  std::string state;                              ///< as `SyncReport::state`
  std::string reason;                             ///< as `SyncReport::reason`
  std::optional<ports::UtcInstant> confirmed_at;  ///< date of the last certified state
  std::int64_t outbox_left{0};
  std::optional<ports::UtcInstant> next_wake;
};
/// The members above, by their names; null for what there is not.
codec::Json to_json(const ClientStatus& status);

/// What an observer is told has changed. It then asks again for what it shows.
enum class Change : std::uint8_t { kRights, kOutbox, kState };

/// A question to the law.
struct Simulation {
  std::string
      name;  ///< a simulation, variable or hook of the pack: "training.budget", "cpf.credit"
  codec::Json facts;
  model::Date on;
  Language language{Language::kFrench};
  std::string what_if;  ///< a patch of the law as JSON (see law::load_what_if), "" for none
};

/// An answer that was kept, with what it needs to be computed again.
struct PastAnswer {
  codec::Json receipt;
  codec::Json facts;
  std::string pack;  ///< its law pack as JSON, "" for the one of this build
};

/// A person's CPA on a device: the product's C++ API.
///
/// Reading never needs a network, a session or the server's permission; a decision is on disk
/// before its callback says so. Every call returns at once; its callback runs exactly once, on the
/// executor, also when the client is closed meanwhile (then with kClosed).
/// Threading: any thread may call; callbacks must not block.
/// Lifetime: borrows the doors; destroying it closes it.
class Client {
 public:
  /// What is behind the API; not for callers.
  class Core;

  template <typename T>
  using Callback = std::function<void(Result<T>)>;
  using Observer = std::function<void(Change)>;

  /// Opens the store in `options.directory`, making it when there is none. When another process
  /// has it open for writing, this one only reads (`ClientStatus::read_only`).
  /// Errors: kVaultUnavailable, kVaultKeyLost, kWrongKey, kCorruption, kCipherMissing,
  /// kSchemaNewer, kStorageFull, kStorageIo. On error nothing was changed.
  static Result<std::unique_ptr<Client>> open(ClientOptions options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Keeps the server's trust file (JSON of `cpa-server init`). Replaces an earlier one of the same
  /// server. Errors: kMalformed; kAlreadyExists for another server; kReadOnly.
  void trust(std::string trust_json, Callback<void> done);
  /// Signs in with an enrolment code; the trust file must be known. Keeps the session on disk.
  /// Errors: kNotFound (no trust file), kSignInNeeded (code refused), kReadOnly, those of
  /// HttpClient.
  void enrol(std::string code, Callback<void> done);
  /// Settles with the server: sends what waits, takes what changed. One attempt; a failure to reach
  /// the server is a report with its state, not an error, and is tried again by itself later.
  /// Errors: kReadOnly, kSignInNeeded when never enrolled, those of the store.
  void sync(Callback<SyncReport> done);
  /// The holder's rights on `on` (today in Paris when absent): {"as_of", "confirmed_at", "state",
  /// "accounts": {"cpf": {"unit", "balance", "confirmed", "buckets"}, "c2p", "cec"}, "pending",
  /// "law": {"id", "seq", "freshness"}}. Before any certified state: "confirmed_at" null, state
  /// "nothing_confirmed" and balances null. For a later day also "expected", what the law gives by
  /// then if nothing else is reported and the coming years are like the last one: [{"account",
  /// "cause": "credit:2026" or "closing:pension", "amount": null when facts are missing, "by",
  /// "supposed", "missing", "failure": why the law has no answer, "marks", "article"}], and
  /// "expected_sum" by account. An estimate; it is in no balance.
  void rights(std::optional<model::Date> on, Callback<codec::Json> done);
  /// Why: `what` is "cpf", "c2p", "cec", or an entry such as "cpf/E3".
  /// {"what", "unit", "balance", "entries": [{"key", "kind", "amount", "law_date", "cause",
  /// "article", "operation"}], "text": "…"}. Errors: kNotFound.
  void explain(std::string what, Language language, Callback<codec::Json> done);
  /// Takes the holder's decision. When `done` gets a value, the command is on disk and survives a
  /// kill. The law on the device advises and never blocks.
  /// Errors: kUnsupported (type), kMalformed (args), kNotFound (never enrolled), kReadOnly,
  /// kStorageFull, kVaultUnavailable. On error nothing was queued.
  void submit(std::string type, codec::Json args, Callback<Submitted> done);
  /// Commands in their order, decided ones last seen included until the server no longer needs
  /// them.
  void outbox(Callback<std::vector<OutboxEntry>> done);
  /// Decisions of the server that the holder has not dismissed.
  void results(Callback<codec::Json> done);
  /// Where the client stands.
  void status(Callback<ClientStatus> done);

  /// Calls `observer` on the executor after each change; the number names it for `forget`.
  std::uint64_t observe(Observer observer);
  /// Calls that observer no more, from the next task on.
  void forget(std::uint64_t observer);
  /// The platform says that the path to the network changed.
  void network_changed();
  /// Stops: requests in flight are dropped, waiting callbacks get kClosed, the store is closed.
  /// Later calls answer kClosed. `done` runs last.
  void close(std::function<void()> done);

  /// Answers a question to the law; needs no account. The shape is that of law::simulate.
  /// Errors: kNotFound, kInvalidArgument, kLawMissing, kLawEvaluation, kLawPack (the patch).
  static Result<codec::Json> simulate(const Simulation& asked);
  /// The same as people read it, with what would change the result. Errors: as `simulate`.
  static Result<std::string> explain_simulation(const Simulation& asked);
  /// Computes an answer of `simulate` again, on the pack its receipt names: {"diverges",
  /// "receipt"}. Errors: kMalformed, as law::replay.
  static Result<codec::Json> replay(const PastAnswer& answer);
  /// Why a later answer says something else than an earlier one, in words.
  /// Errors: as `replay`.
  static Result<std::string> explain_change(const PastAnswer& before, const PastAnswer& after,
                                            Language language);
  /// The law packs of this build: [{"id", "seq", "active", …, "simulations": [{"name", "fr",
  /// "en"}]}].
  static codec::Json law_packs();
  /// Whom to ask, from the directory of this build; needs no account and no network. `region` is a
  /// region's code as INSEE gives it ("11"), "" to list them all.
  /// {"region": {"code", "name", "departements"}, "same_code": the region of the département that
  /// has the same number, "contacts": [C], "national": [C], "time_zone" of the hours, "abroad":
  /// words for people abroad, "id", "seq", "published", "checked", "signed_by": {"key": its id,
  /// "development": whether that is the key which protects nothing}}; for "", "regions": [{"code",
  /// "name", "departements"}] in place of the first three. C is {"id", "name", "number", "tariff":
  /// "ordinary" or "premium", "hours": "Mo-Fr 08:00-19:00; Sa 09:00-12:00", "abroad": what to dial
  /// there, "web", "source", "dated"}; null for what is not known. Errors: kNotFound; those of
  /// law::current_directory when this build carries a directory that its publisher did not sign.
  static Result<codec::Json> contacts(std::string_view region, Language language);

 private:
  explicit Client(std::shared_ptr<Core> core);
  /// Shared with the tasks on the executor that may outlive this handle.
  std::shared_ptr<Core> core_;
  std::atomic<std::uint64_t> observers_{0};
};

}  // namespace cpa
