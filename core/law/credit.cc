#include "core/law/credit.h"

#include <string>
#include <utility>

#include "core/law/answer.h"
#include "core/law/deadline.h"
#include "core/model/money.h"

namespace cpa::law {
namespace {

constexpr std::int64_t kCentsMax = 100'000'00;
constexpr std::int64_t kPointsMax = 1'000;

/// The invariants that no pack can break.
Result<std::int64_t> checked_amount(model::SubAccount account, const std::string& text) {
  const Result<std::int64_t> amount = model::parse_amount(account, text);
  if (!amount) return Error{ErrorCode::kLawEvaluation, "a credit that is no whole amount"};
  const bool points = account == model::SubAccount::kC2p;
  if (*amount < 0 || *amount > (points ? kPointsMax : kCentsMax)) {
    return Error{ErrorCode::kLawEvaluation, "a credit outside its bounds"};
  }
  return *amount;
}

bool is_true(const codec::Json& facts, std::string_view name) {
  const codec::Json* fact = facts.find(name);
  return fact != nullptr && *fact == codec::Json(true);
}

/// A fact that becomes known once `deadline` has passed.
struct Unreported {
  std::string_view input;
  codec::Json value;
  Deadline deadline;
};

Result<std::vector<Unreported>> unreported_of(const LawPack& law, model::SubAccount account,
                                              int year, const codec::Json& facts) {
  const model::Date year_end = model::last_day_of_year(year);
  switch (account) {
    case model::SubAccount::kCpf: {
      // A declaration that the holder has not made has no effect (R6323-3-1 II). Employers, the
      // bodies that collect the contribution and the ESAT report each year.
      std::vector<Unreported> list{{"low_qualified", false, {year_end, "R6323-3-1"}}};
      if (credit_variable(account, facts) == "cpf.credit") {
        list.push_back({"hours", "0", {year_end, "R6323-1"}});
        list.push_back({"oeth", false, {year_end, "R6323-1"}});
        return list;
      }
      list.push_back({"employee", false, {year_end, "R6323-1"}});
      // Employers report hours, or days in proportion to them.
      if (facts.find("hours") != nullptr) {
        list.push_back({"pay_basis", "hours", {year_end, "R6323-1"}});
      }
      list.push_back({"oeth", false, {year_end, "R6323-1"}});
      list.push_back({"self_employed", false, {year_end, "L6323-27"}});
      list.push_back({"esat", false, {year_end, "R6323-29"}});
      return list;
    }
    case model::SubAccount::kC2p: {
      CPA_TRY_ASSIGN(Deadline day, deadline(law, DeadlineKind::kPointsReported, year));
      return std::vector<Unreported>{{"exposures", codec::Json::array(), std::move(day)}};
    }
    case model::SubAccount::kCec: {
      CPA_TRY_ASSIGN(Deadline day, deadline(law, DeadlineKind::kHoursDeclared, year));
      std::vector<Unreported> list{{"assocs", codec::Json::array(), std::move(day)}};
      for (const char* body :
           {"civic_months", "mentor_months", "mil_days", "health_days", "other_categories"}) {
        list.push_back({body, "0", {year_end, "D5151-14"}});
      }
      return list;
    }
  }
  return std::vector<Unreported>{};
}

void cite(ClosedFacts& closed, const std::string& article) {
  for (const std::string& known : closed.articles) {
    if (known == article) return;
  }
  closed.articles.push_back(article);
}

/// Whether an association's hours have this date by `posting`; a later one is not there yet.
Result<bool> has_date(codec::Json& association, std::string_view name, model::Date posting) {
  const codec::Json* date = association.find(name);
  if (date == nullptr || date->as_string() == nullptr) return false;
  CPA_TRY_ASSIGN(const model::Date day, model::parse_date(*date->as_string()));
  if (day <= posting) return true;
  association.set(name, nullptr);
  return false;
}

/// Hours that were not declared, or that no association attested, in time are 0 (R5151-16, -18).
Status close_associations(const LawPack& law, int year, model::Date posting, ClosedFacts& closed) {
  codec::Json* list = nullptr;
  for (auto& [name, value] : *closed.facts.as_object()) {
    if (name == "assocs") list = &value;
  }
  if (list == nullptr || list->as_array() == nullptr) return {};
  CPA_TRY_ASSIGN(const Deadline declare, deadline(law, DeadlineKind::kHoursDeclared, year));
  CPA_TRY_ASSIGN(const Deadline attest, deadline(law, DeadlineKind::kHoursAttested, year));
  for (codec::Json& association : *list->as_array()) {
    if (association.as_object() == nullptr) continue;
    CPA_TRY_ASSIGN(const bool declared, has_date(association, "declared", posting));
    CPA_TRY_ASSIGN(const bool attested, has_date(association, "attested", posting));
    const bool undeclared = !declared && posting > declare.day;
    if (!undeclared && (attested || posting <= attest.day)) continue;
    association.set("hours", "0");
    cite(closed, undeclared ? "R5151-16" : "R5151-18");
  }
  return {};
}

}  // namespace

/// What an employee alone has needs no comparison of statuses.
std::string credit_variable(model::SubAccount account, const codec::Json& facts) {
  const bool several = is_true(facts, "self_employed") || is_true(facts, "esat");
  if (account == model::SubAccount::kCpf && several) return "cpf.year_credit";
  return std::string(model::sub_account_name(account)) + ".credit";
}

Result<CreditResult> credit_year(const LawPack& law, model::SubAccount account, int year,
                                 const codec::Json& facts) {
  CPA_TRY_ASSIGN(Answers answers, answer(law, {credit_variable(account, facts)}, facts,
                                         dates_of_year(year), Language::kFrench));
  Answer& credit = answers.items.front();
  CreditResult result;
  for (const auto& [name, label] : credit.missing) result.missing.push_back(name);
  if (credit.value) {
    CPA_TRY_ASSIGN(result.amount, checked_amount(account, *credit.value));
  }
  if (!credit.articles.empty()) result.article = credit.articles.front();
  result.articles = std::move(credit.articles);
  result.marks = std::move(credit.marks);
  result.limited_by = std::move(credit.limited_by);
  result.receipt = std::move(answers.receipt);
  return result;
}

Result<ClosedFacts> close_unreported(const LawPack& law, model::SubAccount account, int year,
                                     const codec::Json& facts, model::Date posting) {
  if (facts.as_object() == nullptr) {
    return Error{ErrorCode::kInvalidArgument, "facts must be an object"};
  }
  ClosedFacts closed{facts, {}};
  CPA_TRY_ASSIGN(auto unreported, unreported_of(law, account, year, facts));
  for (Unreported& each : unreported) {
    if (posting <= each.deadline.day || facts.find(each.input) != nullptr) continue;
    closed.facts.set(each.input, std::move(each.value));
    cite(closed, each.deadline.article);
  }
  if (account == model::SubAccount::kCec) {
    CPA_TRY(close_associations(law, year, posting, closed));
  }
  return closed;
}

}  // namespace cpa::law
