#include "core/law/answer.h"

#include <algorithm>

#include "core/base/bytes.h"
#include "core/crypto/hash.h"
#include "core/law/facts.h"
#include "core/law/sentence.h"
#include "core/law/trace_json.h"

namespace cpa::law {
namespace {

Error evaluation_error(const rules::EvalError& error) {
  // No rule for these facts is law that is not coded, not a fault of the computation.
  const ErrorCode code =
      error.code == "E_NO_RULE" ? ErrorCode::kLawMissing : ErrorCode::kLawEvaluation;
  return Error{code, error.code + " " + error.rule};
}

void add_once(std::vector<std::string>& list, std::string item) {
  if (item.empty() || std::find(list.begin(), list.end(), item) != list.end()) return;
  list.push_back(std::move(item));
}

/// "R6323-1#II" → "R6323-1".
std::string article_of(std::string_view ref) { return std::string(ref.substr(0, ref.find('#'))); }

std::vector<std::string> articles_of(const rules::Trace& steps) {
  std::vector<std::string> articles;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    add_once(articles, article_of(step->ref));
  }
  return articles;
}

std::vector<std::string> marks_of(const rules::Outcome& outcome, const LawPack& law) {
  std::vector<std::string> marks;
  if (outcome.interpretation) marks.emplace_back("interpretation");
  if (outcome.disputed) marks.emplace_back("disputed");
  if (outcome.assumed) marks.emplace_back("assumed");
  if (outcome.beyond_known_law) marks.emplace_back("beyond known law");
  if (!law.official) marks.emplace_back("unofficial law");
  return marks;
}

std::string limit_of(const rules::TraceNode& step) {
  return step.limited_by.starts_with('@') ? step.limited_by.substr(1) : step.limited_by;
}

std::string missing_reason(const Answer& answer, Language language) {
  std::string text = language == Language::kFrench ? "il manque : " : "missing: ";
  for (std::size_t at = 0; at < answer.missing.size(); ++at) {
    text += (at == 0 ? "" : ", ") + answer.missing[at].second;
  }
  return text;
}

Answer describe(const LawPack& law, const rules::VarDeclaration& var, const rules::Outcome& outcome,
                rules::Trace steps, Language language) {
  Answer answer;
  answer.name = var.name;
  answer.label = in_language(var.label, language);
  answer.unit = var.type.text();
  answer.marks = marks_of(outcome, law);
  if (!outcome.value) {
    for (const std::string& name : outcome.missing) {
      answer.missing.emplace_back(name, label_of(law, name, language));
    }
    answer.why = missing_reason(answer, language);
    return answer;
  }
  answer.value = value_with_cents(rules::value_text(*outcome.value), answer.unit);
  answer.articles = articles_of(steps);
  if (!steps.empty()) {
    answer.limited_by = limit_of(steps.back());
    answer.why = step_reason(law, steps, steps.back(), language);
  }
  answer.steps = std::move(steps);
  return answer;
}

Result<Answer> answer_one(const LawPack& law, const std::string& name, const rules::Facts& facts,
                          const rules::EvalDates& dates, Language language) {
  const rules::VarDeclaration* var = law.pack->find_var(name);
  if (var == nullptr) return Error{ErrorCode::kNotFound, "the law has no variable " + name};
  rules::Trace steps;
  CPA_TRY_ASSIGN(const rules::Outcome outcome,
                 rules::evaluate(*law.pack, name, dates, facts, &steps));
  if (outcome.error) return evaluation_error(*outcome.error);
  Answer answer = describe(law, *var, outcome, std::move(steps), language);
  answer.law_date = var->law_at_event ? dates.event : dates.period_end;
  return answer;
}

}  // namespace

Question question_of(const LawPack& law, std::string_view name, Language language) {
  if (const rules::SimulationDeclaration* simulation = law.pack->find_simulation(name)) {
    return {simulation->vars, in_language(simulation->label, language), false};
  }
  std::vector<std::string> hook = law.pack->hook(name);
  if (hook.empty()) return {{std::string(name)}, "", true};
  return {std::move(hook), "", false};
}

rules::EvalDates dates_on(model::Date on) {
  const int year = model::year_of(on);
  return {on, model::first_day_of_year(year), model::last_day_of_year(year), on};
}

rules::EvalDates dates_of_year(int year) { return dates_on(model::last_day_of_year(year)); }

Result<Answers> answer(const LawPack& law, const std::vector<std::string>& names,
                       const codec::Json& facts, const rules::EvalDates& dates, Language language) {
  CPA_TRY_ASSIGN(const rules::Facts known, facts_from_json(*law.pack, facts));
  Answers answers;
  codec::Json traces = codec::Json::array();
  for (const std::string& name : names) {
    CPA_TRY_ASSIGN(Answer item, answer_one(law, name, known, dates, language));
    traces.push(trace_to_json(item.steps));
    answers.items.push_back(std::move(item));
  }
  const model::Date law_date = answers.items.empty() ? dates.event : answers.items.front().law_date;
  answers.receipt = begin_receipt(law, law_date, inputs_sha256(known));
  for (const Answer& item : answers.items) {
    answers.receipt.outputs[item.name] = item.value.value_or("");
  }
  answers.receipt.trace_sha256 = to_hex(crypto::sha256(bytes_of(codec::canonical(traces))));
  return answers;
}

}  // namespace cpa::law
