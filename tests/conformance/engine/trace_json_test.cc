#include "tests/conformance/engine/trace_json.h"

#include <gtest/gtest.h>

#include <string>

#include "core/codec/json.h"

namespace cpa::engine {
namespace {

using codec::Json;

Result<Event> event_of(std::string_view text) {
  CPA_TRY_ASSIGN(const Json json, codec::parse_json(text));
  return event_from_json(json);
}

TEST(TraceJsonTest, RefusesAnEventItDoesNotKnow) {
  for (const char* bad :
       {R"({"sync_request": {}})", R"({})", R"({"sync_requested": {}, "token_missing": {}})",
        R"({"sync_requested": {"exchange": 1}})", R"({"sync_requested": null})",
        R"({"start": {"session": true, "work": false}})",
        R"({"start": {"session": true, "work": false, "network": "wifi"}})",
        R"({"sync_answered": {"exchange": -1, "verdict": "cut"}})",
        R"({"sync_answered": {"exchange": 1, "verdict": "Cut"}})",
        R"({"sync_answered": {"exchange": 1, "verdict": "invalid"}})",
        R"({"sync_answered": {"exchange": 1, "verdict": "cut", "retry_after": "30"}})",
        R"({"token_answered": {"exchange": 1, "outcome": "granted", "verdict": "cut"}})",
        R"({"token_answered": {"exchange": 1, "outcome": "failed"}})",
        R"({"answer_applied": {"mor": true}})", R"({"timer_fired": {"id": "retries"}})"}) {
    const Result<Event> event = event_of(bad);
    ASSERT_FALSE(event) << bad;
    EXPECT_EQ(event.error().code, ErrorCode::kMalformed) << bad;
  }
}

TEST(TraceJsonTest, ReadsEveryMember) {
  const Result<Event> event = event_of(R"({"answer_applied": {"stored": false, "more": true,
      "commands_to_send": true, "outbox_empty": false, "update_needed": true, "degraded": true,
      "retry_after": -3}})");
  ASSERT_TRUE(event) << event.error().message;
  const auto& applied = std::get<AnswerApplied>(*event);
  EXPECT_FALSE(applied.stored);
  EXPECT_TRUE(applied.more);
  EXPECT_TRUE(applied.commands_to_send);
  EXPECT_FALSE(applied.outbox_empty);
  EXPECT_TRUE(applied.update_needed);
  EXPECT_TRUE(applied.degraded);
  EXPECT_EQ(applied.retry_after, std::chrono::seconds(-3));
}

Result<Trace> trace_with(const std::string& steps) {
  CPA_TRY_ASSIGN(const Json json, codec::parse_json(R"({"name": "n", "about": "a", "seed": 7,
      "steps": [)" + steps + "]}"));
  return trace_from_json(json, Outcomes::kRequired);
}

TEST(TraceJsonTest, RefusesAFileItDoesNotUnderstand) {
  const std::string event = R"({"event": {"sync_requested": {}})";
  const std::string rest = R"(, "effects": [], "state": "online", "reason": "", "busy": false)";
  ASSERT_TRUE(trace_with(event + rest + "}"));
  EXPECT_FALSE(trace_with(event + "}")) << "nothing was recorded";
  EXPECT_FALSE(trace_with(event + rest + R"(, "note": ""})"));
  EXPECT_FALSE(trace_with(
      event + R"(, "effects": [{"send": {}}], "state": "online", "reason": "", "busy": true})"));
  EXPECT_FALSE(
      trace_with(event + R"(, "effects": [], "state": "on", "reason": "", "busy": true})"));
  EXPECT_FALSE(trace_with(R"({"repeat": 1, "raise": 1, "steps": []})"));
  EXPECT_FALSE(trace_with(R"({"repeat": 2, "steps": []})"));
}

TEST(TraceJsonTest, LaterRoundsRaiseTheNumbersOfExchanges) {
  EXPECT_EQ(std::get<SyncAnswered>(raised(SyncAnswered{.exchange = 3}, 4)).exchange, 7U);
  EXPECT_EQ(codec::to_text(effects_to_json({SendSync{7}, Finish{}}, 4)),
            R"([{"send_sync":{"exchange":3}},{"finish":{}}])");
}

}  // namespace
}  // namespace cpa::engine
