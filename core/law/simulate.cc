#include "core/law/simulate.h"

#include <utility>
#include <vector>

#include "core/law/answer.h"
#include "core/law/outlook.h"
#include "core/law/receipt.h"
#include "core/law/sentence.h"
#include "core/law/trace_json.h"
#include "core/rules/pack.h"

namespace cpa::law {
namespace {

using codec::Json;

Json list_of(const std::vector<std::string>& items) {
  Json list = Json::array();
  for (const std::string& item : items) list.push(item);
  return list;
}

Json value_of(const Answer& answer) {
  if (!answer.value) return {nullptr};
  if (answer.unit == "bool") return {*answer.value == "true"};
  return {*answer.value};
}

Json trace_with_reasons(const LawPack& law, const Answer& answer, Language language) {
  Json trace = trace_to_json(answer.steps);
  for (std::size_t at = 0; at < answer.steps.size(); ++at) {
    Json& step = (*trace.as_array())[at];
    step.set("label", label_of(law, answer.steps[at].var, language));
    step.set("why", step_reason(law, answer.steps, answer.steps[at], language));
  }
  return trace;
}

Json answer_to_json(const LawPack& law, const Answer& answer, const Json& outlook,
                    Language language) {
  Json missing = Json::array();
  Json labels = Json::object();
  for (const auto& [name, label] : answer.missing) {
    missing.push(name);
    labels.set(name, label);
  }
  std::vector<std::string> marks{"simulation"};
  marks.insert(marks.end(), answer.marks.begin(), answer.marks.end());
  return Json::object(
      {{"label", answer.label},
       {"value", value_of(answer)},
       {"unit", answer.unit},
       {"missing", std::move(missing)},
       {"missing_labels", std::move(labels)},
       {"bounds", *outlook.find("bounds")},
       {"thresholds", *outlook.find("thresholds")},
       {"limited_by", answer.limited_by.empty() ? Json(nullptr) : Json(answer.limited_by)},
       {"articles", list_of(answer.articles)},
       {"marks", list_of(marks)},
       {"why", answer.why},
       {"trace", trace_with_reasons(law, answer, language)}});
}

}  // namespace

Result<Json> simulate(const LawPack& law, std::string_view name, const Json& facts, model::Date on,
                      Language language) {
  const Question question = question_of(law, name, language);
  CPA_TRY_ASSIGN(const Answers answers, answer(law, question.vars, facts, dates_on(on), language));
  Json values = Json::object();
  for (const Answer& item : answers.items) {
    CPA_TRY_ASSIGN(const Outlook outlook, outlook_of(law, item.name, facts, on, language));
    values.set(item.name, answer_to_json(law, item, outlook_to_json(outlook), language));
  }
  Json document = question.single ? std::move(values.as_object()->front().second)
                                  : Json::object({{"values", std::move(values)}});
  if (!question.label.empty()) document.set("label", question.label);
  document.set("receipt", receipt_to_json(answers.receipt));
  return document;
}

}  // namespace cpa::law
