#include "core/law/training.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/codec/json.h"
#include "core/law/answer.h"
#include "core/rules/pack.h"

namespace cpa::law {
namespace {

/// A kind is coded when the pack says both whether it is allowed and what it takes.
bool is_coded(const LawPack& law, const std::string& kind) {
  return law.pack->find_var("training." + kind + "_allowed") != nullptr &&
         law.pack->find_var("training." + kind + "_charged") != nullptr;
}

Result<model::Cents> cents_of(const Answer& answer) {
  if (!answer.value) return Error{ErrorCode::kLawEvaluation, answer.name + " asks for more facts"};
  return model::parse_cents(*answer.value);
}

void add_articles(std::vector<std::string>& into, const std::vector<std::string>& more) {
  for (const std::string& article : more) {
    if (std::find(into.begin(), into.end(), article) == into.end()) into.push_back(article);
  }
}

}  // namespace

Result<TrainingDecision> decide_training(const LawPack& law, model::Cents rights,
                                         const model::TrainingRequest& request,
                                         model::Date received) {
  // A ledger may be below zero after a correction; the law then finds no rights to use.
  const model::Cents usable = std::max(rights, model::Cents(0));
  const codec::Json facts = codec::Json::object(
      {{"price", model::format_cents(request.price)}, {"cpf_rights", model::format_cents(usable)}});
  const bool coded = is_coded(law, request.kind);
  const std::string kind = "training." + request.kind;
  std::vector<std::string> names{"training.participation"};
  if (coded) names = {kind + "_allowed", "training.participation", kind + "_charged"};
  CPA_TRY_ASSIGN(Answers answers, answer(law, names, facts, dates_on(received), Language::kFrench));

  TrainingDecision decision;
  decision.receipt = std::move(answers.receipt);
  if (!coded) {
    decision.code = kLawNotCoded;
    decision.articles = {"L6323-6"};
    return decision;
  }
  for (const Answer& item : answers.items) add_articles(decision.articles, item.articles);
  CPA_TRY_ASSIGN(decision.participation, cents_of(answers.items[1]));
  if (answers.items[0].value != "true") {
    decision.code = kInsufficientRights;
    return decision;
  }
  CPA_TRY_ASSIGN(decision.charged, cents_of(answers.items[2]));
  if (decision.charged < model::Cents(0) || decision.charged > usable) {
    return Error{ErrorCode::kLawEvaluation, "a use outside the rights"};
  }
  decision.verdict = Verdict::kAccepted;
  return decision;
}

}  // namespace cpa::law
