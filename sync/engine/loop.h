#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/log.h"
#include "core/ports/clock.h"
#include "core/ports/executor.h"
#include "core/ports/http_client.h"
#include "core/ports/key_vault.h"
#include "core/ports/network_monitor.h"
#include "core/ports/random.h"
#include "core/store/store.h"
#include "sync/auth/session.h"
#include "sync/auth/token_exchange.h"
#include "sync/engine/answer.h"
#include "sync/engine/engine.h"
#include "sync/trust/trust.h"

namespace cpa::engine {

/// The name of the device key in the vault: it signs commands and proofs.
inline constexpr std::string_view kDeviceKeyName = "device-key";
/// Where the store keeps the session.
inline constexpr std::string_view kSessionValue = "session";

/// What the loop acts with. Borrowed; each must outlive the loop.
struct LoopDoors {
  ports::Clock& clock;
  ports::Random& random;
  ports::Executor& executor;
  ports::KeyVault& vault;
  ports::NetworkMonitor& network;
  ports::HttpClient& http;
};

/// What this build is, and what it knows of the law.
struct BuildFacts {
  std::int64_t build{1};
  std::int64_t semantics{1};
  std::int64_t law_seq{0};
};

/// What one attempt came to.
struct Attempt {
  SyncState state{SyncState::kUnknown};
  WaitReason reason{WaitReason::kNone};
  std::optional<Verdict> failure;  ///< of the last exchange, when it was not verified
  int exchanges{0};
  int round_trips{0};  ///< 3 for a new connection (TCP, TLS 1.3, HTTP), 1 for a kept one
  std::uint64_t bytes_up{0};
  std::uint64_t bytes_down{0};
  std::vector<store::StoredResult> results;
  std::int64_t rows_changed{0};
};

/// Carries out what the engine decides: builds requests from the store, sends them, judges answers
/// and commits them, one transaction each.
///
/// Invariants: only a judged and verified answer reaches the store (I9); tokens alone may come from
/// an unsigned answer of the authenticated server.
/// Threading: confined to the executor. Lifetime: borrows store, trust and doors; answers that come
/// after its end are dropped.
class Loop {
 public:
  using AttemptDone = std::function<void(Result<Attempt>)>;
  using Changed = std::function<void()>;

  Loop(store::Store& store, const trust::Trust& trust, LoopDoors doors, BuildFacts build,
       store::OverlayBuilder overlay);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Called after an answer was committed and after the state changed.
  void on_change(Changed changed) { changed_ = std::move(changed); }
  /// Reads the session and wakes the engine. Errors: those of the store.
  Status start();
  /// Asks for an attempt; several askers share one.
  void request_sync(AttemptDone done);
  /// A command has been committed.
  void command_queued();
  void network_changed();
  /// Signs in with a grant and keeps the session.
  /// Errors: kSignInNeeded (refused), those of HttpClient and of the store.
  void sign_in(const protocol::Grant& grant, std::function<void(Status)> done);
  [[nodiscard]] const std::optional<auth::Session>& session() const noexcept { return session_; }
  [[nodiscard]] SyncState state() const noexcept { return engine_.state(); }
  [[nodiscard]] WaitReason reason() const noexcept { return engine_.reason(); }
  [[nodiscard]] std::optional<ports::UtcInstant> next_wake() const noexcept { return next_wake_; }

 private:
  void step(const Event& event);
  void act(const Effect& effect);
  void send_sync(std::uint64_t exchange, const std::string& nonce);
  void send_token(std::uint64_t exchange, const protocol::Grant& grant, const std::string& nonce);
  void sync_answered(std::uint64_t exchange, bool challenged, const Expected& expected,
                     Result<ports::HttpResponse> result);
  void token_answered(std::uint64_t exchange, const protocol::Grant& grant, bool challenged,
                      Result<ports::HttpResponse> result);
  void apply();
  void finish();
  Result<ports::HttpRequest> sync_request(const std::string& nonce, Expected& expected);
  Result<protocol::SyncRequest> sync_body(const store::SyncMeta& meta);
  Result<auth::DeviceKey> device_key();
  Status keep(const auth::Session& session);
  void count(const ports::HttpTraffic& traffic);
  void set_timer(const SetTimer& timer);
  /// Wraps a callback so that it does nothing once the loop has gone.
  template <typename Function>
  auto guarded(Function function);
  Result<bool> may_repair();

  store::Store& store_;
  const trust::Trust& trust_;
  LoopDoors doors_;
  BuildFacts build_;
  store::OverlayBuilder overlay_;
  Engine engine_;
  ports::NetworkClass network_{ports::NetworkClass::kUnmetered};
  std::optional<auth::Session> session_;
  Judged judged_;
  Attempt attempt_;
  std::vector<AttemptDone> waiting_;
  std::optional<std::function<void(Status)>> signing_in_;
  std::optional<ports::UtcInstant> next_wake_;
  Changed changed_;
  // Shared with callbacks on their way: they look whether the loop still lives.
  std::shared_ptr<bool> alive_;
};

}  // namespace cpa::engine
