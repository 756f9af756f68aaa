// The published worked examples, as data: which simulation, on which day, with which facts, gives
// what. One runner through the public API, without code for a case. And a mutation run: every fact
// of every case is changed; that the answer stays as it is needs a reason.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/codec/json.h"
#include "core/model/date.h"
#include "platform/client/client.h"

namespace cpa {
namespace {

using codec::Json;

Json read(const std::string& name) {
  std::ifstream file(std::string(CPA_SOURCE_DIR) + "/tests/conformance/law/cases/" + name,
                     std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const Result<Json> json = codec::parse_json(text);
  EXPECT_TRUE(json.has_value()) << name;
  return json ? *json : Json::array();
}

const std::string& text_of(const Json& json, std::string_view key) {
  static const std::string none;
  const Json* found = json.find(key);
  return found == nullptr || found->as_string() == nullptr ? none : *found->as_string();
}

/// One question of a case: "EXAMPLE 3, 1".
struct Ask {
  std::string id;
  Json ask;
};

using Files = std::vector<const char*>;
const Files kPublished = {"c2p.json", "cpa_cec.json", "cpf.json"};

std::vector<Ask> asks_of(const Files& files) {
  std::vector<Ask> asks;
  for (const char* name : files) {
    const Json cases = read(name);
    for (const Json& each : *cases.as_array()) {
      int number = 0;
      for (const Json& ask : *each.find("asks")->as_array()) {
        asks.push_back({text_of(each, "id") + ", " + std::to_string(++number), ask});
      }
    }
  }
  return asks;
}

Result<Json> simulate(const Json& ask, const Json& facts) {
  const Result<model::Date> on = model::parse_date(text_of(ask, "on"));
  if (!on) return on.error();
  return Client::simulate({text_of(ask, "simulation"), facts, *on, Language::kEnglish, ""});
}

/// The answer of one variable, also where the simulation is that variable alone.
const Json* answer_of(const Json& answer, const std::string& var) {
  const Json* values = answer.find("values");
  return values == nullptr ? &answer : values->find(var);
}

class CaseTest : public testing::TestWithParam<Ask> {};

TEST_P(CaseTest, GivesThePublishedResult) {
  const Json& ask = GetParam().ask;
  const Result<Json> answer = simulate(ask, *ask.find("facts"));
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  for (const auto& [var, expected] : *ask.find("expect")->as_object()) {
    const Json* result = answer_of(*answer, var);
    ASSERT_NE(result, nullptr) << var;
    EXPECT_EQ(codec::to_text(*result->find("value")), codec::to_text(expected))
        << var << ", missing " << codec::to_text(*result->find("missing"));
  }
  const Json* marks = ask.find("marks");
  for (std::size_t i = 0; marks != nullptr && i < marks->as_object()->size(); ++i) {
    const auto& [var, wanted] = (*marks->as_object())[i];
    const std::string found = codec::to_text(*answer_of(*answer, var)->find("marks"));
    for (const Json& mark : *wanted.as_array()) {
      EXPECT_NE(found.find(*mark.as_string()), std::string::npos) << var << " " << found;
    }
  }
}

std::string test_name(const testing::TestParamInfo<Ask>& info) {
  std::string name;
  for (const char c : info.param.id) {
    name += (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? c : '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Published, CaseTest, testing::ValuesIn(asks_of(kPublished)), test_name);
// Both sides of each change of the law, by hand.
INSTANTIATE_TEST_SUITE_P(Changes, CaseTest, testing::ValuesIn(asks_of({"changes.json"})),
                         test_name);

TEST(CasesTest, ADayBeforeTheLawIsRefused) {
  const auto answer = Client::simulate(
      {"training.budget", Json::object(), model::make_date(2014, 12, 31), Language::kEnglish, ""});
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, ErrorCode::kLawMissing);
}

TEST(CasesTest, AreAllThere) {
  std::set<std::string> ids;
  for (const char* name : kPublished) {
    const Json cases = read(name);
    for (const Json& each : *cases.as_array()) {
      EXPECT_FALSE(text_of(each, "source").empty());
      EXPECT_TRUE(ids.insert(text_of(each, "id")).second) << text_of(each, "id");
    }
  }
  EXPECT_EQ(ids.size(), 92U);
}

// --- a second reading of the cases against the codes -------------------------------------------

Json case_of(const std::string& id) {
  for (const char* name : kPublished) {
    const Json cases = read(name);
    for (const Json& each : *cases.as_array()) {
      if (text_of(each, "id") == id) return each;
    }
  }
  return Json();
}

/// Whether a result of the case says that the texts do not settle it.
bool is_marked(const Json& each) {
  for (const Json& ask : *each.find("asks")->as_array()) {
    const Result<Json> answer = simulate(ask, *ask.find("facts"));
    for (const auto& [var, expected] : *ask.find("expect")->as_object()) {
      const std::string marks = codec::to_text(*answer_of(*answer, var)->find("marks"));
      if (marks.find("interpretation") != std::string::npos) return true;
    }
  }
  return false;
}

/// A published figure that the text contradicts: the law as coded follows the text.
void expect_the_text(const Json& each, const Json& reading) {
  const Json* values = reading.find("values");
  ASSERT_NE(values, nullptr);
  for (const Json& value : *values->as_array()) {
    const auto number = static_cast<std::size_t>(*value.find("ask")->as_integer());
    const Json& ask = (*each.find("asks")->as_array()).at(number - 1);
    const Result<Json> answer = simulate(ask, *ask.find("facts"));
    ASSERT_TRUE(answer.has_value());
    const Json& given = *answer_of(*answer, text_of(value, "var"))->find("value");
    EXPECT_EQ(codec::to_text(given), codec::to_text(*value.find("text")));
    EXPECT_NE(codec::to_text(given), codec::to_text(*value.find("published")));
  }
}

TEST(SecondReadingTest, EachCaseIsThereAndSaysWhatTheTextGives) {
  const std::set<std::string> kinds = {"contradicts", "unsettled", "meaning_given"};
  std::set<std::string> ids;
  const Json readings = read("second_reading.json");
  for (const Json& reading : *readings.as_array()) {
    const std::string& id = text_of(reading, "id");
    EXPECT_TRUE(ids.insert(id).second) << id;
    const Json each = case_of(id);
    ASSERT_NE(each.as_object(), nullptr) << "no such case: " << id;
    const std::string& kind = text_of(reading, "kind");
    EXPECT_TRUE(kinds.contains(kind)) << id << " " << kind;
    for (const char* part : {"article", "text", "published", "note"}) {
      EXPECT_FALSE(text_of(reading, part).empty()) << id << " " << part;
    }
    if (kind == "contradicts") expect_the_text(each, reading);
    const bool excused = !text_of(reading, "unmarked").empty();
    if (kind == "unsettled") {
      EXPECT_NE(is_marked(each), excused) << id;
    }
  }
  EXPECT_EQ(ids.size(), 23U);
}

// --- the mutation run --------------------------------------------------------------------------

std::string day_after(const std::string& date, int days) {
  return model::format_date(*model::parse_date(date) + std::chrono::days(days));
}

/// Other values of the same form: what is not valid for the law is refused and counts for nothing.
std::vector<Json> others_of(const Json& value) {
  if (const bool* truth = value.as_bool()) return {Json(!*truth)};
  const std::string* text = value.as_string();
  if (text == nullptr) return {};
  if (model::parse_date(*text)) {
    return {day_after(*text, 1),      day_after(*text, -1),     day_after(*text, 366),
            day_after(*text, -366),   day_after(*text, 3660),   day_after(*text, -3660),
            day_after(*text, 12'000), day_after(*text, -12'000)};
  }
  if ((*text)[0] >= '0' && (*text)[0] <= '9') {
    return {"0", "1", "0.5", "10", "50", "100", "250", "1000", "5000", "20000"};
  }
  return {"rncp",       "rs",           "bilan",     "licence_light",     "volunteer",
          "employee",   "retired",      "detained",  "apprentice",        "inactive",
          "french_law", "volunteering", "mentor",    "military_reserve",  "carer",
          "days",       "hours",        "local_law", "private_to_public", "public_to_private"};
}

/// The list without its items, and with another value in a field of its first.
std::vector<Json> other_lists(const Json::Array& list) {
  std::vector<Json> others;
  if (list.empty()) return others;
  others.push_back(Json::array());
  for (const auto& [field, value] : *list.front().as_object()) {
    for (const Json& other : others_of(value)) {
      Json changed = Json(list);
      changed.as_array()->front().set(field, other);
      others.push_back(std::move(changed));
    }
  }
  return others;
}

/// What people are told of the results: every value of the simulation, or what is asked.
std::string results_of(const Result<Json>& answer) {
  std::string text;
  const Json* values = answer->find("values");
  if (values == nullptr) return codec::to_text(*answer->find("value"));
  for (const auto& [var, result] : *values->as_object()) {
    text += var + codec::to_text(*result.find("value")) + codec::to_text(*result.find("missing"));
  }
  return text;
}

/// Whether some other value of a fact gives another answer.
bool matters(const Ask& ask, const std::string& fact, const std::string& before) {
  const Json& facts = *ask.ask.find("facts");
  std::vector<Json> others = others_of(*facts.find(fact));
  if (const Json::Array* list = facts.find(fact)->as_array()) {
    for (Json& other : other_lists(*list)) others.push_back(std::move(other));
  }
  for (const Json& other : others) {
    Json changed = facts;
    changed.set(fact, other);
    const Result<Json> answer = simulate(ask.ask, changed);
    if (answer && results_of(answer) != before) return true;
  }
  return false;
}

TEST(CasesTest, AFactThatChangesChangesTheAnswerOrHasAReason) {
  const Json reasons = read("without_effect.json");
  std::set<std::string> explained;
  for (const Json& each : *reasons.as_array()) {
    EXPECT_FALSE(text_of(each, "why").empty());
    explained.insert(text_of(each, "case") + ": " + text_of(each, "fact"));
  }
  int changed = 0;
  std::set<std::string> silent;
  for (const Ask& ask : asks_of(kPublished)) {
    const std::string before = results_of(simulate(ask.ask, *ask.ask.find("facts")));
    for (const auto& [fact, value] : *ask.ask.find("facts")->as_object()) {
      ++changed;
      if (!matters(ask, fact, before)) silent.insert(ask.id + ": " + fact);
    }
  }
  EXPECT_GT(changed, 350);
  for (const std::string& each : silent) EXPECT_TRUE(explained.contains(each)) << each;
  for (const std::string& each : explained) EXPECT_TRUE(silent.contains(each)) << "no: " << each;
}

}  // namespace
}  // namespace cpa
