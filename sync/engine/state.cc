#include "sync/engine/state.h"

namespace cpa::engine {

std::string_view sync_state_name(SyncState state) noexcept {
  switch (state) {
    case SyncState::kUnknown:
      return "unknown";
    case SyncState::kOnline:
      return "online";
    case SyncState::kNoNetwork:
      return "no_network";
    case SyncState::kCaptive:
      return "captive";
    case SyncState::kIntercepted:
      return "intercepted";
    case SyncState::kServerDown:
      return "server_down";
    case SyncState::kCut:
      return "cut";
    case SyncState::kSignInNeeded:
      return "sign_in_needed";
    case SyncState::kUpdateNeeded:
      return "update_needed";
    case SyncState::kPaused:
      return "paused";
  }
  return "invalid";
}

std::string_view wait_reason_name(WaitReason reason) noexcept {
  switch (reason) {
    case WaitReason::kNone:
      return "";
    case WaitReason::kNoNetwork:
      return "no_network";
    case WaitReason::kCaptive:
      return "captive";
    case WaitReason::kIntercepted:
      return "intercepted";
    case WaitReason::kServerDown:
      return "server_down";
    case WaitReason::kCut:
      return "cut";
    case WaitReason::kSignInNeeded:
      return "sign_in_needed";
    case WaitReason::kUpdateNeeded:
      return "update_needed";
    case WaitReason::kServerSaidWhen:
      return "server_said_when";
    case WaitReason::kUndecided:
      return "undecided";
    case WaitReason::kStorage:
      return "storage";
    case WaitReason::kDegraded:
      return "degraded";
    case WaitReason::kPaused:
      return "paused";
  }
  return "invalid";
}

std::optional<ErrorCode> verdict_error(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::kVerified:
      return std::nullopt;
    case Verdict::kNoNetwork:
      return ErrorCode::kNoNetwork;
    case Verdict::kCaptive:
      return ErrorCode::kCaptive;
    case Verdict::kIntercepted:
      return ErrorCode::kIntercepted;
    case Verdict::kCut:
      return ErrorCode::kCut;
    case Verdict::kServerDown:
      return ErrorCode::kServerDown;
    case Verdict::kUnauthorized:
      return ErrorCode::kSignInNeeded;
    case Verdict::kUpdateNeeded:
      return ErrorCode::kUpdateNeeded;
    case Verdict::kLagging:
      return ErrorCode::kServerDown;
    case Verdict::kStorage:
      return ErrorCode::kStorageIo;
  }
  return ErrorCode::kInternal;
}

Verdict verdict_of(ErrorCode transport_error) noexcept {
  // Not a switch: the door's contract names five codes, and any other is a server that misbehaves.
  if (transport_error == ErrorCode::kNoNetwork) return Verdict::kNoNetwork;
  if (transport_error == ErrorCode::kCaptive) return Verdict::kCaptive;
  if (transport_error == ErrorCode::kIntercepted) return Verdict::kIntercepted;
  if (transport_error == ErrorCode::kCut || transport_error == ErrorCode::kTimeout) {
    return Verdict::kCut;
  }
  return Verdict::kServerDown;
}

}  // namespace cpa::engine
