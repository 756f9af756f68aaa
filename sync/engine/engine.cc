#include "sync/engine/engine.h"

#include <algorithm>
#include <utility>

namespace cpa::engine {
namespace {

using ports::NetworkClass;
using ports::TimerId;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kExchangeLongest = seconds(60);
constexpr milliseconds kOldPathGrace = seconds(1);
constexpr milliseconds kNewPathSpread = milliseconds(500);
constexpr milliseconds kDaily = hours(24);
constexpr milliseconds kUndecidedCheck = hours(1);
constexpr seconds kRetryAfterUnsignedMax = hours(1);
constexpr seconds kRetryAfterSignedMax = hours(24);
constexpr int kLaggingRetriesMax = 2;
/// Far above any real reset (10,000 rows are a few pages): ends an exchange that never settles.
constexpr int kExchangesMax = 1000;

SyncState state_after(Verdict verdict, SyncState before) {
  switch (verdict) {
    case Verdict::kVerified:
      return SyncState::kOnline;
    case Verdict::kNoNetwork:
      return SyncState::kNoNetwork;
    case Verdict::kCaptive:
      return SyncState::kCaptive;
    case Verdict::kIntercepted:
      return SyncState::kIntercepted;
    case Verdict::kCut:
      return SyncState::kCut;
    case Verdict::kServerDown:
      return SyncState::kServerDown;
    case Verdict::kUnauthorized:
      return SyncState::kSignInNeeded;
    case Verdict::kUpdateNeeded:
      return SyncState::kUpdateNeeded;
    case Verdict::kLagging:
      return SyncState::kServerDown;
    case Verdict::kStorage:
      return before;
  }
  return before;
}

WaitReason reason_after(Verdict verdict) {
  switch (verdict) {
    case Verdict::kVerified:
      return WaitReason::kNone;
    case Verdict::kNoNetwork:
      return WaitReason::kNoNetwork;
    case Verdict::kCaptive:
      return WaitReason::kCaptive;
    case Verdict::kIntercepted:
      return WaitReason::kIntercepted;
    case Verdict::kCut:
      return WaitReason::kCut;
    case Verdict::kServerDown:
      return WaitReason::kServerDown;
    case Verdict::kUnauthorized:
      return WaitReason::kSignInNeeded;
    case Verdict::kUpdateNeeded:
      return WaitReason::kUpdateNeeded;
    case Verdict::kLagging:
      return WaitReason::kServerDown;
    case Verdict::kStorage:
      return WaitReason::kStorage;
  }
  return WaitReason::kNone;
}

}  // namespace

std::vector<Effect> Engine::step(const Event& event) {
  effects_.clear();
  std::visit([this](const auto& concrete) { on(concrete); }, event);
  return std::exchange(effects_, {});
}

void Engine::on(const Start& event) {
  session_ = event.session;
  network_ = event.network;
  if (!session_) report(SyncState::kUnknown, WaitReason::kSignInNeeded);
  if (session_ && event.work) begin();
}

void Engine::on(const SyncRequested&) {
  if (busy()) return;  // joins the attempt under way
  begin();
}

void Engine::on(const CommandQueued&) {
  // A back-off that runs already covers the new command; so does the attempt under way, which
  // looks at the outbox again before it ends.
  if (busy() || retry_pending_ || sign_in_latched_) return;
  begin();
}

void Engine::on(const NetworkChanged& event) {
  network_ = event.network;
  backoff_.reset();
  if (phase_ == Phase::kExchange || phase_ == Phase::kToken) {
    path_changed_in_flight_ = true;
    effects_.emplace_back(SetTimer{TimerId::kExchangeDeadline, kOldPathGrace});
    return;
  }
  if (phase_ == Phase::kIdle && retry_pending_ && reason_ != WaitReason::kServerSaidWhen) {
    wake_after(backoff_.jitter(kNewPathSpread));
  }
}

void Engine::on(const VisibilityChanged& event) {
  backoff_.set_visible(event.visible);
  if (event.visible && !busy() && sign_in_latched_) begin();
}

void Engine::on(const PauseChanged& event) {
  paused_ = event.paused;
  if (busy()) return;
  if (paused_) {
    effects_.emplace_back(CancelTimer{TimerId::kRetry});
    retry_pending_ = false;
    report(SyncState::kPaused, WaitReason::kPaused);
  } else {
    begin();
  }
}

void Engine::on(const SessionOpened&) {
  session_ = true;
  sign_in_latched_ = false;
  backoff_.reset();
  if (!busy()) report(SyncState::kOnline, WaitReason::kNone);
}

void Engine::on(const TokenMissing&) {
  if (phase_ == Phase::kExchange) send_token();
}

void Engine::on(const TokenAnswered& event) {
  if (phase_ != Phase::kToken || event.exchange != exchange_) return;
  effects_.emplace_back(CancelTimer{TimerId::kExchangeDeadline});
  switch (event.outcome) {
    case TokenAnswered::Outcome::kGranted:
      sign_in_latched_ = false;
      send_sync();
      return;
    case TokenAnswered::Outcome::kRefused:
      latch_sign_in();
      return;
    case TokenAnswered::Outcome::kFailed:
      fail(event.verdict, event.retry_after);
      return;
  }
}

void Engine::on(const SyncAnswered& event) {
  if (phase_ != Phase::kExchange || event.exchange != exchange_) return;
  effects_.emplace_back(CancelTimer{TimerId::kExchangeDeadline});
  if (event.verdict == Verdict::kVerified) {
    phase_ = Phase::kApplying;
    effects_.emplace_back(ApplyAnswer{});
    return;
  }
  if (event.verdict == Verdict::kUnauthorized && !refreshed_in_attempt_) {
    send_token();
    return;
  }
  if (event.verdict == Verdict::kLagging && lagging_in_attempt_ < kLaggingRetriesMax) {
    ++lagging_in_attempt_;
    send_sync();
    return;
  }
  fail(event.verdict, event.retry_after);
}

void Engine::on(const AnswerApplied& event) {
  if (phase_ != Phase::kApplying) return;
  if (!event.stored) {
    fail(Verdict::kStorage, std::nullopt);
    return;
  }
  backoff_.reset();
  const bool go_on = (event.more || event.commands_to_send) && !event.retry_after &&
                     !event.update_needed && !paused_;
  if (go_on && exchanges_in_attempt_ < kExchangesMax) {
    send_sync();
    return;
  }
  settle(event);
}

void Engine::on(const TimerFired& event) {
  switch (event.id) {
    case TimerId::kRetry:
    case TimerId::kSyncWake:
      if (busy()) return;
      begin();
      return;
    case TimerId::kExchangeDeadline:
      abandon_exchange();
      return;
  }
}

void Engine::begin() {
  effects_.emplace_back(CancelTimer{TimerId::kRetry});
  retry_pending_ = false;
  exchanges_in_attempt_ = 0;
  lagging_in_attempt_ = 0;
  refreshed_in_attempt_ = false;
  path_changed_in_flight_ = false;
  if (paused_) return finish_unsent(SyncState::kPaused, WaitReason::kPaused);
  if (!session_) return finish_unsent(state_, WaitReason::kSignInNeeded);
  if (network_ == NetworkClass::kNone) return fail(Verdict::kNoNetwork, std::nullopt);
  if (network_ == NetworkClass::kCaptive) return fail(Verdict::kCaptive, std::nullopt);
  send_sync();
}

void Engine::send_sync() {
  phase_ = Phase::kExchange;
  path_changed_in_flight_ = false;
  ++exchanges_in_attempt_;
  effects_.emplace_back(SetTimer{TimerId::kExchangeDeadline, kExchangeLongest});
  effects_.emplace_back(SendSync{++exchange_});
}

void Engine::send_token() {
  phase_ = Phase::kToken;
  path_changed_in_flight_ = false;
  refreshed_in_attempt_ = true;
  effects_.emplace_back(SetTimer{TimerId::kExchangeDeadline, kExchangeLongest});
  effects_.emplace_back(SendToken{++exchange_});
}

void Engine::abandon_exchange() {
  if (phase_ != Phase::kExchange && phase_ != Phase::kToken) return;
  ++exchange_;  // the answer that may still come belongs to no request in flight
  effects_.emplace_back(DropConnections{});
  if (!std::exchange(path_changed_in_flight_, false)) {
    fail(Verdict::kCut, std::nullopt);
  } else if (network_ == NetworkClass::kNone || network_ == NetworkClass::kCaptive) {
    begin();
  } else if (phase_ == Phase::kToken) {
    send_token();
  } else {
    send_sync();
  }
}

void Engine::fail(Verdict verdict, std::optional<seconds> retry_after) {
  phase_ = Phase::kIdle;
  milliseconds delay = backoff_.next(verdict);
  WaitReason reason = reason_after(verdict);
  if (verdict == Verdict::kUpdateNeeded) delay = std::max(delay, kDaily);
  if (retry_after) {
    const milliseconds asked = std::clamp(*retry_after, seconds(0), kRetryAfterUnsignedMax);
    delay = std::min(std::max(delay, asked + delay), milliseconds(kRetryAfterUnsignedMax));
    reason = WaitReason::kServerSaidWhen;
  }
  report(state_after(verdict, state_), reason);
  wake_after(delay);
  effects_.emplace_back(Finish{});
}

void Engine::finish_unsent(SyncState state, WaitReason reason) {
  phase_ = Phase::kIdle;
  report(state, reason);
  effects_.emplace_back(Finish{});
}

void Engine::latch_sign_in() {
  phase_ = Phase::kIdle;
  sign_in_latched_ = true;
  report(SyncState::kSignInNeeded, WaitReason::kSignInNeeded);
  // Tried again daily and when the app comes on screen: the refusal may have been the server's.
  effects_.emplace_back(SetTimer{TimerId::kSyncWake, kDaily});
  effects_.emplace_back(Finish{});
}

void Engine::settle(const AnswerApplied& event) {
  phase_ = Phase::kIdle;
  WaitReason reason = event.outbox_empty ? WaitReason::kNone : WaitReason::kUndecided;
  if (event.degraded) reason = WaitReason::kDegraded;
  if (event.update_needed) reason = WaitReason::kUpdateNeeded;
  if (event.retry_after) {
    reason = WaitReason::kServerSaidWhen;
    const seconds asked = std::clamp(*event.retry_after, seconds(0), kRetryAfterSignedMax);
    wake_after(asked);
  } else if (reason != WaitReason::kNone) {
    wake_after(kUndecidedCheck + backoff_.jitter(kUndecidedCheck / 4));
  }
  report(event.update_needed ? SyncState::kUpdateNeeded : SyncState::kOnline, reason);
  effects_.emplace_back(Finish{});
}

void Engine::report(SyncState state, WaitReason reason) {
  state_ = state;
  reason_ = reason;
  effects_.emplace_back(Report{state, reason});
}

void Engine::wake_after(milliseconds delay) {
  retry_pending_ = true;
  effects_.emplace_back(SetTimer{TimerId::kRetry, delay});
}

}  // namespace cpa::engine
