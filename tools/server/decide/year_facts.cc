#include "tools/server/decide/year_facts.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace cpa::server {
namespace {

using codec::Json;

constexpr std::int64_t kLegalYear = 160'700;       // 1,607 h (R6323-1 II), in hundredths
constexpr std::int64_t kLegalMonth = 15'167;       // 151.67 h: 35 h a week, as employers declare it
constexpr std::int64_t kMonthlyHoursMax = 40'000;  // a larger quota is a year's
constexpr std::int64_t kLegalDays = 21'800;        // 218 days at most (R6323-1 II)
constexpr std::int64_t kMonthlyDaysMax = 3'100;
constexpr std::int64_t kYearHoursMax = 878'400;
constexpr int kFirstYearOfSixFactors = 2018;  // 01 to 04 left on 2017-10-01 (L4163-1)

using ContractId = std::pair<std::string, std::string>;  // employer, number

/// What one contract did in the year.
struct YearOfContract {
  bool in_days{false};
  std::optional<std::int64_t> quota;
  std::int64_t amount{0};  // hours or days, in hundredths
};

/// The annual full time that a declared quota stands for. A monthly quota other than the legal one
/// is a company's own duration: the legal year in the same proportion.
std::int64_t annual_reference(const YearOfContract& contract) {
  const std::int64_t quota = contract.quota.value_or(0);
  if (contract.in_days) {
    if (quota <= 0) return kLegalDays;
    return std::clamp<std::int64_t>(quota > kMonthlyDaysMax ? quota : quota * 12, 100, kLegalDays);
  }
  if (quota <= 0) return kLegalYear;
  if (quota > kMonthlyHoursMax) return std::min(quota, kYearHoursMax);
  return std::max<std::int64_t>(100, (kLegalYear * quota + kLegalMonth / 2) / kLegalMonth);
}

std::map<ContractId, YearOfContract> contracts_in(const YearRecords& records) {
  std::map<ContractId, YearOfContract> contracts;
  for (const auto& month : records.contracts) {
    if (model::year_of(month.month) != records.year) continue;
    auto& contract = contracts[{month.employer, month.number}];
    contract.in_days = month.in_days;
    if (month.reference) contract.quota = month.reference;
    contract.amount += month.in_days ? month.days : month.hours;
  }
  return contracts;
}

/// `amount` of `reference` brought to the legal year, rounded up: in the holder's favour.
std::int64_t in_legal_hours(std::int64_t amount, std::int64_t reference) {
  return (amount * kLegalYear + reference - 1) / reference;
}

YearQuestion question_about(const YearRecords& records, model::SubAccount account,
                            std::string period) {
  return {.facts = {.account = account,
                    .year = records.year,
                    .period = std::move(period),
                    .inputs = Json::object()}};
}

/// What an employer declared of the year's work.
void add_employment(const YearRecords& records,
                    const std::map<ContractId, YearOfContract>& contracts, Json& facts) {
  std::set<std::pair<bool, std::int64_t>> references;
  bool declared = true;
  for (const auto& [id, contract] : contracts) {
    references.insert({contract.in_days, annual_reference(contract)});
    declared = declared && contract.quota.has_value();
  }
  // Contracts with different references are compared with the legal year.
  const bool same = references.size() == 1;
  const std::int64_t full_time = same ? references.begin()->second : kLegalYear;
  std::int64_t worked = 0;
  for (const auto& [id, contract] : contracts) {
    const std::int64_t amount = std::max<std::int64_t>(0, contract.amount);
    worked += same ? amount : in_legal_hours(amount, annual_reference(contract));
  }
  facts.set("hours", decimal_of_hundredths(std::min(worked, kYearHoursMax)));
  // Where no employer declared a quota the pack's own default applies, with its article.
  if (declared || !same || full_time != kLegalYear) {
    facts.set("full_time", decimal_of_hundredths(full_time));
  }
  const bool oeth = std::any_of(records.contracts.begin(), records.contracts.end(),
                                [&records](const ContractMonth& month) {
                                  return month.oeth && model::year_of(month.month) == records.year;
                                });
  // Employers declare the status of 40.072 when there is one, so its absence is an answer.
  facts.set("oeth", oeth);
}

/// The other statuses of the year (R6323-27).
void add_statuses(const YearRecords& records, Json& facts) {
  for (const auto& fact : records.life) {
    const int from = model::year_of(fact.from);
    const bool ended = fact.to && model::year_of(*fact.to) < records.year;
    if (fact.kind == "low_qualification" && from <= records.year && !ended) {
      facts.set("low_qualified", true);
    }
    if (from != records.year) continue;
    if (fact.kind == "esat") facts.set("esat", true);
    if (fact.kind == "self_employed") {
      facts.set("self_employed", true);
      facts.set("self_months", std::to_string(fact.months));
      facts.set("cfp_paid", fact.flag);
    }
  }
}

YearQuestion cpf_question(const YearRecords& records) {
  YearQuestion question =
      question_about(records, model::SubAccount::kCpf, std::to_string(records.year));
  Json& facts = question.facts.inputs;
  const auto contracts = contracts_in(records);
  if (!contracts.empty()) add_employment(records, contracts, facts);
  add_statuses(records, facts);
  const bool several = facts.find("esat") != nullptr || facts.find("self_employed") != nullptr;
  if (several && !contracts.empty()) {
    facts.set("employee", true);
    facts.set("pay_basis", "hours");
  }
  question.reported = several || !contracts.empty();
  return question;
}

bool counts(std::string_view factor, int year) {
  static constexpr std::string_view kFormer[] = {"01", "02", "03", "04"};
  static constexpr std::string_view kPresent[] = {"05", "06", "07", "08", "09", "10"};
  const bool present =
      std::find(std::begin(kPresent), std::end(kPresent), factor) != std::end(kPresent);
  if (present || year >= kFirstYearOfSixFactors) return present;
  return std::find(std::begin(kFormer), std::end(kFormer), factor) != std::end(kFormer);
}

/// Dates of a contract as last declared.
std::optional<std::pair<model::Date, std::optional<model::Date>>> dates_of(
    const YearRecords& records, const ContractId& id) {
  std::optional<std::pair<model::Date, std::optional<model::Date>>> dates;
  for (const auto& month : records.contracts) {
    if (month.employer != id.first || month.number != id.second) continue;
    const auto known_end = dates ? dates->second : std::nullopt;
    dates = {month.started, month.ended ? month.ended : known_end};
  }
  return dates;
}

YearQuestion c2p_question(const YearRecords& records, std::string period, bool full_year,
                          const std::map<std::string, int>& months) {
  YearQuestion question = question_about(records, model::SubAccount::kC2p, std::move(period));
  question.reported = !months.empty();
  question.facts.inputs.set("full_year", full_year);
  if (records.birth) question.facts.inputs.set("birth", model::format_date(*records.birth));
  if (!question.reported) return question;
  Json exposures = Json::array();
  for (const auto& [factor, count] : months) {
    exposures.push(Json::object({{"months", std::to_string(std::min(count, 12))}}));
  }
  question.facts.inputs.set("exposures", std::move(exposures));
  return question;
}

/// A contract over the whole year counts by factor and year (R4163-9 I); the others count by
/// months, summed by factor over all employers (R4163-9 II): two questions.
void add_c2p_questions(const YearRecords& records, std::vector<YearQuestion>& questions) {
  std::map<std::string, int> whole;
  std::map<std::string, int> part;
  for (const auto& exposure : records.exposures) {
    if (exposure.year != records.year || !counts(exposure.factor, records.year)) continue;
    const auto dates = dates_of(records, {exposure.employer, exposure.contract});
    if (!dates) continue;
    const int months = full_months(dates->first, dates->second, records.year);
    const bool whole_year =
        dates->first <= model::first_day_of_year(records.year) &&
        (!dates->second || *dates->second >= model::last_day_of_year(records.year));
    if (whole_year) {
      whole[exposure.factor] = 12;
    } else if (months > 0) {  // a contract below one month is not declared (R4163-8 II)
      part[exposure.factor] += months;
    }
  }
  const std::string year = std::to_string(records.year);
  questions.push_back(c2p_question(records, year, !whole.empty(), whole.empty() ? part : whole));
  // Asked even when empty: what it posted once may have to be corrected.
  if (whole.empty()) part.clear();
  questions.push_back(c2p_question(records, year + "/part", false, part));
}

Json association_of(std::int64_t hours, std::int64_t years, std::optional<model::Date> declared,
                    std::optional<model::Date> attested) {
  Json item = Json::object({{"hours", std::to_string(hours)}, {"years", std::to_string(years)}});
  if (declared) item.set("declared", model::format_date(*declared));
  if (attested) item.set("attested", model::format_date(*attested));
  return item;
}

/// The day the holder declared these hours through the CPA, if he did; each one is used once.
std::optional<model::Date> take_declaration(std::vector<VolunteerDeclaration>& declarations,
                                            std::int64_t hours) {
  const auto found =
      std::find_if(declarations.begin(), declarations.end(),
                   [hours](const VolunteerDeclaration& each) { return each.hours == hours; });
  if (found == declarations.end()) return std::nullopt;
  const model::Date declared = found->declared;
  declarations.erase(found);
  return declared;
}

Json associations_of(const YearRecords& records) {
  Json associations = Json::array();
  auto declarations = records.declarations;
  for (const auto& report : records.engagements) {
    if (report.kind != "volunteering") continue;
    const auto own = take_declaration(declarations, report.amount);
    associations.push(association_of(report.amount, report.years,
                                     report.declared ? report.declared : own, report.attested));
  }
  for (const auto& own : declarations) {
    associations.push(association_of(own.hours, own.years, own.declared, std::nullopt));
  }
  return associations;
}

/// The input of a category that bodies report in months or days; "" for those they report as
/// reached or not.
std::string_view input_of(std::string_view kind) {
  static constexpr std::pair<std::string_view, std::string_view> kInputs[] = {
      {"civic_service", "civic_months"},
      {"apprentice_mentor", "mentor_months"},
      {"military_reserve", "mil_days"},
      {"health_reserve", "health_days"}};
  for (const auto& [name, input] : kInputs) {
    if (name == kind) return input;
  }
  return "";
}

YearQuestion cec_question(const YearRecords& records) {
  YearQuestion question =
      question_about(records, model::SubAccount::kCec, std::to_string(records.year));
  question.reported = !records.engagements.empty() || !records.declarations.empty();
  Json& facts = question.facts.inputs;
  Json associations = associations_of(records);
  if (!associations.as_array()->empty()) facts.set("assocs", std::move(associations));
  // Months are continuous, so the longest service counts; days of reserve add up.
  std::map<std::string_view, std::int64_t> amounts;
  std::set<std::string_view> reached;
  for (const auto& report : records.engagements) {
    if (report.kind == "volunteering") continue;
    const std::string_view input = input_of(report.kind);
    if (input.empty()) {
      if (report.amount > 0) reached.insert(report.kind);
      continue;
    }
    auto& amount = amounts[input];
    const bool days = input == "mil_days" || input == "health_days";
    amount = days ? amount + report.amount : std::max(amount, report.amount);
  }
  for (const auto& [input, amount] : amounts) {
    facts.set(input, std::to_string(std::min<std::int64_t>(amount, 366)));
  }
  if (!reached.empty()) facts.set("other_categories", std::to_string(reached.size()));
  return question;
}

}  // namespace

std::string decimal_of_hundredths(std::int64_t hundredths) {
  std::string text = std::to_string(hundredths / 100);
  const auto rest = hundredths % 100;
  if (rest == 0) return text;
  text += '.';
  text += static_cast<char>('0' + rest / 10);
  if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
  return text;
}

int full_months(model::Date started, std::optional<model::Date> ended, int year) {
  using std::chrono::days;
  using std::chrono::months;
  using std::chrono::year_month_day;
  const auto first = std::max(started, model::first_day_of_year(year));
  const auto last = model::last_day_of_year(year);
  const auto after = (ended ? std::min(*ended, last) : last) + days(1);
  int count = 0;
  while (count < 12) {
    year_month_day next = year_month_day(first) + months(count + 1);
    // 31 January plus one month: the last day of February.
    if (!next.ok()) next = next.year() / next.month() / std::chrono::last;
    if (model::Date(next) > after) break;
    ++count;
  }
  return count;
}

std::vector<YearQuestion> questions_of(const YearRecords& records) {
  std::vector<YearQuestion> questions{cpf_question(records)};
  add_c2p_questions(records, questions);
  questions.push_back(cec_question(records));
  return questions;
}

}  // namespace cpa::server
