// The worked examples that travel with a pack: read, and run.
#include <algorithm>

#include "core/rules/evaluate.h"
#include "core/rules/loader.h"
#include "core/rules/pack.h"

namespace cpa::rules {
namespace {

constexpr std::size_t kTestsMax = 2000;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::vector<std::string> marks_of(const Outcome& outcome) {
  std::vector<std::string> marks;
  if (outcome.assumed) marks.emplace_back("assumed");
  if (outcome.interpretation) marks.emplace_back("interpretation");
  if (outcome.disputed) marks.emplace_back("disputed");
  return marks;
}

/// What went wrong with one test; "" when it passed.
std::string run_test(const Pack& pack, const PackTest& test) {
  const EvalDates dates{test.on, model::first_day_of_year(model::year_of(test.on)),
                        model::last_day_of_year(model::year_of(test.on)), test.on};
  const Result<Outcome> outcome = evaluate(pack, test.var, dates, test.facts);
  if (!outcome) return outcome.error().message;
  if (outcome->error) return outcome->error->code + " " + outcome->error->rule;
  if (test.marks && *test.marks != marks_of(*outcome)) {
    return "expected marks " + joined(*test.marks) + ", got " + joined(marks_of(*outcome));
  }
  const std::string got = outcome->value ? value_text(*outcome->value) : "missing";
  if (test.expect) return got == *test.expect ? "" : "expected " + *test.expect + ", got " + got;
  if (outcome->value) return "expected missing, got " + got;
  if (test.missing.empty() || test.missing == outcome->missing) return "";
  return "expected missing " + joined(test.missing) + ", got " + joined(outcome->missing);
}

using codec::Json;
using codec::JsonReader;

Error refused(const std::string& message) { return Error{ErrorCode::kLawPack, message}; }

Status texts(const Json::Array* list, const Error& wrong, std::vector<std::string>& into) {
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    if ((*list)[i].as_string() == nullptr) return wrong;
    into.push_back(*(*list)[i].as_string());
  }
  return {};
}

}  // namespace

Status PackLoader::test(const Json& json) {
  JsonReader reader(json, "tests");
  PackTest test;
  test.id = reader.require_string("id");
  test.var = reader.optional_string("var").value_or("");
  const std::string on = reader.require_string("on");
  const Json& facts = reader.require_object("facts");
  test.expect = reader.optional_string("expect");
  const Json::Array* missing = reader.optional_array("missing");
  const Json::Array* marks = reader.optional_array("marks");
  const Json* expects = reader.optional_object("expects");
  reader.skip("ref");
  const std::string place = "tests." + test.id;
  if (const Status read = reader.finish(); !read) {
    return refused("E_FORM " + read.error().message);
  }
  const Result<model::Date> day = model::parse_date(on);
  if (!day) return refused("E_FORM " + place + ": not a date");
  test.on = *day;
  CPA_TRY(texts(missing, refused("E_FORM " + place + ".missing"), test.missing));
  if (marks != nullptr) test.marks.emplace();
  if (marks != nullptr) CPA_TRY(texts(marks, refused("E_FORM " + place + ".marks"), *test.marks));
  CPA_TRY(test_facts(test, facts));
  if (expects == nullptr) return keep_test(std::move(test));
  // Several results of the same facts: a test each.
  for (const auto& [var, text] : *expects->as_object()) {
    if (!test.var.empty() || text.as_string() == nullptr) {
      return refused("E_FORM " + place + ".expects");
    }
    PackTest one = test;
    one.var = var;
    one.expect = *text.as_string();
    CPA_TRY(keep_test(std::move(one)));
  }
  return {};
}

Status PackLoader::keep_test(PackTest test) {
  if (pack_->find_var(test.var) == nullptr) {
    return refused("E_FORM tests." + test.id + ": unknown variable " + test.var);
  }
  if (pack_->tests_.size() >= kTestsMax) {
    return Error{ErrorCode::kLimitExceeded, "E_LIMIT too many tests"};
  }
  pack_->tests_.push_back(std::move(test));
  return {};
}

Status PackLoader::test_facts(PackTest& test, const Json& json) {
  const Error wrong = refused("E_FORM tests." + test.id + ".facts");
  for (const auto& [name, value] : *json.as_object()) {
    const std::string* text = value.as_string();
    const bool choice = pack_->find_choice(name) != nullptr && text != nullptr;
    const InputDeclaration* info = pack_->find_input(choice ? name + "." + *text : name);
    if (info == nullptr) return wrong;
    if (text != nullptr) {
      const std::optional<Scalar> scalar =
          choice ? std::optional<Scalar>(true) : parse_scalar(*text, info->type);
      if (!scalar) return wrong;
      std::visit([&](const auto& known) { test.facts[info->name] = known; }, *scalar);
      continue;
    }
    if (value.as_array() == nullptr || info->type.kind != Kind::kList) return wrong;
    List list;
    for (const Json& item_json : *value.as_array()) {
      if (item_json.as_object() == nullptr) return wrong;
      Item item;
      for (const auto& [field, member] : *item_json.as_object()) {
        for (const auto& [known, type] : info->fields) {
          if (known != field || member.as_string() == nullptr) continue;
          const std::optional<Scalar> scalar = parse_scalar(*member.as_string(), type);
          if (scalar) item.emplace(field, *scalar);
        }
        if (!item.contains(field)) return wrong;
      }
      list.push_back(std::move(item));
    }
    test.facts[name] = std::move(list);
  }
  return {};
}

std::vector<std::string> run_pack_tests(const Pack& pack) {
  std::vector<std::string> failures;
  for (const PackTest& test : pack.tests()) {
    const std::string failure = run_test(pack, test);
    if (!failure.empty()) failures.push_back(test.id + ": " + failure);
  }
  return failures;
}

}  // namespace cpa::rules
