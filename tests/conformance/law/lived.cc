#include "tests/conformance/law/lived.h"

#include <algorithm>

#include "core/law/balances.h"

namespace cpa::oracle {
namespace {

using codec::Json;

Day draw_day(Dice& dice, int first, int years) {
  return model::make_date(first + dice.below(years), 1, 1) + std::chrono::days(dice.below(365));
}

std::string decimal(std::int64_t hundredths) {
  const std::string cents = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + "." + (cents.size() < 2 ? "0" : "") + cents;
}

/// As `draw_day`; often the last day of a year, on which credits fall.
Day draw_end(Dice& dice, int first, int years) {
  const Day day = draw_day(dice, first, years);
  return dice.one_in(4) ? model::last_day_of_year(model::year_of(day)) : day;
}

LivedYear draw_year(Dice& dice, const LivedCareer& career, int year, bool low_qualified,
                    bool oeth) {
  LivedYear lived;
  StatusYear& status = lived.status;
  status.year = year;
  status.low_qualified = low_qualified;
  // One year in six is spent abroad under local law, or without any work: nobody reports it.
  const bool away = dice.one_in(6);
  status.employee = !away && !dice.one_in(5);
  status.hours = status.employee ? 25 * dice.below(7'600) : 0;
  status.reference = dice.one_in(3) ? 160'000 : 160'700;
  status.oeth = oeth && status.employee;
  status.self_employed = !away && dice.one_in(5);
  status.self_months = dice.below(13);
  status.contribution_paid = !dice.one_in(4);
  status.esat = !away && dice.one_in(12);
  const std::chrono::year_month_day birth{career.birth};
  lived.points.year = year;
  lived.points.birth = static_cast<int>(birth.year()) * 10'000 +
                       static_cast<int>(unsigned{birth.month()} * 100 + unsigned{birth.day()});
  lived.points.full_year = dice.one_in(2);
  for (int factor = status.employee ? dice.below(4) : 0; factor > 0; --factor) {
    lived.points.months.push_back(lived.points.full_year ? 12 : 1 + dice.below(11));
  }
  if (year >= 2017 && dice.one_in(4)) lived.categories = dice.below(3);
  return lived;
}

void add_year(const LivedYear& lived, law::Career& career) {
  const StatusYear& status = lived.status;
  const std::string year = std::to_string(status.year);
  Json cpf = Json::object({});
  if (status.employee) {
    cpf = Json::object({{"hours", decimal(status.hours)},
                        {"full_time", decimal(status.reference)},
                        {"oeth", status.oeth}});
  }
  if (status.low_qualified) cpf.set("low_qualified", true);
  if (status.esat) cpf.set("esat", true);
  if (status.self_employed) {
    cpf.set("self_employed", true);
    cpf.set("self_months", std::to_string(status.self_months));
    cpf.set("cfp_paid", status.contribution_paid);
  }
  if (status.employee && (status.esat || status.self_employed)) cpf.set("employee", true);
  if (status.employee || status.esat || status.self_employed) {
    career.years.push_back({model::SubAccount::kCpf, status.year, year, cpf});
  }
  if (!lived.points.months.empty()) {
    Json exposures = Json::array();
    for (const int months : lived.points.months) {
      exposures.push(Json::object({{"months", std::to_string(months)}}));
    }
    career.years.push_back({model::SubAccount::kC2p, status.year, year,
                            Json::object({{"full_year", lived.points.full_year},
                                          {"birth", model::format_date(*career.life.birth)},
                                          {"exposures", std::move(exposures)}})});
  }
  if (lived.categories >= 0) {
    career.years.push_back(
        {model::SubAccount::kCec, status.year, year,
         Json::object({{"other_categories", std::to_string(lived.categories)}})});
  }
}

}  // namespace

model::SubAccount account_of(Account account) {
  if (account == Account::kCpf) return model::SubAccount::kCpf;
  return account == Account::kC2p ? model::SubAccount::kC2p : model::SubAccount::kCec;
}

LivedCareer draw_career(Dice& dice, const LifeBounds& bounds) {
  LivedCareer career;
  career.birth = draw_day(dice, 1947, 52);
  if (dice.one_in(3)) career.duration = draw_day(dice, 2012, 20);
  if (dice.one_in(8)) career.death = draw_end(dice, bounds.first_year + 1, 12);
  if (dice.one_in(5)) career.pension = draw_end(dice, bounds.first_year, 14);
  if (career.pension && dice.one_in(2)) career.early_pension = career.pension;
  const bool low_qualified = dice.one_in(4);
  const bool oeth = dice.one_in(6);
  for (int year = bounds.first_year; year <= bounds.last_year; ++year) {
    career.years.push_back(draw_year(dice, career, year, low_qualified, oeth));
  }
  for (int use = bounds.uses ? dice.below(5) : 0; use > 0; --use) {
    const auto account = static_cast<Account>(dice.below(3));
    const int most = account == Account::kC2p ? 30 : 120'000;
    career.uses.push_back(
        {draw_day(dice, bounds.first_year + 1, 12), account, 1 + dice.below(most)});
  }
  return career;
}

law::Career told(const LivedCareer& lived) {
  law::Career career;
  career.life = {.birth = lived.birth,
                 .death = lived.death,
                 .pension = lived.pension,
                 .full_duration = lived.duration,
                 .early_pension = lived.early_pension};
  for (const LivedYear& year : lived.years) add_year(year, career);
  for (const LivedUse& use : lived.uses) {
    const model::SubAccount account = account_of(use.account);
    career.entries.push_back({.account = account,
                              .kind = model::EntryKind::kUse,
                              .bucket = std::string(law::credit_bucket(account)),
                              .amount = -use.amount,
                              .law_date = use.on,
                              .cause = "use",
                              .article = "",
                              .operation = ""});
  }
  return career;
}

}  // namespace cpa::oracle
