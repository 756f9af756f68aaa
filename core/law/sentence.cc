#include "core/law/sentence.h"

#include <optional>

#include "core/law/wording.h"
#include "core/rules/pack.h"

namespace cpa::law {
namespace {

std::string_view without_at(std::string_view name) {
  if (name.starts_with('@')) name.remove_prefix(1);
  return name;
}

/// The parameter's value on the day of the step that was asked; steps that stopped early may not
/// have needed it, and the sentence names it all the same.
std::optional<std::string> param_text(const LawPack& law, const rules::Trace& steps,
                                      std::string_view name, Language language) {
  const rules::Param* param = law.pack->find_param(name);
  if (param == nullptr || steps.empty()) return std::nullopt;
  const std::string unit = param->type.text();
  for (const rules::TraceNode& step : steps) {
    for (const rules::TraceUse& use : step.params) {
      if (without_at(use.name) == name) return show_value(use.value, unit, language);
    }
  }
  const rules::ParamValue* value = param->on(steps.back().law_date);
  if (value == nullptr) return std::nullopt;
  return show_value(rules::value_text(*value->value), unit, language);
}

std::optional<std::string> used_input(const LawPack& law, const rules::Trace& steps,
                                      std::string_view name, Language language) {
  const rules::InputDeclaration* input = law.pack->find_input(name);
  if (input == nullptr) return std::nullopt;
  for (const rules::TraceNode& step : steps) {
    for (const rules::TraceUse& use : step.inputs) {
      if (use.name == name) return show_value(use.value, input->type.text(), language);
    }
  }
  return std::nullopt;
}

std::string filled(const LawPack& law, const rules::Trace& steps, std::string_view name,
                   Language language) {
  std::optional<std::string> text;
  if (name.starts_with('@')) {
    text = param_text(law, steps, without_at(name), language);
  } else {
    text = used_input(law, steps, name, language);
    for (const rules::TraceNode& step : steps) {
      if (step.var == name) text = show_value(step.value, step.unit, language);
    }
  }
  return text ? *text : label_of(law, name, language);
}

}  // namespace

std::string fill_sentence(const LawPack& law, const rules::Trace& steps, std::string_view sentence,
                          Language language) {
  std::string text;
  while (!sentence.empty()) {
    const std::size_t open = sentence.find('{');
    const std::size_t close = open == std::string_view::npos ? open : sentence.find('}', open);
    if (close == std::string_view::npos) break;
    text += sentence.substr(0, open);
    text += filled(law, steps, sentence.substr(open + 1, close - open - 1), language);
    sentence.remove_prefix(close + 1);
  }
  text += sentence;
  return text;
}

std::string step_reason(const LawPack& law, const rules::Trace& steps, const rules::TraceNode& step,
                        Language language) {
  const rules::RuleDeclaration* rule = law.pack->find_rule(step.var, step.rule);
  if (rule == nullptr) return "";
  return fill_sentence(law, steps, in_language(rule->why, language), language);
}

const std::string& in_language(const rules::Wording& wording, Language language) {
  return language == Language::kFrench ? wording.fr : wording.en;
}

std::string label_of(const LawPack& law, std::string_view name, Language language) {
  // A field of a list's item is asked under the list's label.
  const std::string_view head = without_at(name.substr(0, name.find_first_of("[")));
  if (const rules::VarDeclaration* var = law.pack->find_var(head))
    return in_language(var->label, language);
  if (const rules::Choice* choice = law.pack->find_choice(head)) {
    return in_language(choice->label, language);
  }
  const rules::InputDeclaration* input = law.pack->find_input(head);
  if (input == nullptr) input = law.pack->find_input(head.substr(0, head.find('.')));
  return input == nullptr ? std::string(head) : in_language(input->label, language);
}

std::string value_with_cents(std::string_view value, std::string_view unit) {
  std::string text(value);
  if (unit != "EUR" || value.find('/') != std::string_view::npos) return text;
  const std::size_t point = text.find('.');
  const std::size_t decimals = point == std::string::npos ? 0 : text.size() - point - 1;
  if (point == std::string::npos) text += '.';
  if (decimals < 2) text.append(2 - decimals, '0');
  return text;
}

std::string cite(const LawPack& law, std::string_view ref, bool whole, Language language) {
  const std::size_t hash = ref.find('#');
  std::string text = law.pack->ref_text(ref.substr(0, hash));
  constexpr std::string_view kCode = "C. trav., ";
  if (text.starts_with(kCode)) {
    const std::string code = language == Language::kFrench ? std::string(kCode) : "Labour Code, ";
    text = (whole ? code : "") + text.substr(kCode.size());
  }
  if (hash != std::string_view::npos) text += ", " + std::string(ref.substr(hash + 1));
  return text;
}

}  // namespace cpa::law
