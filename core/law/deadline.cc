#include "core/law/deadline.h"

#include "core/codec/json.h"
#include "core/law/answer.h"

namespace cpa::law {
namespace {

const char* variable_of(DeadlineKind kind) {
  switch (kind) {
    case DeadlineKind::kPointsReported:
      return "c2p.reported_by";
    case DeadlineKind::kHoursDeclared:
      return "cec.declare_by";
    case DeadlineKind::kHoursAttested:
      return "cec.attest_by";
    case DeadlineKind::kCreditCertain:
      return "cpf.certain_by";
  }
  return "";
}

}  // namespace

Result<Deadline> deadline(const LawPack& law, DeadlineKind kind, int year) {
  CPA_TRY_ASSIGN(const Answers answers, answer(law, {variable_of(kind)}, codec::Json::object({}),
                                               dates_of_year(year), Language::kFrench));
  const Answer& item = answers.items.front();
  if (!item.value || item.articles.empty()) {
    return Error{ErrorCode::kLawEvaluation, item.name + " gives no day"};
  }
  CPA_TRY_ASSIGN(const model::Date day, model::parse_date(*item.value));
  return Deadline{day, item.articles.front()};
}

}  // namespace cpa::law
