#include "core/law/opening.h"

#include <utility>

#include "core/codec/json.h"
#include "core/law/answer.h"

namespace cpa::law {

Result<OpeningDecision> may_open(const LawPack& law, model::Date birth, OpeningGround ground,
                                 model::Date on) {
  const codec::Json facts =
      codec::Json::object({{"birth", model::format_date(birth)},
                           {"opening_day", model::format_date(on)},
                           {"apprentice", ground == OpeningGround::kApprentice}});
  CPA_TRY_ASSIGN(Answers answers,
                 answer(law, {"cpa.open"}, facts, dates_on(on), Language::kFrench));
  const Answer& open = answers.items.front();
  if (!open.value || open.articles.empty()) {
    return Error{ErrorCode::kLawEvaluation, "cpa.open gives no answer"};
  }
  OpeningDecision decision;
  decision.may_open = *open.value == "true";
  decision.article = open.articles.front();
  decision.receipt = std::move(answers.receipt);
  return decision;
}

}  // namespace cpa::law
