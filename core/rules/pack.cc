#include "core/rules/pack.h"

#include <algorithm>

#include "core/rules/evaluate.h"
#include "core/rules/program.h"

namespace cpa::rules {
namespace {

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

}  // namespace

Pack::Pack() : program_(std::make_unique<Program>()) {}
Pack::~Pack() = default;

std::string Pack::ref_text(std::string_view ref) const {
  const std::size_t hash = ref.find('#');
  const auto found = refs_.find(ref.substr(0, hash));
  if (found == refs_.end()) return std::string(ref);
  if (hash == ref.npos) return found->second;
  return found->second + ", " + std::string(ref.substr(hash + 1));
}

const InputDeclaration* Pack::find_input(std::string_view name) const noexcept {
  const auto found = input_places_.find(name);
  return found == input_places_.end() ? nullptr : &inputs_[found->second];
}

const VarDeclaration* Pack::find_var(std::string_view name) const noexcept {
  const auto found = var_places_.find(name);
  return found == var_places_.end() ? nullptr : &vars_[found->second];
}

const std::vector<Param>& Pack::params() const noexcept { return program_->params; }

const Param* Pack::find_param(std::string_view name) const noexcept {
  const auto found = std::find_if(program_->params.begin(), program_->params.end(),
                                  [&](const Param& param) { return param.name == name; });
  return found == program_->params.end() ? nullptr : &*found;
}

const ParamValue* Param::on(model::Date day) const noexcept {
  const ParamValue* current = nullptr;
  for (const ParamValue& value : values) {
    if (value.from <= day) current = &value;
  }
  return current != nullptr && current->value ? current : nullptr;
}

const RuleDeclaration* Pack::find_rule(std::string_view var, std::string_view id) const noexcept {
  const VarDeclaration* const info = find_var(var);
  if (info == nullptr) return nullptr;
  for (const Rule& rule : program_->rules[static_cast<std::size_t>(info - vars_.data())]) {
    if (rule.info.id == id) return &rule.info;
  }
  return nullptr;
}

std::vector<std::string> Pack::hook(std::string_view name) const {
  const auto found = hooks_.find(name);
  return found == hooks_.end() ? std::vector<std::string>{} : found->second;
}

std::string Pack::command_law_date(std::string_view command) const {
  const auto found = commands_.find(command);
  return found == commands_.end() ? "" : found->second;
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
