#include "core/law/conversion.h"

#include <utility>

#include "core/codec/json.h"
#include "core/law/answer.h"
#include "core/law/closing.h"
#include "core/model/money.h"
#include "core/rules/pack.h"

namespace cpa::law {
namespace {

using model::SubAccount;

/// No pack can make one point worth more than an account may hold.
constexpr std::int64_t kValueMax = 100'000'00;

}  // namespace

Result<ConversionDecision> convert_points(const LawPack& law, const Balances& rights,
                                          const model::Life& life, std::int64_t points,
                                          model::Date received) {
  ConversionDecision decision;
  CPA_TRY_ASSIGN(const std::vector<Closing> closings, closings_of(law, life));
  for (const Closing& closing : closings) {
    if (closing.account != SubAccount::kC2p || closing.on > received) continue;
    decision.code = kAccountClosed;
    decision.articles = {closing.article};
    return decision;
  }
  CPA_TRY_ASSIGN(Answers answers, answer(law, law.pack->hook("convert"), codec::Json::object({}),
                                         dates_on(received), Language::kFrench));
  Answer& value = answers.items.front();
  if (!value.value) return Error{ErrorCode::kLawEvaluation, value.name + " asks for more facts"};
  CPA_TRY_ASSIGN(const model::Cents each, model::parse_cents(*value.value));
  decision.articles = std::move(value.articles);
  decision.marks = std::move(value.marks);
  decision.receipt = std::move(answers.receipt);
  if (points > rights.of(SubAccount::kC2p, kPointsBucket)) {
    decision.code = kInsufficientRights;
    return decision;
  }
  if (each.get() <= 0 || points > kValueMax / each.get()) {
    return Error{ErrorCode::kLawEvaluation, "points outside their bounds"};
  }
  decision.moves = {{SubAccount::kC2p, std::string(kPointsBucket), -points},
                    {SubAccount::kCpf, std::string(kTopupBucket), points * each.get()}};
  decision.verdict = Verdict::kAccepted;
  return decision;
}

}  // namespace cpa::law
