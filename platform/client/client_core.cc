#include "platform/client/client_core.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/law/receipt.h"
#include "core/model/command.h"
#include "core/rules/pack.h"
#include "platform/client/projection.h"
#include "sync/protocol/command.h"
#include "sync/protocol/jwk.h"

namespace cpa {
namespace {

using codec::Json;

constexpr std::string_view kTrustValue = "trust";
/// How long a decision may wait for a network before the server no longer takes it.
constexpr std::chrono::hours kCommandLife{24 * 365};

/// UUIDv7 (RFC 9562 §5.7): time first, so that ids sort as they were made.
std::string uuid_v7(ports::UtcInstant now, ports::Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  auto millis = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
  for (std::size_t i = 6; i-- > 0; millis >>= 8U) {
    bytes[i] = static_cast<std::uint8_t>(millis);
  }
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x70U);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
  std::string text = to_hex(bytes);
  for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, "-");
  return text;
}

SyncReport report_of(const engine::Attempt& attempt, store::Store& store,
                     const std::optional<ports::UtcInstant>& next_wake) {
  SyncReport report;
  report.state = engine::sync_state_name(attempt.state);
  report.reason = engine::wait_reason_name(attempt.reason);
  report.exchanges = attempt.exchanges;
  report.round_trips = attempt.round_trips;
  report.bytes_up = attempt.bytes_up;
  report.bytes_down = attempt.bytes_down;
  for (const store::StoredResult& result : attempt.results) {
    Result<Json> json = codec::parse_json(result.body);
    if (json) report.results.push(std::move(*json));
  }
  report.rows_changed = attempt.rows_changed;
  const auto waiting = store.undecided();
  report.outbox_left = waiting ? static_cast<std::int64_t>(waiting->size()) : 0;
  report.next_wake = next_wake;
  return report;
}

}  // namespace

Client::Core::Core(ClientOptions options, std::unique_ptr<store::Store> store)
    : options_(std::move(options)), store_(std::move(store)) {
  overlay_ = overlay_builder(law::current_law, [this] { return today(); });
}

Status Client::Core::start() {
  CPA_TRY_ASSIGN(const std::optional<std::string> kept, store_->value(kTrustValue));
  if (!store_->read_only()) CPA_TRY(refresh_overlay());
  if (!kept) return {};
  CPA_TRY_ASSIGN(trust::Trust trust, trust::parse_trust(*kept));
  return connect(std::move(trust));
}

Status Client::Core::connect(trust::Trust trust) {
  loop_.reset();
  trust_ = std::move(trust);
  if (store_->read_only()) return {};
  CPA_TRY_ASSIGN(http_, options_.doors.connect({trust_->url, trust_->roots_pem, trust_->pins}));
  const ClientDoors& doors = options_.doors;
  loop_ = std::make_unique<engine::Loop>(
      *store_, *trust_,
      engine::LoopDoors{doors.clock, doors.random, doors.executor, doors.vault, doors.network,
                        *http_},
      engine::BuildFacts{1, rules::kSemantics, law::current_law_head().seq}, overlay_);
  loop_->on_change([this] {
    notify(Change::kRights);
    notify(Change::kState);
  });
  return loop_->start();
}

Status Client::Core::keep_trust(const std::string& trust_json) {
  if (store_->read_only()) return Error{ErrorCode::kReadOnly, "another process has the account"};
  CPA_TRY_ASSIGN(trust::Trust trust, trust::parse_trust(trust_json));
  if (trust_ && trust_->server_id != trust.server_id) {
    return Error{ErrorCode::kAlreadyExists, "this account belongs to another server"};
  }
  CPA_TRY(store_->set_value(kTrustValue, trust_json));
  return connect(std::move(trust));
}

void Client::Core::enrol(std::string code, Callback<void> done) {
  if (store_->read_only()) {
    return done(Error{ErrorCode::kReadOnly, "another process has the account"});
  }
  if (loop_ == nullptr) return done(Error{ErrorCode::kNotFound, "no trust file yet"});
  loop_->sign_in(protocol::EnrolmentGrant{std::move(code)},
                 [self = weak_from_this(), done = std::move(done)](Status status) {
                   const auto core = self.lock();
                   if (core != nullptr) core->notify(Change::kState);
                   done(std::move(status));
                 });
}

void Client::Core::sync(Callback<SyncReport> done) {
  if (store_->read_only()) {
    return done(Error{ErrorCode::kReadOnly, "another process has the account"});
  }
  if (loop_ == nullptr || !loop_->session()) {
    return done(Error{ErrorCode::kSignInNeeded, "this device is not enrolled"});
  }
  syncing_.push_back(std::move(done));
  if (syncing_.size() > 1) return;
  loop_->request_sync([this](Result<engine::Attempt> attempt) {
    const std::vector<Callback<SyncReport>> askers = std::exchange(syncing_, {});
    for (const auto& asker : askers) {
      asker(attempt ? Result<SyncReport>(report_of(*attempt, *store_, loop_->next_wake()))
                    : Result<SyncReport>(attempt.error()));
    }
  });
}

model::Date Client::Core::today() const {
  return options_.doors.clock.paris_date(options_.doors.clock.utc_now());
}

Status Client::Core::refresh_overlay() { return store_->rebuild_overlay(overlay_); }

Result<Submitted> Client::Core::submit(const std::string& type, const Json& args) {
  if (store_->read_only()) return Error{ErrorCode::kReadOnly, "another process has the account"};
  CPA_TRY_ASSIGN(const model::CommandType known, model::parse_command_type(type));
  CPA_TRY(model::check_command_args(known, args));
  if (loop_ == nullptr || !loop_->session()) {
    return Error{ErrorCode::kNotFound, "this device is not enrolled"};
  }
  CPA_TRY_ASSIGN(const store::OutboxCommand command,
                 store_->append_command(
                     [&](std::int64_t seq) { return make_command(seq, type, args); }, overlay_));
  // From here on the decision is on disk: whatever fails now only takes advice away.
  Submitted submitted{command.id, command.seq, nullptr};
  Result<Json> advice = advise(command.id);
  if (advice) submitted.advice = std::move(*advice);
  loop_->command_queued();
  notify(Change::kOutbox);
  notify(Change::kRights);
  return submitted;
}

Result<store::OutboxCommand> Client::Core::make_command(std::int64_t seq, const std::string& type,
                                                        const Json& args) {
  const ports::UtcInstant now = options_.doors.clock.utc_now();
  CPA_TRY_ASSIGN(const store::SyncMeta meta, store_->sync_meta());
  CPA_TRY_ASSIGN(const Bytes key, options_.doors.vault.signing_key(engine::kDeviceKeyName));
  protocol::CommandPayload payload;
  payload.aud = trust_->server_id;
  payload.account = loop_->session()->account;
  payload.device = loop_->session()->device;
  payload.epoch = store_->epoch();
  payload.seq = seq;
  payload.id = uuid_v7(now, options_.doors.random);
  payload.type = type;
  payload.args = args;
  // The device's clock may be wrong; the last time the server signed may not lie after now.
  payload.made_lo = now;
  payload.made_hi = now;
  if (!meta.server_time.empty()) {
    CPA_TRY_ASSIGN(const model::Instant floor, model::parse_instant(meta.server_time));
    payload.made_lo = std::max(floor, now);
    payload.made_hi = payload.made_lo;
  }
  payload.not_after = payload.made_hi + kCommandLife;
  CPA_TRY_ASSIGN(
      std::string jws,
      protocol::make_command(payload, protocol::p256_thumbprint(key), [this](ByteView message) {
        return options_.doors.vault.sign(engine::kDeviceKeyName, message);
      }));
  return store::OutboxCommand{payload.id,
                              payload.epoch,
                              seq,
                              type,
                              std::move(jws),
                              codec::to_text(args),
                              model::format_instant(payload.made_lo)};
}

Result<Json> Client::Core::advise(const std::string& id) {
  CPA_TRY_ASSIGN(const Json effects, pending());
  for (const Json& effect : *effects.as_array()) {
    const Json* of = effect.find("id");
    if (of != nullptr && *of == Json(id)) return effect;
  }
  return Json();
}

Result<Json> Client::Core::pending() {
  CPA_TRY_ASSIGN(const auto items, store_->overlay());
  for (const store::OverlayItem& item : items) {
    if (item.key == kPendingItem) return codec::parse_json(item.body);
  }
  return Json::array();
}

void Client::Core::network_changed() {
  if (loop_ != nullptr) loop_->network_changed();
}

void Client::Core::close() {
  loop_.reset();
  http_.reset();
  const std::vector<Callback<SyncReport>> askers = std::exchange(syncing_, {});
  for (const auto& asker : askers) asker(Error{ErrorCode::kClosed, "closed meanwhile"});
  if (store_ != nullptr) {
    const Status emptied = store_->close();
    if (!emptied) {
      options_.log.write(LogLevel::kWarning, LogArea::kStore, "wal not emptied",
                         {{"code", static_cast<std::int64_t>(emptied.error().code)}});
    }
    store_.reset();
  }
  observers_.clear();
}

void Client::Core::observe(std::uint64_t number, Observer observer) {
  observers_.emplace(number, std::move(observer));
}

void Client::Core::forget(std::uint64_t observer) { observers_.erase(observer); }

void Client::Core::notify(Change change) {
  const std::map<std::uint64_t, Observer> observers = observers_;  // one may forget itself
  for (const auto& [number, observer] : observers) observer(change);
}

}  // namespace cpa
