#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "sync/engine/engine.h"

namespace cpa::engine {

// --- Names in the files --------------------------------------------------------------------------

/// The name in a trace; "invalid" past the last enumerator, which is how `enumerators` ends.
std::string_view verdict_name(Verdict verdict) noexcept;
std::string_view outcome_name(TokenAnswered::Outcome outcome) noexcept;
std::string_view network_name(ports::NetworkClass network) noexcept;
std::string_view timer_name(ports::TimerId id) noexcept;

/// Every enumerator from zero on, as far as `name_of` knows it. A name is a switch without default:
/// a new enumerator stops the build there and is walked from then on.
template <typename E>
std::vector<E> enumerators(std::string_view (*name_of)(E)) {
  std::vector<E> found;
  for (std::uint8_t value = 0; name_of(static_cast<E>(value)) != "invalid"; ++value) {
    found.push_back(static_cast<E>(value));
  }
  return found;
}

/// The kinds of events and effects, in the order of their variants.
std::vector<std::string_view> event_kinds();
std::vector<std::string_view> effect_kinds();
std::string_view event_kind(const Event& event);

// --- A trace -------------------------------------------------------------------------------------

/// What a step gave: its effects as the files have them, and the machine after it.
struct Outcome {
  codec::Json effects{codec::Json::array()};
  SyncState state{SyncState::kUnknown};
  WaitReason reason{WaitReason::kNone};
  bool busy{false};
};

/// One event of a trace and what came of it.
struct Step {
  codec::Json told;  ///< the event as the file has it, kept for writing
  Event event;
  std::optional<Outcome> outcome;  ///< absent only in a file that has not been recorded yet
};

/// Steps played `rounds` times. The numbers of exchanges are those of the first round; each later
/// round raises them by `raise`, in events and effects alike.
struct Block {
  int rounds{1};
  std::uint64_t raise{0};
  std::vector<Step> steps;
  bool repeated{false};  ///< stands in the file as {"repeat": …}, not as a plain step
};

/// A scenario file. Its format is in README.md.
struct Trace {
  std::string name;
  std::string about;  ///< what the holder sees, in plain words
  std::uint64_t seed{0};
  std::vector<Block> blocks;
};

/// Whether a file may hold events alone, to be recorded now.
enum class Outcomes : std::uint8_t { kRequired, kMayBeMissing };

/// An event as a file has it: one member, named after the kind.
/// Errors: kMalformed for an unknown kind, member or name, a missing member or another type.
Result<Event> event_from_json(const codec::Json& json);
/// `event` with the number of its exchange raised by `by`, if it has one.
Event raised(const Event& event, std::uint64_t by);
/// The effects as a file has them, the numbers of exchanges lowered by `lower`.
codec::Json effects_to_json(const std::vector<Effect>& effects, std::uint64_t lower);
/// Errors: kMalformed as above. Of an effect only the kind is read: it is compared as it stands.
Result<Trace> trace_from_json(const codec::Json& json, Outcomes outcomes);
/// The one layout of a file, so that a new recording differs only where the machine does.
std::string trace_to_text(const Trace& trace);
/// An outcome as it stands in a file, each line after `margin`.
std::string outcome_to_text(const Outcome& outcome, std::string_view margin);

}  // namespace cpa::engine
