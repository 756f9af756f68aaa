#include "core/law/compare.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/law/answer.h"
#include "core/law/facts.h"
#include "core/law/sentence.h"
#include "core/law/wording.h"
#include "core/rules/pack.h"

namespace cpa::law {
namespace {

std::vector<std::string> names_of(const Receipt& receipt) {
  std::vector<std::string> names;
  for (const auto& [name, value] : receipt.outputs) names.push_back(name);
  return names;
}

const std::string& in(Language language, const std::string& french, const std::string& english) {
  return language == Language::kFrench ? french : english;
}

/// One variable under one law, at one date, for some facts; nothing where that cannot be told.
std::optional<Answer> answer_at(const LawPack& law, const std::string& name,
                                const codec::Json& facts, model::Date date, Language language) {
  // A fact that this law does not ask cannot change what it says.
  codec::Json asked = codec::Json::object();
  for (const auto& [fact, value] : *facts.as_object()) {
    const bool choice = law.pack->find_choice(fact) != nullptr;
    if (choice || law.pack->find_input(fact) != nullptr) asked.set(fact, value);
  }
  Result<Answers> answers = answer(law, {name}, asked, dates_on(date), language);
  if (!answers) return std::nullopt;
  return std::move(answers->items.front());
}

/// The first use of a parameter in the steps.
const rules::TraceUse* used(const rules::Trace& steps, const std::string& param) {
  for (const rules::TraceNode& step : steps) {
    for (const rules::TraceUse& use : step.params) {
      if (use.name == param) return &use;
    }
  }
  return nullptr;
}

const rules::TraceNode* step_of(const rules::Trace& steps, const std::string& var) {
  for (const rules::TraceNode& step : steps) {
    if (step.var == var) return &step;
  }
  return nullptr;
}

/// Writes the causes of one result's change.
class Change {
 public:
  Change(const Estimate& before, const Estimate& after, Language language)
      : before_(before), after_(after), language_(language) {}

  std::string of(const std::string& name) {
    const std::optional<Answer> was = at(before_.law, name, before_.facts, before_.receipt);
    const std::optional<Answer> now = at(after_.law, name, after_.facts, after_.receipt);
    if (!was || !now || was->value == now->value) return "";
    std::string text = now->label + (language_ == Language::kFrench ? " : " : ": ") + shown(*was) +
                       " → " + shown(*now) + "\n";
    const std::optional<Answer> law = at(after_.law, name, before_.facts, before_.receipt);
    text += by_law(*was, law);
    const std::optional<Answer> date = at(after_.law, name, before_.facts, after_.receipt);
    text += by_date(law ? *law : *was, date);
    text += by_facts();
    return text;
  }

 private:
  [[nodiscard]] std::optional<Answer> at(const LawPack& law, const std::string& name,
                                         const codec::Json& facts, const Receipt& receipt) const {
    return answer_at(law, name, facts, receipt.law_date, language_);
  }

  [[nodiscard]] std::string shown(const Answer& answer) const {
    if (!answer.value) return in(language_, "pas de chiffre", "no figure");
    return show_value(*answer.value, answer.unit, language_);
  }

  [[nodiscard]] std::string by_law(const Answer& was, const std::optional<Answer>& law) const {
    if (before_.law.sha256 == after_.law.sha256) return "";
    std::string text = "   " + in(language_, "les règles : ", "the rules: ") + before_.law.id +
                       in(language_, " n° ", " no. ") + std::to_string(before_.law.seq) + " → " +
                       after_.law.id + in(language_, " n° ", " no. ") +
                       std::to_string(after_.law.seq);
    if (!law) return text + in(language_, " (ne répondent plus)", " (no longer answer)") + "\n";
    return text + effect(was, *law) + "\n" + differences(was.steps, law->steps);
  }

  [[nodiscard]] std::string by_date(const Answer& was, const std::optional<Answer>& date) const {
    if (before_.receipt.law_date == after_.receipt.law_date) return "";
    std::string text = "   " + in(language_, "la date : ", "the date: ") +
                       show_date(before_.receipt.law_date, language_) + " → " +
                       show_date(after_.receipt.law_date, language_);
    if (!date) return text + "\n";
    return text + effect(was, *date) + "\n" + differences(was.steps, date->steps);
  }

  [[nodiscard]] std::string by_facts() const {
    std::string text;
    for (const rules::InputDeclaration& input : after_.law.pack->inputs()) {
      const codec::Json* was = before_.facts.find(input.name);
      const codec::Json* now = after_.facts.find(input.name);
      const bool same = was == nullptr || now == nullptr ? was == now : *was == *now;
      if (same) continue;
      text += "   " + in(language_, "vos données : ", "your facts: ") +
              in_language(input.label, language_) + " " + fact(was, input) + " → " +
              fact(now, input) + "\n";
    }
    return text;
  }

  [[nodiscard]] std::string fact(const codec::Json* value,
                                 const rules::InputDeclaration& input) const {
    if (value == nullptr || value->is_null()) return in(language_, "(absent)", "(absent)");
    if (const bool* truth = value->as_bool()) {
      return show_value(*truth ? "true" : "false", "bool", language_);
    }
    if (value->as_string() != nullptr) {
      return show_value(*value->as_string(), input.type.text(), language_);
    }
    if (value->as_integer() != nullptr) {
      return show_value(std::to_string(*value->as_integer()), input.type.text(), language_);
    }
    return in(language_, "(liste)", "(list)");
  }

  /// What one cause alone does: " (100,00 € → 120,00 €)", "" when nothing.
  [[nodiscard]] std::string effect(const Answer& was, const Answer& now) const {
    if (was.value == now.value) return in(language_, " (sans effet ici)", " (no effect here)");
    return " (" + shown(was) + " → " + shown(now) + ")";
  }

  /// Parameters that count with another value, and variables that another rule decides.
  [[nodiscard]] std::string differences(const rules::Trace& was, const rules::Trace& now) const {
    std::string text;
    std::vector<std::string> told;
    for (const rules::TraceNode& step : now) {
      for (const rules::TraceUse& use : step.params) {
        const rules::TraceUse* old = used(was, use.name);
        const bool known = std::find(told.begin(), told.end(), use.name) != told.end();
        if (known || old == nullptr || old->value == use.value) continue;
        told.push_back(use.name);
        const std::string unit = after_.law.pack->find_param(use.name)->type.text();
        text += "      @" + use.name + " " + show_value(old->value, unit, language_) + " → " +
                show_value(use.value, unit, language_) + "  [" +
                after_.law.pack->ref_text(use.ref) + "]\n";
      }
      const rules::TraceNode* old = step_of(was, step.var);
      if (old == nullptr || old->rule == step.rule) continue;
      text += "      " + label_of(after_.law, step.var, language_) +
              in(language_, " : règle ", ": rule ") + name_of(before_.law, *old) + " → " +
              name_of(after_.law, step) + "  [" + after_.law.pack->ref_text(step.ref) + "]\n";
    }
    return text;
  }

  [[nodiscard]] std::string name_of(const LawPack& law, const rules::TraceNode& step) const {
    const rules::RuleDeclaration* rule = law.pack->find_rule(step.var, step.rule);
    const std::string label = rule == nullptr ? "" : in_language(rule->label, language_);
    return "« " + (label.empty() ? step.rule : label) + " »";
  }

  const Estimate& before_;
  const Estimate& after_;
  Language language_;
};

}  // namespace

Result<Replay> replay(const Receipt& receipt, const LawPack& law, const codec::Json& facts) {
  if (receipt.semantics > rules::kSemantics) {
    return Error{ErrorCode::kUnsupported, "the receipt is of newer semantics", receipt.semantics};
  }
  if (receipt.pack_sha256 != law.sha256) {
    return Error{ErrorCode::kLawPack, "the receipt names another pack: " + receipt.pack_id +
                                          " no. " + std::to_string(receipt.seq)};
  }
  CPA_TRY_ASSIGN(Answers answers, answer(law, names_of(receipt), facts, dates_on(receipt.law_date),
                                         Language::kFrench));
  if (answers.receipt.inputs_sha256 != receipt.inputs_sha256) {
    return Error{ErrorCode::kInvalidArgument, "the receipt is of other facts"};
  }
  answers.receipt.law_date = receipt.law_date;
  return Replay{answers.receipt, answers.receipt.outputs != receipt.outputs};
}

Result<std::string> explain_change(const Estimate& before, const Estimate& after,
                                   Language language) {
  // Facts of another form are said here, once.
  CPA_TRY(facts_from_json(*before.law.pack, before.facts));
  CPA_TRY(facts_from_json(*after.law.pack, after.facts));
  Change change(before, after, language);
  std::string text;
  for (const std::string& name : names_of(after.receipt)) {
    if (before.receipt.outputs.contains(name)) text += change.of(name);
  }
  if (text.empty()) return in(language, "Rien n'a changé.\n", "Nothing has changed.\n");
  return text;
}

}  // namespace cpa::law
