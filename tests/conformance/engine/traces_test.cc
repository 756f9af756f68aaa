// What the engine does today, event by event: every file of traces/ is played again and must give
// the same effects, state, reason and busy. The files characterise the machine, faults included;
// they are not a proof that it is right, that is for engine_test.cc and the simulator.
//
// After an intended change write them anew and read the difference as part of the change:
//
//     CPA_TRACES_WRITE=1 build/dev/bin/conformance_engine
//
// That plays the events of each file and keeps what came of them, in place. A new trace is a file
// whose steps are events alone. README.md has the format.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/codec/json.h"
#include "sync/engine/engine.h"
#include "tests/conformance/engine/trace_json.h"

namespace cpa::engine {
namespace {

using codec::Json;
using std::filesystem::path;

/// What no file can hold as the engine is today, and why. One that is met must leave this list.
const std::map<std::string, std::string> kNeverProduced = {
    {"cancel_timer sync_wake", "the daily wake after a refused grant is left to fire"},
};

bool writing() {
  const char* const asked = std::getenv("CPA_TRACES_WRITE");
  return asked != nullptr && std::string_view(asked) == "1";
}

std::vector<path> trace_files() {
  std::vector<path> files;
  for (const auto& entry : std::filesystem::directory_iterator(path(CPA_SOURCE_DIR) /
                                                               "tests/conformance/engine/traces")) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string text_of(const path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

Result<Trace> trace_of(const std::string& text) {
  CPA_TRY_ASSIGN(const Json json, codec::parse_json(text));
  return trace_from_json(json, writing() ? Outcomes::kMayBeMissing : Outcomes::kRequired);
}

/// Where a trace stands: "lagging.json, step 4", and in a repeat "step 4.2, round 17".
struct Place {
  std::string text;
  int round{0};
};

using OnStep = std::function<void(const Place& place, Step& step, const Outcome& got)>;

void play(const std::string& file, Trace& trace, const OnStep& on_step) {
  Engine engine(trace.seed);
  for (std::size_t i = 0; i < trace.blocks.size(); ++i) {
    Block& block = trace.blocks[i];
    for (int round = 0; round < block.rounds; ++round) {
      const std::uint64_t raise = block.raise * static_cast<std::uint64_t>(round);
      for (std::size_t k = 0; k < block.steps.size(); ++k) {
        Step& step = block.steps[k];
        const std::vector<Effect> effects = engine.step(raised(step.event, raise));
        std::string text = file + ", step " + std::to_string(i + 1);
        if (block.repeated) {
          text += "." + std::to_string(k + 1) + ", round " + std::to_string(round + 1);
        }
        on_step({std::move(text), round}, step,
                {effects_to_json(effects, raise), engine.state(), engine.reason(), engine.busy()});
      }
    }
  }
}

/// Nothing where they are the same.
std::string difference(const Place& place, const Step& step, const Outcome& got) {
  const std::string wanted = outcome_to_text(*step.outcome, "    ");
  const std::string found = outcome_to_text(got, "    ");
  if (wanted == found) return {};
  return place.text + "\n  event " + codec::to_text(step.told) + "\n  expected\n" + wanted +
         "\n  got\n" + found;
}

/// The first step that differs; those after it only follow from it.
std::string first_difference(const std::string& file, Trace& trace) {
  std::string first;
  play(file, trace, [&first](const Place& place, const Step& step, const Outcome& got) {
    if (first.empty()) first = difference(place, step, got);
  });
  return first;
}

void record(const path& file, const std::string& text, Trace& trace) {
  std::string unlike;
  play(file.filename(), trace, [&unlike](const Place& place, Step& step, const Outcome& got) {
    if (place.round == 0) step.outcome = got;
    if (unlike.empty()) unlike = difference(place, step, got);
  });
  ASSERT_EQ(unlike, "") << "the rounds of a repeat differ: write them out as steps";
  const std::string written = trace_to_text(trace);
  if (written == text) return;
  std::ofstream(file, std::ios::binary) << written;
  std::cout << "written: " << file.filename().string() << "\n";
}

TEST(TracesTest, EngineDoesWhatTheFilesSay) {
  const std::vector<path> files = trace_files();
  ASSERT_FALSE(files.empty());
  for (const path& file : files) {
    const std::string name = file.filename();
    const std::string text = text_of(file);
    Result<Trace> trace = trace_of(text);
    if (!trace) {
      ADD_FAILURE() << name << ": " << trace.error().message;
      continue;
    }
    EXPECT_EQ(trace->name + ".json", name);
    EXPECT_FALSE(trace->about.empty()) << name;
    if (writing()) {
      record(file, text, *trace);
      continue;
    }
    const std::string different = first_difference(name, *trace);
    if (!different.empty()) ADD_FAILURE() << different;
    EXPECT_EQ(text, trace_to_text(*trace)) << name << " is not laid out as it would be written";
  }
}

// --- coverage ------------------------------------------------------------------------------------

std::string joined(std::string_view what, std::string_view name) {
  return std::string(what).append(" ").append(name);
}

/// What an event holds, beside its kind.
void add_event(const Event& event, std::set<std::string>& met) {
  met.insert(joined("event", event_kind(event)));
  if (const auto* start = std::get_if<Start>(&event)) {
    met.insert(joined("network", network_name(start->network)));
  } else if (const auto* changed = std::get_if<NetworkChanged>(&event)) {
    met.insert(joined("network", network_name(changed->network)));
  } else if (const auto* token = std::get_if<TokenAnswered>(&event)) {
    met.insert(joined("token", outcome_name(token->outcome)));
  } else if (const auto* sync = std::get_if<SyncAnswered>(&event)) {
    met.insert(joined("verdict", verdict_name(sync->verdict)));
  } else if (const auto* timer = std::get_if<TimerFired>(&event)) {
    met.insert(joined("timer_fired", timer_name(timer->id)));
  }
}

void add_effect(const Json& effect, std::set<std::string>& met) {
  for (const auto& [kind, members] : *effect.as_object()) {
    met.insert(joined("effect", kind));
    const Json* const timer = members.find("id");
    if (timer != nullptr && timer->as_string() != nullptr) {
      met.insert(joined(kind, *timer->as_string()));
    }
  }
}

/// Everything that the files hold.
std::set<std::string> met_in_files() {
  std::set<std::string> met;
  for (const path& file : trace_files()) {
    Result<Trace> trace = trace_of(text_of(file));
    if (!trace) continue;  // said by the test above
    for (const Block& block : trace->blocks) {
      for (const Step& step : block.steps) {
        add_event(step.event, met);
        if (!step.outcome) continue;
        for (const Json& effect : *step.outcome->effects.as_array()) add_effect(effect, met);
        met.insert(joined("state", sync_state_name(step.outcome->state)));
        met.insert(joined("reason", wait_reason_name(step.outcome->reason)));
      }
    }
  }
  return met;
}

template <typename E>
void add_all(std::string_view what, std::string_view (*name_of)(E), std::set<std::string>& all) {
  for (const E each : enumerators(name_of)) all.insert(joined(what, name_of(each)));
}

/// Everything that there is.
std::set<std::string> all_there_is() {
  std::set<std::string> all;
  for (const std::string_view kind : event_kinds()) all.insert(joined("event", kind));
  for (const std::string_view kind : effect_kinds()) all.insert(joined("effect", kind));
  add_all("verdict", verdict_name, all);
  add_all("token", outcome_name, all);
  add_all("network", network_name, all);
  add_all<SyncState>("state", sync_state_name, all);
  add_all<WaitReason>("reason", wait_reason_name, all);
  for (const char* what : {"timer_fired", "set_timer", "cancel_timer"}) {
    add_all(what, timer_name, all);
  }
  return all;
}

TEST(TracesTest, EveryKindAndEveryNameIsMet) {
  const std::set<std::string> met = met_in_files();
  for (const std::string& each : all_there_is()) {
    if (kNeverProduced.count(each) != 0) {
      EXPECT_EQ(met.count(each), 0U) << each << " is met now: take it off the list";
    } else {
      EXPECT_EQ(met.count(each), 1U) << each << " is in no trace";
    }
  }
}

TEST(TracesTest, WhatIsNeverProducedExists) {
  const std::set<std::string> all = all_there_is();
  for (const auto& [each, why] : kNeverProduced) EXPECT_EQ(all.count(each), 1U) << each;
}

}  // namespace
}  // namespace cpa::engine
