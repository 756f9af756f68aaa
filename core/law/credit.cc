#include "core/law/credit.h"

#include <charconv>
#include <string>
#include <utility>

#include "core/law/answer.h"
#include "core/model/money.h"

namespace cpa::law {
namespace {

constexpr std::int64_t kCentsMax = 100'000'00;
constexpr std::int64_t kPointsMax = 1'000;

Result<std::int64_t> whole_number(const std::string& text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end) {
    return Error{ErrorCode::kLawEvaluation, "a credit that is no whole number"};
  }
  return number;
}

/// The invariants that no pack can break.
Result<std::int64_t> checked_amount(model::SubAccount account, const std::string& text) {
  const bool points = account == model::SubAccount::kC2p;
  std::int64_t amount = 0;
  if (points) {
    CPA_TRY_ASSIGN(amount, whole_number(text));
  } else {
    const Result<model::Cents> cents = model::parse_cents(text);
    if (!cents) return Error{ErrorCode::kLawEvaluation, "a credit that is not in whole cents"};
    amount = cents->get();
  }
  if (amount < 0 || amount > (points ? kPointsMax : kCentsMax)) {
    return Error{ErrorCode::kLawEvaluation, "a credit outside its bounds"};
  }
  return amount;
}

std::string hook_variable(model::SubAccount account) {
  return std::string(model::sub_account_name(account)) + ".credit";
}

/// A fact that becomes known once `deadline` has passed.
struct Closing {
  std::string_view input;
  codec::Json value;
  model::Date deadline;
  std::string_view article;
};

std::vector<Closing> closings_of(model::SubAccount account, int year) {
  const model::Date year_end = model::last_day_of_year(year);
  switch (account) {
    case model::SubAccount::kCpf:
      // A declaration that the holder has not made has no effect (R6323-3-1 II).
      return {{"low_qualified", false, year_end, "R6323-3-1"}};
    case model::SubAccount::kC2p:
      return {{"exposures", codec::Json::array(), model::make_date(year + 1, 1, 15), "R4163-8"}};
    case model::SubAccount::kCec:
      return {{"assocs", codec::Json::array(), model::make_date(year + 1, 6, 30), "R5151-16"},
              {"civic_months", "0", year_end, "D5151-14"},
              {"mentor_months", "0", year_end, "D5151-14"},
              {"mil_days", "0", year_end, "D5151-14"},
              {"health_days", "0", year_end, "D5151-14"},
              {"other_categories", "0", year_end, "D5151-14"}};
  }
  return {};
}

void cite(ClosedFacts& closed, std::string_view article) {
  for (const std::string& known : closed.articles) {
    if (known == article) return;
  }
  closed.articles.emplace_back(article);
}

/// Hours that no association attested in time are 0 hours (R5151-18).
void close_attestations(ClosedFacts& closed) {
  for (auto& [name, value] : *closed.facts.as_object()) {
    if (name != "assocs" || value.as_array() == nullptr) continue;
    for (codec::Json& association : *value.as_array()) {
      if (association.as_object() == nullptr || association.find("attested") != nullptr) continue;
      association.set("hours", "0");
      cite(closed, "R5151-18");
    }
  }
}

}  // namespace

Result<CreditResult> credit_year(const LawPack& law, model::SubAccount account, int year,
                                 const codec::Json& facts) {
  CPA_TRY_ASSIGN(Answers answers, answer(law, {hook_variable(account)}, facts, dates_of_year(year),
                                         Language::kFrench));
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

Result<ClosedFacts> close_unreported(model::SubAccount account, int year, const codec::Json& facts,
                                     model::Date posting) {
  if (facts.as_object() == nullptr) {
    return Error{ErrorCode::kInvalidArgument, "facts must be an object"};
  }
  ClosedFacts closed{facts, {}};
  for (Closing& closing : closings_of(account, year)) {
    if (posting <= closing.deadline || facts.find(closing.input) != nullptr) continue;
    closed.facts.set(closing.input, std::move(closing.value));
    cite(closed, closing.article);
  }
  const bool attestations_closed = posting > model::make_date(year + 1, 12, 31);
  if (account == model::SubAccount::kCec && attestations_closed) close_attestations(closed);
  return closed;
}

}  // namespace cpa::law
