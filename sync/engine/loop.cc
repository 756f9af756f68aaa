#include "sync/engine/loop.h"

#include <array>
#include <utility>

#include "core/codec/base64url.h"
#include "core/codec/gzip.h"
#include "sync/protocol/versions.h"

namespace cpa::engine {
namespace {

using ports::HttpResponse;

constexpr std::size_t kCommandsMax = 500;
constexpr std::size_t kCommandBytesMax = 512U << 10U;
/// What one page may hold before compression: parsed, it takes some ten times as much memory.
constexpr std::int64_t kPageBytesMax = 256 << 10;
constexpr std::string_view kRepairValue = "last_repair";
constexpr std::chrono::hours kRepairInterval{24};
constexpr std::chrono::seconds kGather{1};
constexpr std::chrono::seconds kAfterOpening{5};

std::uint64_t seed_from(ports::Random& random) {
  std::array<std::uint8_t, 8> bytes{};
  random.fill(bytes);
  std::uint64_t seed = 0;
  for (const std::uint8_t byte : bytes) seed = seed << 8U | byte;
  return seed;
}

std::string fresh_nonce(ports::Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  return codec::base64url_encode(bytes);
}

std::string_view network_name(ports::NetworkClass network) {
  switch (network) {
    case ports::NetworkClass::kNone:
      return "none";
    case ports::NetworkClass::kUnmetered:
      return "unmetered";
    case ports::NetworkClass::kMetered:
      return "metered";
    case ports::NetworkClass::kRoaming:
      return "roaming";
    case ports::NetworkClass::kCaptive:
      return "captive";
  }
  return "unmetered";
}

/// Retry-After in seconds (RFC 9110 §10.2.3); the form with a date is left to the back-off.
std::optional<std::chrono::seconds> retry_after(const HttpResponse& response) {
  const std::string* value = ports::find_header(response.headers, "retry-after");
  if (value == nullptr || value->empty() || value->size() > 9) return std::nullopt;
  std::int64_t seconds = 0;
  for (const char c : *value) {
    if (c < '0' || c > '9') return std::nullopt;
    seconds = seconds * 10 + (c - '0');
  }
  return std::chrono::seconds{seconds};
}

}  // namespace

template <typename Function>
auto Loop::guarded(Function function) {
  return [alive = std::weak_ptr<bool>(alive_), function = std::move(function)](auto&&... args) {
    if (!alive.expired()) function(std::forward<decltype(args)>(args)...);
  };
}

Loop::Loop(store::Store& store, const trust::Trust& trust, LoopDoors doors, BuildFacts build,
           store::OverlayBuilder overlay)
    : store_(store),
      trust_(trust),
      doors_(doors),
      build_(build),
      overlay_(std::move(overlay)),
      engine_(seed_from(doors.random)),
      alive_(std::make_shared<bool>(true)) {}

Loop::~Loop() {
  for (const ports::TimerId id :
       {ports::TimerId::kSyncWake, ports::TimerId::kRetry, ports::TimerId::kExchangeDeadline}) {
    doors_.executor.cancel_timer(id);
  }
}

Status Loop::start() {
  CPA_TRY_ASSIGN(const std::optional<std::string> kept, store_.value(kSessionValue));
  if (kept) {
    CPA_TRY_ASSIGN(const codec::Json json, codec::parse_json(*kept));
    CPA_TRY_ASSIGN(session_, auth::session_from_json(json));
  }
  network_ = doors_.network.current();
  step(Start{session_.has_value(), false, network_});
  // An app that opens shows first; what waits leaves a little later, or with the next request.
  CPA_TRY_ASSIGN(const auto waiting, store_.undecided());
  if (session_ && !waiting.empty()) set_timer({ports::TimerId::kSyncWake, kAfterOpening});
  return {};
}

void Loop::request_sync(AttemptDone done) {
  waiting_.push_back(std::move(done));
  if (!engine_.busy()) attempt_ = {};
  if (doors_.network.current() != network_) network_changed();
  step(SyncRequested{});
}

void Loop::command_queued() {
  if (engine_.reason() == WaitReason::kSignInNeeded) return;
  // Decisions taken together leave in one exchange.
  next_wake_ = doors_.clock.utc_now() + kGather;
  doors_.executor.set_timer(ports::TimerId::kSyncWake, kGather,
                            guarded([this] { step(CommandQueued{}); }));
}

void Loop::network_changed() {
  network_ = doors_.network.current();
  step(NetworkChanged{network_});
}

void Loop::sign_in(const protocol::Grant& grant, std::function<void(Status)> done) {
  if (signing_in_) return done(Error{ErrorCode::kStorageBusy, "a sign-in is under way"});
  signing_in_ = std::move(done);
  send_token(0, grant, "");
}

void Loop::step(const Event& event) {
  for (const Effect& effect : engine_.step(event)) act(effect);
}

void Loop::act(const Effect& effect) {
  if (const auto* send = std::get_if<SendSync>(&effect)) return send_sync(send->exchange, "");
  if (const auto* send = std::get_if<SendToken>(&effect)) {
    return send_token(send->exchange, protocol::RefreshGrant{session_->refresh_token}, "");
  }
  if (std::holds_alternative<ApplyAnswer>(effect)) return apply();
  if (const auto* timer = std::get_if<SetTimer>(&effect)) return set_timer(*timer);
  if (const auto* timer = std::get_if<CancelTimer>(&effect)) {
    if (timer->id == ports::TimerId::kRetry) next_wake_.reset();
    return doors_.executor.cancel_timer(timer->id);
  }
  if (std::holds_alternative<DropConnections>(effect)) return doors_.http.drop_connections();
  if (std::holds_alternative<Report>(effect) && changed_) return changed_();
  if (std::holds_alternative<Finish>(effect)) finish();
}

void Loop::set_timer(const SetTimer& timer) {
  if (timer.id != ports::TimerId::kExchangeDeadline) {
    next_wake_ = doors_.clock.utc_now() + std::chrono::ceil<std::chrono::seconds>(timer.delay);
  }
  doors_.executor.set_timer(timer.id, timer.delay,
                            guarded([this, id = timer.id] { step(TimerFired{id}); }));
}

Result<auth::DeviceKey> Loop::device_key() {
  CPA_TRY_ASSIGN(Bytes key, doors_.vault.signing_key(kDeviceKeyName));
  return auth::DeviceKey{std::move(key), [&vault = doors_.vault](ByteView message) {
                           return vault.sign(kDeviceKeyName, message);
                         }};
}

// --- one exchange ------------------------------------------------------------------------------

void Loop::send_sync(std::uint64_t exchange, const std::string& nonce) {
  if (auth::next_step(*session_, doors_.clock.utc_now()) != auth::AuthStep::kUseAccess) {
    return step(TokenMissing{});
  }
  Expected expected;
  Result<ports::HttpRequest> request = sync_request(nonce, expected);
  if (!request) return step(SyncAnswered{exchange, Verdict::kStorage, {}});
  ++attempt_.exchanges;
  doors_.http.send(std::move(*request),
                   guarded([this, exchange, challenged = !nonce.empty(),
                            expected = std::move(expected)](Result<HttpResponse> result) {
                     sync_answered(exchange, challenged, expected, std::move(result));
                   }));
}

Result<ports::HttpRequest> Loop::sync_request(const std::string& nonce, Expected& expected) {
  CPA_TRY_ASSIGN(expected.meta, store_.sync_meta());
  CPA_TRY_ASSIGN(const protocol::SyncRequest body, sync_body(expected.meta));
  ports::HttpRequest request;
  request.method = "POST";
  request.url = trust_.url + std::string(protocol::kSyncPath);
  request.body = codec::gzip_compress(bytes_of(codec::to_text(protocol::to_json(body))));
  const std::string digest = protocol::content_digest(request.body);
  request.headers = {{"content-type", std::string(protocol::kJsonType)},
                     {"content-encoding", "gzip"},
                     {"accept-encoding", "gzip"},
                     {"cpa-version", std::to_string(protocol::kProtocolVersion)},
                     {"content-digest", digest}};
  CPA_TRY_ASSIGN(const auth::DeviceKey key, device_key());
  CPA_TRY(auth::Prover(key, doors_.random)
              .authorize(request, session_->access_token, doors_.clock.utc_now(), nonce));
  expected.binding = {request.method, std::string(protocol::kSyncPath), digest};
  expected.nonce = body.nonce;
  expected.account = session_->account;
  expected.device = session_->device;
  expected.epoch = store_.epoch();
  return request;
}

Result<protocol::SyncRequest> Loop::sync_body(const store::SyncMeta& meta) {
  protocol::SyncRequest body;
  body.nonce = fresh_nonce(doors_.random);
  body.app_build = build_.build;
  body.app_schema = protocol::kSchemaVersion;
  body.app_semantics = build_.semantics;
  body.device = session_->device;
  body.epoch = store_.epoch();
  if (!meta.server_epoch_random.empty()) {
    body.server_epoch = protocol::ServerEpoch{meta.server_epoch_n, meta.server_epoch_random};
  }
  CPA_TRY_ASSIGN(const auto commands, store_.undecided());
  std::size_t bytes = 0;
  for (const store::OutboxCommand& command : commands) {
    bytes += command.jws.size();
    if (body.commands.size() == kCommandsMax || bytes > kCommandBytesMax) break;
    body.commands.push_back(command.jws);
  }
  body.seen_results = meta.seen_results;
  body.cursor = meta.cursor;
  body.max_bytes = kPageBytesMax;
  body.have_root = meta.root;
  body.law_seq = build_.law_seq;
  body.net_class = network_name(doors_.network.current());
  return body;
}

void Loop::count(const ports::HttpTraffic& traffic) {
  attempt_.round_trips += traffic.connection_reused ? 1 : 3;
  attempt_.bytes_up += traffic.bytes_up;
  attempt_.bytes_down += traffic.bytes_down;
}

void Loop::sync_answered(std::uint64_t exchange, bool challenged, const Expected& expected,
                         Result<HttpResponse> result) {
  if (!result) {
    attempt_.failure = verdict_of(result.error().code);
    return step(SyncAnswered{exchange, *attempt_.failure, {}});
  }
  count(result->traffic);
  const std::string challenge = auth::nonce_challenge(*result);
  if (!challenge.empty() && !challenged) return send_sync(exchange, challenge);
  judged_ = judge_answer(*result, expected, trust_);
  if (judged_.verdict != Verdict::kVerified) attempt_.failure = judged_.verdict;
  if (judged_.verdict == Verdict::kUnauthorized) {
    // Forgotten on disk only with its successor: an unsigned 401 alone loses nothing.
    session_ = auth::without_access(std::move(*session_));
  }
  step(SyncAnswered{exchange, judged_.verdict, retry_after(*result)});
}

void Loop::apply() {
  const Result<store::Applied> applied = store_.apply(to_store(judged_), overlay_);
  if (!applied) {
    attempt_.failure = Verdict::kStorage;
    return step(AnswerApplied{.stored = false});
  }
  attempt_.failure.reset();
  attempt_.rows_changed += applied->rows_changed;
  for (const store::StoredResult& one : applied->new_results) attempt_.results.push_back(one);
  AnswerApplied event;
  event.more = judged_.response.pull.more;
  const auto undecided = store_.undecided();
  const auto kept = store_.outbox();
  // Without a new decision the same request would only be sent again.
  event.commands_to_send = undecided && !undecided->empty() && !applied->new_results.empty();
  event.outbox_empty = kept && kept->empty();
  event.update_needed = judged_.response.min_build && *judged_.response.min_build > build_.build;
  if (judged_.response.retry_after_s) {
    event.retry_after = std::chrono::seconds{*judged_.response.retry_after_s};
  }
  if (applied->root_mismatch) {
    const Result<bool> repair = may_repair();
    event.more = repair && *repair;
    event.degraded = !event.more;
  }
  if (changed_) changed_();
  step(event);
}

/// One full reset a day at most: a server that contradicts itself must not drain the battery.
Result<bool> Loop::may_repair() {
  const model::Instant now = doors_.clock.utc_now();
  CPA_TRY_ASSIGN(const std::optional<std::string> last, store_.value(kRepairValue));
  if (last) {
    CPA_TRY_ASSIGN(const model::Instant at, model::parse_instant(*last));
    if (now >= at && now < at + kRepairInterval) return false;
  }
  CPA_TRY(store_.set_value(kRepairValue, model::format_instant(now)));
  return true;
}

void Loop::finish() {
  attempt_.state = engine_.state();
  attempt_.reason = engine_.reason();
  const std::vector<AttemptDone> askers = std::exchange(waiting_, {});
  const Attempt attempt = std::exchange(attempt_, {});
  for (const AttemptDone& done : askers) done(attempt);
}

// --- tokens ------------------------------------------------------------------------------------

Status Loop::keep(const auth::Session& session) {
  return store_.set_value(kSessionValue, codec::to_text(auth::session_to_json(session)));
}

void Loop::send_token(std::uint64_t exchange, const protocol::Grant& grant,
                      const std::string& nonce) {
  const Result<auth::DeviceKey> key = device_key();
  Result<ports::HttpRequest> request =
      key ? auth::Prover(*key, doors_.random)
                .token_request(trust_.url, grant, doors_.clock.utc_now(), nonce)
          : Result<ports::HttpRequest>(key.error());
  if (!request) return token_answered(exchange, grant, true, request.error());
  ++attempt_.exchanges;
  doors_.http.send(
      std::move(*request),
      guarded([this, exchange, grant, challenged = !nonce.empty()](Result<HttpResponse> result) {
        token_answered(exchange, grant, challenged, std::move(result));
      }));
}

void Loop::token_answered(std::uint64_t exchange, const protocol::Grant& grant, bool challenged,
                          Result<HttpResponse> result) {
  using Outcome = TokenAnswered::Outcome;
  const model::Instant now = doors_.clock.utc_now();
  Result<auth::TokenOutcome> outcome =
      result ? auth::read_token_answer(*result, now) : Result<auth::TokenOutcome>(result.error());
  if (result) count(result->traffic);
  if (outcome) {
    const auto* challenge = std::get_if<auth::Challenged>(&*outcome);
    if (challenge != nullptr && !challenged) return send_token(exchange, grant, challenge->nonce);
    if (challenge != nullptr) outcome = Error{ErrorCode::kServerDown, "token: challenged twice"};
  }
  Status status;
  TokenAnswered event{exchange, Outcome::kFailed, Verdict::kServerDown, {}};
  if (!outcome) {
    status = outcome.error();
    event.verdict = verdict_of(outcome.error().code);
    if (result) event.retry_after = retry_after(*result);
    attempt_.failure = event.verdict;
  } else if (const auto* granted = std::get_if<auth::Granted>(&*outcome)) {
    status = keep(granted->session);
    if (status) session_ = granted->session;
    event.outcome = status ? Outcome::kGranted : Outcome::kFailed;
    event.verdict = Verdict::kStorage;
  } else {
    status = Error{ErrorCode::kSignInNeeded, "the server refused the grant"};
    event.outcome = Outcome::kRefused;
    if (session_ && exchange != 0) {
      session_ = auth::refused(std::move(*session_), now);
      const Status kept = keep(*session_);
      if (!kept) status = kept;
    }
  }
  if (exchange != 0) return step(event);
  const std::function<void(Status)> done = *std::exchange(signing_in_, std::nullopt);
  if (status) step(SessionOpened{});
  done(status);
}

}  // namespace cpa::engine
