#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/ports/executor.h"
#include "core/ports/network_monitor.h"
#include "sync/engine/backoff.h"
#include "sync/engine/state.h"

namespace cpa::engine {

// --- What the engine is told ---------------------------------------------------------------

/// The account is open. `session`: it was signed in once; `work`: commands wait to be sent.
struct Start {
  bool session{false};
  bool work{false};
  ports::NetworkClass network{ports::NetworkClass::kUnmetered};
};
/// The holder or the app asks for an exchange now.
struct SyncRequested {};
/// A command has been committed to the outbox.
struct CommandQueued {};
/// The platform reports a path change.
struct NetworkChanged {
  ports::NetworkClass network{ports::NetworkClass::kUnmetered};
};
/// The app came on screen, or left it.
struct VisibilityChanged {
  bool visible{true};
};
/// The holder pauses or resumes synchronisation.
struct PauseChanged {
  bool paused{false};
};
/// A sign-in has ended well: a session exists.
struct SessionOpened {};
/// There is no access token that is still good: `SendSync` could not be carried out.
struct TokenMissing {};
/// The token endpoint has answered the request numbered `exchange`.
struct TokenAnswered {
  std::uint64_t exchange{0};
  enum class Outcome : std::uint8_t { kGranted, kRefused, kFailed } outcome{Outcome::kFailed};
  Verdict verdict{Verdict::kServerDown};  ///< for `kFailed`
  std::optional<std::chrono::seconds> retry_after{};
};
/// The sync request numbered `exchange` has ended so. `retry_after` is unsigned here.
struct SyncAnswered {
  std::uint64_t exchange{0};
  Verdict verdict{Verdict::kServerDown};
  std::optional<std::chrono::seconds> retry_after{};
};
/// The verified answer has been applied, in one transaction, or could not be.
struct AnswerApplied {
  bool stored{true};             ///< false: the transaction failed and left the old state
  bool more{false};              ///< pages follow, or the answer asks for commands again
  bool commands_to_send{false};  ///< the outbox holds commands the server has not answered
  bool outbox_empty{true};
  bool update_needed{false};  ///< the server names a newer build as the oldest it accepts
  bool degraded{false};       ///< rows did not give the certified root, and no repair is left today
  std::optional<std::chrono::seconds> retry_after{};  ///< signed
};
/// A timer set by `SetTimer` has fired.
struct TimerFired {
  ports::TimerId id{ports::TimerId::kRetry};
};

using Event = std::variant<Start, SyncRequested, CommandQueued, NetworkChanged, VisibilityChanged,
                           PauseChanged, SessionOpened, TokenMissing, TokenAnswered, SyncAnswered,
                           AnswerApplied, TimerFired>;

// --- What the engine asks for ----------------------------------------------------------------

/// Build a request from the store as it is now, and send it as number `exchange`.
struct SendSync {
  std::uint64_t exchange{0};
};
/// Ask for an access token with the refresh token, as number `exchange`.
struct SendToken {
  std::uint64_t exchange{0};
};
/// Commit the verified answer at hand; then tell `AnswerApplied`.
struct ApplyAnswer {};
/// Fire `id` after `delay`.
struct SetTimer {
  ports::TimerId id{ports::TimerId::kRetry};
  std::chrono::milliseconds delay{0};
};
/// Forget `id`.
struct CancelTimer {
  ports::TimerId id{ports::TimerId::kRetry};
};
/// Forget open connections: the path has changed, or one of them hangs.
struct DropConnections {};
/// The state shown to the holder, and why commands wait.
struct Report {
  SyncState state{SyncState::kUnknown};
  WaitReason reason{WaitReason::kNone};
};
/// The attempt is over: whoever asked for it gets its report.
struct Finish {};

using Effect = std::variant<SendSync, SendToken, ApplyAnswer, SetTimer, CancelTimer,
                            DropConnections, Report, Finish>;

/// Decides what synchronisation does next. No I/O, no clock, no store: `step(event) → effects`,
/// so that the real doors and the simulator run the same machine. Drawn in docs/engine.md.
///
/// Invariants: at most one request is in flight (I8); after every step either a request is in
/// flight, or a timer is set, or `reason()` says what is waited for (I7).
/// Threading: confined to the client's executor.
class Engine {
 public:
  /// `seed` feeds the jitter alone.
  explicit Engine(std::uint64_t seed) : backoff_(seed) {}

  /// Takes `event`; the effects must be carried out in their order.
  std::vector<Effect> step(const Event& event);

  [[nodiscard]] SyncState state() const noexcept { return state_; }
  [[nodiscard]] WaitReason reason() const noexcept { return reason_; }
  /// Whether a request is in flight or an answer is being applied.
  [[nodiscard]] bool busy() const noexcept { return phase_ != Phase::kIdle; }

 private:
  enum class Phase : std::uint8_t { kIdle, kToken, kExchange, kApplying };

  void on(const Start& event);
  void on(const SyncRequested& event);
  void on(const CommandQueued& event);
  void on(const NetworkChanged& event);
  void on(const VisibilityChanged& event);
  void on(const PauseChanged& event);
  void on(const SessionOpened& event);
  void on(const TokenMissing& event);
  void on(const TokenAnswered& event);
  void on(const SyncAnswered& event);
  void on(const AnswerApplied& event);
  void on(const TimerFired& event);

  /// Starts an attempt, if anything can be attempted.
  void begin();
  void send_sync();
  void send_token();
  void abandon_exchange();
  void fail(Verdict verdict, std::optional<std::chrono::seconds> retry_after);
  void finish_unsent(SyncState state, WaitReason reason);
  void latch_sign_in();
  void settle(const AnswerApplied& event);
  void report(SyncState state, WaitReason reason);
  void wake_after(std::chrono::milliseconds delay);

  Backoff backoff_;
  std::vector<Effect> effects_;
  Phase phase_{Phase::kIdle};
  SyncState state_{SyncState::kUnknown};
  WaitReason reason_{WaitReason::kNone};
  ports::NetworkClass network_{ports::NetworkClass::kUnmetered};
  std::uint64_t exchange_{0};  ///< number of the request in flight or last sent
  int exchanges_in_attempt_{0};
  int lagging_in_attempt_{0};
  bool session_{false};
  bool paused_{false};
  bool sign_in_latched_{false};
  bool refreshed_in_attempt_{false};
  bool path_changed_in_flight_{false};
  bool retry_pending_{false};  ///< a back-off or a Retry-After runs
};

}  // namespace cpa::engine
