// Random careers from 2015 to 2027: the shipped law against the oracle, year by year, and what must
// hold whatever happens. CPA_CAREERS sets how many (100,000 without it).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "core/law/packs.h"
#include "core/rules/bound_facts.h"
#include "core/rules/evaluate.h"
#include "core/rules/pack.h"
#include "tests/conformance/law/career_oracle.h"
#include "tests/conformance/law/dice.h"
#include "tests/conformance/law/oracle.h"

namespace cpa::oracle {
namespace {

using rules::Facts;
using rules::Rational;

rules::Quantity of(std::int64_t hundredths, std::string_view unit) {
  return {*Rational::make(hundredths, 100), *rules::Unit::parse(unit)};
}
rules::Quantity whole(int number, std::string_view unit) {
  return {Rational(number), *rules::Unit::parse(unit)};
}

/// The shipped law, asked for hundredths, days or truths.
class Law {
 public:
  std::int64_t ask(std::string_view var, Day on, const Facts& facts) const {
    const int year = model::year_of(on);
    const auto outcome = rules::evaluate(
        *law_.pack, var, {on, model::first_day_of_year(year), model::last_day_of_year(year), on},
        facts);
    if (!outcome || !outcome->value) {
      ADD_FAILURE() << var << " on " << model::format_date(on) << ": "
                    << (!outcome         ? outcome.error().message
                        : outcome->error ? outcome->error->code + outcome->error->rule
                                         : "missing " + outcome->missing.front());
      return -1;
    }
    const rules::Cell cell = rules::to_cell(*outcome->value);
    return cell.number.den() == 0 ? -1 : cell.number.num() * 100 / cell.number.den();
  }

 private:
  law::LawPack law_ = law::current_law().value();
};

/// One person and what the accounts hold.
struct Person {
  Day birth;
  std::optional<Day> duration;
  std::optional<Day> death;
  bool low_qualified{false};
  bool oeth{false};
  std::int64_t cpf{0};
  std::int64_t cec{0};
  std::int64_t cec_acquired{0};
  std::int64_t points{0};
};

Person person_of(Dice& dice) {
  Person person;
  person.birth = model::make_date(1947 + dice.below(60), 1, 1) + std::chrono::days(dice.below(365));
  if (dice.one_in(3)) {
    person.duration =
        model::make_date(2012 + dice.below(20), 1, 1) + std::chrono::days(dice.below(365));
  }
  if (dice.one_in(8)) {
    person.death =
        model::make_date(2016 + dice.below(12), 1, 1) + std::chrono::days(dice.below(365));
  }
  person.low_qualified = dice.one_in(4);
  person.oeth = dice.one_in(6);
  return person;
}

StatusYear status_of(Dice& dice, const Person& person, int year) {
  StatusYear facts;
  facts.year = year;
  facts.low_qualified = person.low_qualified;
  facts.oeth = person.oeth;
  // One year in six is spent abroad under local law, or without any work.
  const bool away = dice.one_in(6);
  facts.employee = !away && !dice.one_in(4);
  facts.hours = 25 * dice.below(7'600);
  facts.reference = dice.one_in(3) ? 160'000 : 160'700;
  facts.self_employed = !away && dice.one_in(5);
  facts.self_months = dice.below(13);
  facts.contribution_paid = !dice.one_in(4);
  facts.esat = !away && dice.one_in(12);
  return facts;
}

class Career {
 public:
  Career(const Law& law, std::uint64_t seed) : law_(law), dice_(seed), person_(person_of(dice_)) {}

  void live() {
    for (int year = 2015; year <= 2027; ++year) {
      const Day end = model::last_day_of_year(year);
      // An account is closed at death: nothing is used or credited with a later law date.
      if (person_.death && *person_.death <= end) return;
      const bool stopped = stops(end);
      if (dice_.one_in(4)) buy(year, stopped);
      credit_training(year, end, stopped);
      credit_points(year, end);
      credit_engagement(year, end);
      if (testing::Test::HasFailure()) return;
    }
  }

 private:
  bool stops(Day end) {
    Facts facts = {{"birth", person_.birth},
                   {"full_duration", person_.duration.has_value()},
                   {"early_pension", false}};
    if (person_.duration) facts["full_duration_on"] = *person_.duration;
    const Day wanted = cpf_stop(person_.birth, person_.duration, end);
    EXPECT_EQ(law_.ask("stop.on", end, facts) / 100, wanted.time_since_epoch().count());
    return wanted <= end;
  }

  void credit_training(int year, Day end, bool stopped) {
    StatusYear facts = status_of(dice_, person_, year);
    facts.stopped = stopped;
    facts.balance = person_.cpf;
    const Facts given = {
        {"employee", facts.employee},           {"pay_basis.hours", true},
        {"hours", of(facts.hours, "h")},        {"full_time", of(facts.reference, "h")},
        {"low_qualified", facts.low_qualified}, {"oeth", facts.oeth},
        {"self_employed", facts.self_employed}, {"self_months", whole(facts.self_months, "month")},
        {"cfp_paid", facts.contribution_paid},  {"esat", facts.esat},
        {"cpf_stopped", facts.stopped},         {"cpf_balance", of(facts.balance, "EUR")}};
    const std::int64_t credit = law_.ask("cpf.year_credit", end, given);
    EXPECT_EQ(credit, cpf_year_credit(facts)) << year;
    EXPECT_GE(credit, 0);
    EXPECT_TRUE(!stopped || credit == 0);
    EXPECT_TRUE(credit == 0 || person_.cpf + credit <= cpf_year_ceiling(facts)) << year;
    EXPECT_TRUE(facts.employee || facts.self_employed || facts.esat || credit == 0);
    person_.cpf += credit;
  }

  void credit_points(int year, Day end) {
    const std::chrono::year_month_day birth{person_.birth};
    C2pYear facts;
    facts.year = year;
    facts.birth = static_cast<int>(birth.year()) * 10'000 +
                  static_cast<int>(unsigned{birth.month()} * 100 + unsigned{birth.day()});
    facts.entered = static_cast<int>(person_.points);
    facts.full_year = dice_.one_in(2);
    rules::List exposures;
    for (int factor = dice_.below(5); factor > 0; --factor) {
      facts.months.push_back(facts.full_year ? 12 : dice_.below(12));
      exposures.push_back({{"months", whole(facts.months.back(), "month")}});
    }
    const std::int64_t points = law_.ask("c2p.credit", end,
                                         {{"birth", person_.birth},
                                          {"full_year", facts.full_year},
                                          {"exposures", exposures},
                                          {"c2p_entered", whole(facts.entered, "point")}}) /
                                100;
    EXPECT_EQ(points, c2p_credit(facts)) << year;
    EXPECT_TRUE(year >= 2023 || points == 0 || person_.points + points <= 100) << year;
    person_.points += points;
  }

  void credit_engagement(int year, Day end) {
    const int others = dice_.one_in(6) ? dice_.below(3) : 0;
    const int days = dice_.one_in(5) ? 60 + dice_.below(60) : 0;
    const std::int64_t credit = law_.ask("cec.credit", end,
                                         {{"assocs", rules::List{}},
                                          {"civic_months", whole(0, "month")},
                                          {"mentor_months", whole(0, "month")},
                                          {"health_days", whole(0, "day")},
                                          {"mil_days", whole(days, "day")},
                                          {"other_categories", whole(others, "num")},
                                          {"cec_acquired", of(person_.cec_acquired, "EUR")}});
    EXPECT_EQ(credit, cec_year_credit(year, others + (days >= 90 ? 1 : 0), person_.cec_acquired));
    person_.cec += credit;
    person_.cec_acquired += credit;
    EXPECT_LE(person_.cec_acquired, 72'000);
  }

  void buy(int year, bool stopped) {
    Purchase purchase;
    purchase.on = model::first_day_of_year(year) + std::chrono::days(dice_.below(365));
    purchase.kind = static_cast<Kind>(dice_.below(3));
    purchase.price = dice_.one_in(5) ? dice_.below(30'000) : dice_.below(900'000);
    purchase.cpf = person_.cpf;
    purchase.cec = person_.cec;
    purchase.job_seeker = dice_.one_in(4);
    purchase.stopped = stopped;
    Facts given = {{"price", of(purchase.price, "EUR")},    {"cpf_rights", of(purchase.cpf, "EUR")},
                   {"cec_rights", of(purchase.cec, "EUR")}, {"job_seeker", purchase.job_seeker},
                   {"cpf_stopped", purchase.stopped},       {"c2p_points", whole(0, "point")}};
    for (const char* none :
         {"topup_rights", "employer_topup", "opco_topup", "other_topup", "accident_topup"}) {
      given[none] = of(0, "EUR");
    }
    const char* const kinds[] = {"kind.rncp", "kind.rs", "kind.volunteer"};
    given[kinds[static_cast<std::size_t>(purchase.kind)]] = true;
    const Paid wanted = pay(purchase);
    EXPECT_EQ(law_.ask("budget.cpf", purchase.on, given), wanted.cpf)
        << model::format_date(purchase.on);
    EXPECT_EQ(law_.ask("budget.cec", purchase.on, given), wanted.cec)
        << model::format_date(purchase.on);
    EXPECT_EQ(law_.ask("budget.holder", purchase.on, given), wanted.holder)
        << model::format_date(purchase.on);
    EXPECT_GE(wanted.holder, 0);
    person_.cpf -= wanted.cpf;
    person_.cec -= wanted.cec;
    EXPECT_GE(person_.cpf, 0);
    EXPECT_GE(person_.cec, 0);
  }

  const Law& law_;
  Dice dice_;
  Person person_;
};

TEST(CareersTest, AgreeWithTheOracleYearByYear) {
  const char* const asked = std::getenv("CPA_CAREERS");
  const int count = asked == nullptr ? 100'000 : std::atoi(asked);
  ASSERT_GT(count, 0);
  const Law law;
  for (int seed = 1; seed <= count; ++seed) {
    Career(law, static_cast<std::uint64_t>(seed)).live();
    ASSERT_FALSE(HasFailure()) << "career " << seed;
  }
}

}  // namespace
}  // namespace cpa::oracle
