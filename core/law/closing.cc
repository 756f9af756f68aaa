#include "core/law/closing.h"

#include <algorithm>
#include <utility>

#include "core/codec/json.h"
#include "core/law/answer.h"
#include "core/rules/pack.h"

namespace cpa::law {
namespace {

using codec::Json;
using model::SubAccount;

constexpr SubAccount kAccounts[] = {SubAccount::kCpf, SubAccount::kC2p, SubAccount::kCec};

/// The one variable that a part of the hook asks, known.
Result<Answer> known(const LawPack& law, const char* var, const Json& facts, model::Date on) {
  // What ended an account before the pack begins ended it all the same.
  const model::Date day = std::max(on, law.pack->covers_from());
  CPA_TRY_ASSIGN(Answers answers, answer(law, {var}, facts, dates_on(day), Language::kFrench));
  Answer& item = answers.items.front();
  if (!item.value) return Error{ErrorCode::kLawEvaluation, item.name + " asks for more facts"};
  return std::move(item);
}

std::string deciding_article(const Answer& item) {
  return item.articles.empty() ? "" : item.articles.front();
}

}  // namespace

Result<std::vector<Closing>> closings_of(const LawPack& law, const model::Life& life) {
  std::vector<Closing> closings;
  if (life.death) {
    const Json facts = Json::object({{"death", model::format_date(*life.death)}});
    CPA_TRY_ASSIGN(const Answer closed, known(law, "closing.on", facts, *life.death));
    CPA_TRY_ASSIGN(const model::Date on, model::parse_date(*closed.value));
    for (const SubAccount account : kAccounts) {
      closings.push_back({account, on, "closing:death", deciding_article(closed)});
    }
  }
  if (life.pension) {
    const Json facts = Json::object({{"pension_granted", true}});
    CPA_TRY_ASSIGN(const Answer usable, known(law, "c2p.usable", facts, *life.pension));
    const auto death = std::find_if(closings.begin(), closings.end(), [](const Closing& each) {
      return each.account == SubAccount::kC2p;
    });
    Closing pension{SubAccount::kC2p, *life.pension, "closing:pension", deciding_article(usable)};
    if (*usable.value == "true") return closings;
    if (death == closings.end()) {
      closings.push_back(std::move(pension));
    } else if (pension.on < death->on) {
      *death = std::move(pension);
    }
  }
  return closings;
}

Result<std::optional<bool>> cpf_stopped(const LawPack& law, const model::Life& life,
                                        model::Date on) {
  if (!life.birth) return std::optional<bool>();
  Json facts = Json::object({{"birth", model::format_date(*life.birth)},
                             {"full_duration", life.full_duration.has_value()},
                             {"early_pension", life.early_pension.has_value()}});
  if (life.full_duration) facts.set("full_duration_on", model::format_date(*life.full_duration));
  if (life.early_pension) facts.set("early_pension_on", model::format_date(*life.early_pension));
  CPA_TRY_ASSIGN(const Answer stop, known(law, "stop.on", facts, on));
  CPA_TRY_ASSIGN(const model::Date day, model::parse_date(*stop.value));
  return std::optional<bool>(day <= on);
}

}  // namespace cpa::law
