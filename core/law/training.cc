#include "core/law/training.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/codec/json.h"
#include "core/law/answer.h"
#include "core/law/closing.h"
#include "core/rules/pack.h"

namespace cpa::law {
namespace {

using codec::Json;
using model::SubAccount;

/// What each bucket pays, in the order in which entries are posted.
struct Payer {
  const char* var;
  const char* fact;
  SubAccount account;
  std::string_view bucket;
};
constexpr std::array<Payer, 3> kPayers = {{
    {"budget.topup", "topup_rights", SubAccount::kCpf, kTopupBucket},
    {"budget.cpf", "cpf_rights", SubAccount::kCpf, kCappedBucket},
    {"budget.cec", "cec_rights", SubAccount::kCec, kEngagementBucket},
}};

/// What nobody has offered with this request is 0, and an exemption not claimed is none.
constexpr std::pair<const char*, const char*> kNotOffered[] = {{"employer_topup", "0"},
                                                               {"opco_topup", "0"},
                                                               {"other_topup", "0"},
                                                               {"accident_topup", "0"},
                                                               {"c2p_points", "0"}};

/// A ledger may be below zero after a correction; the law then finds no rights to use.
model::Cents usable(const Balances& rights, const Payer& payer) {
  return model::Cents(std::max<std::int64_t>(0, rights.of(payer.account, payer.bucket)));
}

Result<Json> facts_of(const LawPack& law, const Balances& rights, const model::Life& life,
                      const model::TrainingRequest& request, model::Date received) {
  Json facts = Json::object({{"price", model::format_cents(request.price)},
                             {"kind", request.kind},
                             {"job_seeker", false}});
  for (const Payer& payer : kPayers) {
    facts.set(payer.fact, model::format_cents(usable(rights, payer)));
  }
  for (const auto& [name, none] : kNotOffered) facts.set(name, none);
  CPA_TRY_ASSIGN(const std::optional<bool> stopped, cpf_stopped(law, life, received));
  if (stopped) facts.set("cpf_stopped", *stopped);
  if (request.answers.as_object() == nullptr) return facts;
  for (const auto& [name, value] : *request.answers.as_object()) {
    if (name != "job_seeker" && facts.find(name) != nullptr) {
      return Error{ErrorCode::kInvalidArgument, "answer " + name + ": not the holder's to give"};
    }
    facts.set(name, value);
  }
  return facts;
}

void add_once(std::vector<std::string>& into, const std::vector<std::string>& more) {
  for (const std::string& item : more) {
    if (std::find(into.begin(), into.end(), item) == into.end()) into.push_back(item);
  }
}

const Answer& of(const Answers& answers, std::string_view name) {
  return *std::find_if(answers.items.begin(), answers.items.end(),
                       [name](const Answer& item) { return item.name == name; });
}

Result<model::Cents> cents(const Answers& answers, std::string_view name) {
  return model::parse_cents(*of(answers, name).value);
}

/// What no pack can break: each payer pays from what it has, and all together at most the price.
Status take(const Answers& answers, const Balances& rights, const model::TrainingRequest& request,
            TrainingDecision& decision) {
  for (const Payer& payer : kPayers) {
    CPA_TRY_ASSIGN(const model::Cents part, cents(answers, payer.var));
    if (part < model::Cents(0) || part > usable(rights, payer)) {
      return Error{ErrorCode::kLawEvaluation, "a use outside the rights"};
    }
    if (part == model::Cents(0)) continue;
    decision.charged = model::Cents(decision.charged.get() + part.get());
    decision.charges.push_back({payer.account, std::string(payer.bucket), part.get()});
  }
  if (decision.charged > request.price) {
    return Error{ErrorCode::kLawEvaluation, "payers that pay more than the price"};
  }
  return {};
}

}  // namespace

Result<TrainingDecision> decide_training(const LawPack& law, const Balances& rights,
                                         const model::Life& life,
                                         const model::TrainingRequest& request,
                                         model::Date received) {
  TrainingDecision decision;
  if (law.pack->find_input("kind." + request.kind) == nullptr) {
    decision.code = kLawNotCoded;
    decision.articles = {"L6323-6"};
    return decision;
  }
  CPA_TRY_ASSIGN(const std::vector<Closing> closings, closings_of(law, life));
  for (const Closing& closing : closings) {
    if (closing.account != SubAccount::kCpf || closing.on > received) continue;
    decision.code = kAccountClosed;
    decision.articles = {closing.article};
    return decision;
  }
  CPA_TRY_ASSIGN(const Json facts, facts_of(law, rights, life, request, received));
  CPA_TRY_ASSIGN(Answers answers,
                 answer(law, law.pack->hook("use"), facts, dates_on(received), Language::kFrench));
  decision.receipt = std::move(answers.receipt);
  for (const Answer& item : answers.items) {
    // Articles of those who pay nothing say nothing about an accepted request.
    const bool pays = item.value && *item.value != "0.00";
    if (pays || item.unit != "EUR") add_once(decision.articles, item.articles);
    add_once(decision.marks, item.marks);
    for (const auto& [name, label] : item.missing) add_once(decision.missing, {name});
  }
  if (!decision.missing.empty()) {
    decision.code = kFactsMissing;
    return decision;
  }
  CPA_TRY_ASSIGN(decision.participation, cents(answers, "budget.participation"));
  if (*of(answers, "budget.fundable").value != "true") {
    decision.code = kNotFundable;
    return decision;
  }
  CPA_TRY(take(answers, rights, request, decision));
  if (request.price.get() - decision.charged.get() > decision.participation.get()) {
    // No article forbids it: they leave the rest to the holder, who has not agreed to pay it here.
    decision.code = kInsufficientRights;
    decision.articles = {"L6323-4", "R6333-3"};
    decision.charged = model::Cents(0);
    decision.charges.clear();
    return decision;
  }
  decision.verdict = Verdict::kAccepted;
  return decision;
}

}  // namespace cpa::law
