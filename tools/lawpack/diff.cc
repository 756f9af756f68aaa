#include "tools/lawpack/diff.h"

#include <map>
#include <utility>

#include "core/codec/json.h"
#include "core/law/packs.h"
#include "core/rules/evaluate.h"
#include "core/rules/pack.h"

namespace cpa::lawpack {
namespace {

using codec::Json;

/// What a pack says, by name.
using Sayings = std::map<std::string, std::string>;

std::string text_of(const Json& json) {
  const std::string* text = json.as_string();
  return text != nullptr ? *text : codec::canonical(json);
}

/// The members of `json` but those told elsewhere, as one line each.
void add_members(Sayings& sayings, const std::string& name, const Json& json,
                 std::string_view left_out) {
  for (const auto& [key, value] : *json.as_object()) {
    if (key != left_out) sayings[name + ", " + key] = text_of(value);
  }
}

Sayings params_of(const Json& pack) {
  Sayings sayings;
  for (const auto& [name, param] : *pack.find("params")->as_object()) {
    for (const Json& value : *param.find("values")->as_array()) {
      sayings["parameter " + name + ", " + text_of(*value.find("from"))] =
          text_of(*value.find("v")) + " " + text_of(*param.find("type")) + " [" +
          text_of(*value.find("ref")) + "]";
    }
  }
  return sayings;
}

Sayings section_of(const Json& pack, const std::string& section, const std::string& kind) {
  Sayings sayings;
  for (const auto& [name, value] : *pack.find(section)->as_object()) {
    if (value.as_object() != nullptr) {
      add_members(sayings, kind + " " + name, value, "rules");
    } else {
      sayings[kind + " " + name] = text_of(value);
    }
  }
  return sayings;
}

Sayings rules_of(const Json& pack) {
  Sayings sayings;
  for (const auto& [name, var] : *pack.find("vars")->as_object()) {
    for (const Json& rule : *var.find("rules")->as_array()) {
      add_members(sayings, "rule " + name + "/" + text_of(*rule.find("id")), rule, "id");
    }
  }
  return sayings;
}

void compare(const Sayings& before, const Sayings& after, std::vector<Difference>& found) {
  for (const auto& [what, was] : before) {
    const auto now = after.find(what);
    if (now == after.end()) {
      found.push_back({what, was, ""});
    } else if (now->second != was) {
      found.push_back({what, was, now->second});
    }
  }
  for (const auto& [what, now] : after) {
    if (!before.contains(what)) found.push_back({what, "", now});
  }
}

/// The result of a worked example under a pack, in words.
std::string result_of(const rules::Pack& pack, const rules::PackTest& test) {
  const int year = model::year_of(test.on);
  const rules::EvalDates dates{test.on, model::first_day_of_year(year),
                               model::last_day_of_year(year), test.on};
  const Result<rules::Outcome> outcome = rules::evaluate(pack, test.var, dates, test.facts);
  if (!outcome) return outcome.error().message;
  if (outcome->error) return outcome->error->code + " " + outcome->error->rule;
  if (outcome->value) return rules::value_text(*outcome->value);
  std::string missing = "missing";
  for (const std::string& name : outcome->missing) missing += " " + name;
  return missing;
}

Sayings examples_of(const rules::Pack& of, const rules::Pack& under) {
  Sayings sayings;
  for (const rules::PackTest& test : of.tests()) {
    sayings["example " + test.id + " (" + test.var + ")"] = result_of(under, test);
  }
  return sayings;
}

}  // namespace

Result<std::vector<Difference>> difference(std::string_view before, std::string_view after) {
  CPA_TRY_ASSIGN(const Json was, codec::parse_json(before));
  CPA_TRY_ASSIGN(const Json now, codec::parse_json(after));
  CPA_TRY_ASSIGN(const law::LawPack old_law, law::load_law_pack(before));
  CPA_TRY_ASSIGN(const law::LawPack new_law, law::load_law_pack(after));
  std::vector<Difference> found;
  compare(section_of(was, "covers", "covers"), section_of(now, "covers", "covers"), found);
  compare(params_of(was), params_of(now), found);
  compare(section_of(was, "inputs", "input"), section_of(now, "inputs", "input"), found);
  compare(section_of(was, "vars", "variable"), section_of(now, "vars", "variable"), found);
  compare(rules_of(was), rules_of(now), found);
  compare(section_of(was, "refs", "reference"), section_of(now, "refs", "reference"), found);
  compare(section_of(was, "hooks", "hook"), section_of(now, "hooks", "hook"), found);
  // Each example, of either pack, under both laws.
  Sayings then = examples_of(*old_law.pack, *old_law.pack);
  Sayings later = examples_of(*old_law.pack, *new_law.pack);
  then.merge(examples_of(*new_law.pack, *old_law.pack));
  later.merge(examples_of(*new_law.pack, *new_law.pack));
  compare(then, later, found);
  return found;
}

}  // namespace cpa::lawpack
