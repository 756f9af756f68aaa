#include "tests/conformance/engine/trace_json.h"

#include <algorithm>
#include <chrono>
#include <type_traits>
#include <utility>
#include <variant>

namespace cpa::engine {
namespace {

using codec::Json;
using codec::JsonReader;
using ports::NetworkClass;
using ports::TimerId;

// --- kinds: a new alternative of a variant without its overload stops the build ------------------

std::string_view kind(const Start&) { return "start"; }
std::string_view kind(const SyncRequested&) { return "sync_requested"; }
std::string_view kind(const CommandQueued&) { return "command_queued"; }
std::string_view kind(const NetworkChanged&) { return "network_changed"; }
std::string_view kind(const VisibilityChanged&) { return "visibility_changed"; }
std::string_view kind(const PauseChanged&) { return "pause_changed"; }
std::string_view kind(const SessionOpened&) { return "session_opened"; }
std::string_view kind(const TokenMissing&) { return "token_missing"; }
std::string_view kind(const TokenAnswered&) { return "token_answered"; }
std::string_view kind(const SyncAnswered&) { return "sync_answered"; }
std::string_view kind(const AnswerApplied&) { return "answer_applied"; }
std::string_view kind(const TimerFired&) { return "timer_fired"; }

std::string_view kind(const SendSync&) { return "send_sync"; }
std::string_view kind(const SendToken&) { return "send_token"; }
std::string_view kind(const ApplyAnswer&) { return "apply_answer"; }
std::string_view kind(const SetTimer&) { return "set_timer"; }
std::string_view kind(const CancelTimer&) { return "cancel_timer"; }
std::string_view kind(const DropConnections&) { return "drop_connections"; }
std::string_view kind(const Report&) { return "report"; }
std::string_view kind(const Finish&) { return "finish"; }

template <typename Variant, std::size_t... I>
std::vector<std::string_view> kinds(std::index_sequence<I...>) {
  return {kind(std::variant_alternative_t<I, Variant>{})...};
}

// --- events --------------------------------------------------------------------------------------

template <typename E>
E require_name(JsonReader& reader, const char* key, std::string_view (*name_of)(E)) {
  const std::string& name = reader.require_string(key);
  for (const E each : enumerators(name_of)) {
    if (name_of(each) == name) return each;
  }
  reader.fail(key, "an unknown name");
  return E{};
}

std::optional<std::chrono::seconds> optional_seconds(JsonReader& reader, const char* key) {
  const std::optional<std::int64_t> seconds = reader.optional_integer(key);
  if (!seconds) return std::nullopt;
  return std::chrono::seconds{*seconds};
}

void read(JsonReader& reader, Start& event) {
  event.session = reader.require_bool("session");
  event.work = reader.require_bool("work");
  event.network = require_name(reader, "network", network_name);
}
void read(JsonReader&, SyncRequested&) {}
void read(JsonReader&, CommandQueued&) {}
void read(JsonReader& reader, NetworkChanged& event) {
  event.network = require_name(reader, "network", network_name);
}
void read(JsonReader& reader, VisibilityChanged& event) {
  event.visible = reader.require_bool("visible");
}
void read(JsonReader& reader, PauseChanged& event) { event.paused = reader.require_bool("paused"); }
void read(JsonReader&, SessionOpened&) {}
void read(JsonReader&, TokenMissing&) {}
void read(JsonReader& reader, TokenAnswered& event) {
  event.exchange = reader.require_u64("exchange");
  event.outcome = require_name(reader, "outcome", outcome_name);
  // The others have neither: there the reader refuses them as unknown.
  if (event.outcome != TokenAnswered::Outcome::kFailed) return;
  event.verdict = require_name(reader, "verdict", verdict_name);
  event.retry_after = optional_seconds(reader, "retry_after");
}
void read(JsonReader& reader, SyncAnswered& event) {
  event.exchange = reader.require_u64("exchange");
  event.verdict = require_name(reader, "verdict", verdict_name);
  event.retry_after = optional_seconds(reader, "retry_after");
}
void read(JsonReader& reader, AnswerApplied& event) {
  const AnswerApplied usual;
  event.stored = reader.optional_bool("stored").value_or(usual.stored);
  event.more = reader.optional_bool("more").value_or(usual.more);
  event.commands_to_send =
      reader.optional_bool("commands_to_send").value_or(usual.commands_to_send);
  event.outbox_empty = reader.optional_bool("outbox_empty").value_or(usual.outbox_empty);
  event.update_needed = reader.optional_bool("update_needed").value_or(usual.update_needed);
  event.degraded = reader.optional_bool("degraded").value_or(usual.degraded);
  event.retry_after = optional_seconds(reader, "retry_after");
}
void read(JsonReader& reader, TimerFired& event) {
  event.id = require_name(reader, "id", timer_name);
}

/// Reads `members` as the alternative `I` of Event, or as a later one, whichever is called `name`.
template <std::size_t I = 0>
Result<Event> read_kind(std::string_view name, const Json& members) {
  if constexpr (I == std::variant_size_v<Event>) {
    return Error{ErrorCode::kMalformed, "an unknown event: " + std::string(name)};
  } else {
    std::variant_alternative_t<I, Event> event;
    if (kind(event) != name) return read_kind<I + 1>(name, members);
    JsonReader reader(members, name);
    read(reader, event);
    CPA_TRY(reader.finish());
    return Event(event);
  }
}

// --- effects -------------------------------------------------------------------------------------

Json members(const SendSync& effect) {
  return Json::object({{"exchange", static_cast<std::int64_t>(effect.exchange)}});
}
Json members(const SendToken& effect) {
  return Json::object({{"exchange", static_cast<std::int64_t>(effect.exchange)}});
}
Json members(const ApplyAnswer&) { return Json::object(); }
Json members(const SetTimer& effect) {
  return Json::object({{"id", timer_name(effect.id)},
                       {"delay_ms", static_cast<std::int64_t>(effect.delay.count())}});
}
Json members(const CancelTimer& effect) { return Json::object({{"id", timer_name(effect.id)}}); }
Json members(const DropConnections&) { return Json::object(); }
Json members(const Report& effect) {
  return Json::object(
      {{"state", sync_state_name(effect.state)}, {"reason", wait_reason_name(effect.reason)}});
}
Json members(const Finish&) { return Json::object(); }

template <typename T>
constexpr bool kNumbered = requires(T numbered) {
  numbered.exchange;
};

// --- files ---------------------------------------------------------------------------------------

/// Whether `json` has the form of an effect. Its members are not read: a wrong one differs from
/// what the machine gives.
bool is_effect(const Json& json) {
  const Json::Object* const object = json.as_object();
  if (object == nullptr || object->size() != 1) return false;
  const auto& [name, members] = object->front();
  const std::vector<std::string_view> known = effect_kinds();
  return members.as_object() != nullptr &&
         std::find(known.begin(), known.end(), name) != known.end();
}

Result<Step> step_from_json(const Json& json, Outcomes outcomes) {
  Step step;
  JsonReader reader(json, "step");
  step.told = reader.require_object("event");
  if (outcomes == Outcomes::kMayBeMissing && json.find("effects") == nullptr) {
    CPA_TRY(reader.finish());
  } else {
    Outcome outcome;
    outcome.effects = Json(reader.require_array("effects"));
    for (const Json& effect : *outcome.effects.as_array()) {
      if (!is_effect(effect)) reader.fail("effects", "not an effect");
    }
    outcome.state = require_name(reader, "state", sync_state_name);
    outcome.reason = require_name(reader, "reason", wait_reason_name);
    outcome.busy = reader.require_bool("busy");
    CPA_TRY(reader.finish());
    step.outcome = std::move(outcome);
  }
  CPA_TRY_ASSIGN(step.event, event_from_json(step.told));
  return step;
}

Result<Block> block_from_json(const Json& json, Outcomes outcomes) {
  Block block;
  block.repeated = json.find("repeat") != nullptr;
  if (!block.repeated) {
    CPA_TRY_ASSIGN(Step step, step_from_json(json, outcomes));
    block.steps.push_back(std::move(step));
    return block;
  }
  JsonReader reader(json, "repeat");
  block.rounds = static_cast<int>(reader.require_integer("repeat"));
  if (block.rounds < 2 || block.rounds > 10'000) reader.fail("repeat", "not within 2 to 10000");
  block.raise = reader.require_u64("raise");
  const Json::Array& steps = reader.require_array("steps");
  CPA_TRY(reader.finish());
  for (const Json& each : steps) {
    CPA_TRY_ASSIGN(Step step, step_from_json(each, outcomes));
    block.steps.push_back(std::move(step));
  }
  return block;
}

/// On one line, with spaces.
std::string flat(const Json& json) {
  std::string text;
  if (const Json::Object* object = json.as_object()) {
    for (const auto& [name, value] : *object) {
      text += (text.empty() ? "" : ", ") + codec::to_text(Json(name)) + ": " + flat(value);
    }
    return "{" + text + "}";
  }
  return codec::to_text(json);
}

std::string step_to_text(const Step& step, const std::string& margin) {
  std::string text = margin + "{\"event\": " + flat(step.told);
  if (step.outcome) text += ",\n" + outcome_to_text(*step.outcome, margin + " ");
  return text + "}";
}

std::string block_to_text(const Block& block) {
  if (!block.repeated) return step_to_text(block.steps.front(), "  ");
  std::string text = "  {\"repeat\": " + std::to_string(block.rounds) +
                     ", \"raise\": " + std::to_string(block.raise) + ", \"steps\": [\n";
  for (std::size_t i = 0; i < block.steps.size(); ++i) {
    text += (i == 0 ? "" : ",\n") + step_to_text(block.steps[i], "   ");
  }
  return text + "]}";
}

}  // namespace

std::string_view verdict_name(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::kVerified:
      return "verified";
    case Verdict::kNoNetwork:
      return "no_network";
    case Verdict::kCaptive:
      return "captive";
    case Verdict::kIntercepted:
      return "intercepted";
    case Verdict::kCut:
      return "cut";
    case Verdict::kServerDown:
      return "server_down";
    case Verdict::kUnauthorized:
      return "unauthorized";
    case Verdict::kUpdateNeeded:
      return "update_needed";
    case Verdict::kLagging:
      return "lagging";
    case Verdict::kStorage:
      return "storage";
  }
  return "invalid";
}

std::string_view outcome_name(TokenAnswered::Outcome outcome) noexcept {
  switch (outcome) {
    case TokenAnswered::Outcome::kGranted:
      return "granted";
    case TokenAnswered::Outcome::kRefused:
      return "refused";
    case TokenAnswered::Outcome::kFailed:
      return "failed";
  }
  return "invalid";
}

std::string_view network_name(NetworkClass network) noexcept {
  switch (network) {
    case NetworkClass::kNone:
      return "none";
    case NetworkClass::kUnmetered:
      return "unmetered";
    case NetworkClass::kMetered:
      return "metered";
    case NetworkClass::kRoaming:
      return "roaming";
    case NetworkClass::kCaptive:
      return "captive";
  }
  return "invalid";
}

std::string_view timer_name(TimerId id) noexcept {
  switch (id) {
    case TimerId::kSyncWake:
      return "sync_wake";
    case TimerId::kRetry:
      return "retry";
    case TimerId::kExchangeDeadline:
      return "exchange_deadline";
  }
  return "invalid";
}

std::vector<std::string_view> event_kinds() {
  return kinds<Event>(std::make_index_sequence<std::variant_size_v<Event>>());
}

std::vector<std::string_view> effect_kinds() {
  return kinds<Effect>(std::make_index_sequence<std::variant_size_v<Effect>>());
}

std::string_view event_kind(const Event& event) {
  return std::visit([](const auto& concrete) { return kind(concrete); }, event);
}

Result<Event> event_from_json(const Json& json) {
  const Json::Object* const object = json.as_object();
  if (object == nullptr || object->size() != 1) {
    return Error{ErrorCode::kMalformed, "an event has one member, its kind"};
  }
  return read_kind(object->front().first, object->front().second);
}

Event raised(const Event& event, std::uint64_t by) {
  return std::visit(
      [by](auto concrete) -> Event {
        if constexpr (kNumbered<decltype(concrete)>) concrete.exchange += by;
        return concrete;
      },
      event);
}

Json effects_to_json(const std::vector<Effect>& effects, std::uint64_t lower) {
  Json json = Json::array();
  for (const Effect& effect : effects) {
    std::visit(
        [&json, lower](auto concrete) {
          if constexpr (kNumbered<decltype(concrete)>) concrete.exchange -= lower;
          Json one = Json::object();
          one.set(kind(concrete), members(concrete));
          json.push(std::move(one));
        },
        effect);
  }
  return json;
}

Result<Trace> trace_from_json(const Json& json, Outcomes outcomes) {
  Trace trace;
  JsonReader reader(json, "trace");
  trace.name = reader.require_string("name");
  trace.about = reader.require_string("about");
  trace.seed = reader.require_u64("seed");
  const Json::Array& steps = reader.require_array("steps");
  CPA_TRY(reader.finish());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Result<Block> block = block_from_json(steps[i], outcomes);
    if (!block) {
      return Error{block.error().code,
                   "step " + std::to_string(i + 1) + ": " + block.error().message};
    }
    trace.blocks.push_back(std::move(*block));
  }
  return trace;
}

std::string trace_to_text(const Trace& trace) {
  std::string text = "{\n \"name\": " + flat(Json(trace.name)) +
                     ",\n \"about\": " + flat(Json(trace.about)) +
                     ",\n \"seed\": " + std::to_string(trace.seed) + ",\n \"steps\": [\n";
  for (std::size_t i = 0; i < trace.blocks.size(); ++i) {
    text += (i == 0 ? "" : ",\n") + block_to_text(trace.blocks[i]);
  }
  return text + "\n ]\n}\n";
}

std::string outcome_to_text(const Outcome& outcome, std::string_view margin) {
  const std::string indent(margin);
  std::string text = indent + "\"effects\": [";
  const Json::Array& effects = *outcome.effects.as_array();
  for (std::size_t i = 0; i < effects.size(); ++i) {
    text += (i == 0 ? "\n " : ",\n ") + indent + flat(effects[i]);
  }
  return text + "],\n" + indent + "\"state\": \"" + std::string(sync_state_name(outcome.state)) +
         "\", \"reason\": \"" + std::string(wait_reason_name(outcome.reason)) +
         "\", \"busy\": " + (outcome.busy ? "true" : "false");
}

}  // namespace cpa::engine
