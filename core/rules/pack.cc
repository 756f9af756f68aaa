#include "core/rules/pack.h"

#include <algorithm>

#include "core/rules/program.h"

namespace cpa::rules {
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

const Choice* Pack::find_choice(std::string_view name) const noexcept {
  const auto found = std::find_if(choices_.begin(), choices_.end(),
                                  [&](const Choice& choice) { return choice.name == name; });
  return found == choices_.end() ? nullptr : &*found;
}

const SimulationDeclaration* Pack::find_simulation(std::string_view name) const noexcept {
  const auto found = std::find_if(simulations_.begin(), simulations_.end(),
                                  [&](const auto& simulation) { return simulation.name == name; });
  return found == simulations_.end() ? nullptr : &*found;
}

}  // namespace cpa::rules
