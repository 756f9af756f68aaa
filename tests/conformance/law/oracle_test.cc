// The shipped law, through the engine, against the oracle.
#include "tests/conformance/law/oracle.h"

#include <gtest/gtest.h>

#include <string>

#include "core/law/packs.h"
#include "core/rules/bound_facts.h"
#include "core/rules/evaluate.h"
#include "core/rules/pack.h"

namespace cpa::oracle {
namespace {

using rules::Cell;
using rules::Rational;

/// One variable of the shipped pack, asked again and again with other facts.
class Asked {
 public:
  explicit Asked(std::string_view var) : law_(law::current_law().value()) {
    const rules::VarDeclaration* info = law_.pack->find_var(var);
    EXPECT_NE(info, nullptr) << var;
    var_ = static_cast<std::uint32_t>(info - law_.pack->vars().data());
    facts_ = rules::BoundFacts::bind(*law_.pack, {}).value();
  }

  void set(std::string_view input, const Cell& cell) {
    const rules::InputDeclaration* info = law_.pack->find_input(input);
    ASSERT_NE(info, nullptr) << input;
    facts_.set(static_cast<std::uint32_t>(info - law_.pack->inputs().data()), cell);
  }
  void set(std::string_view input, bool truth) { set(input, Cell::known(truth)); }
  /// A number counted in hundredths.
  void set_hundredths(std::string_view input, std::int64_t count) {
    set(input, Cell::known(*Rational::make(count, 100)));
  }

  /// The result in hundredths; -1 when there is none.
  std::int64_t hundredths(int year) const {
    const model::Date end = model::last_day_of_year(year);
    const rules::EvalDates dates{end, model::first_day_of_year(year), end, end};
    const auto outcome = rules::evaluate(*law_.pack, var_, dates, facts_);
    if (!outcome || !outcome->value) return -1;
    const Rational& number = std::get<rules::Quantity>(*outcome->value).number;
    return 100 % number.den() == 0 ? number.num() * (100 / number.den()) : -1;
  }

  /// The same with facts by name, lists too.
  std::int64_t hundredths(int year, const rules::Facts& facts) {
    const auto bound = rules::BoundFacts::bind(*law_.pack, facts);
    EXPECT_TRUE(bound) << (bound ? "" : bound.error().message);
    if (bound) facts_ = *bound;
    return hundredths(year);
  }

 private:
  law::LawPack law_;
  std::uint32_t var_{0};
  rules::BoundFacts facts_;
};

/// Every hundredth of an hour up to the reference and somewhat beyond: wrong cents, and how many
/// cases there were.
struct Count {
  std::int64_t cases{0};
  std::int64_t wrong{0};
};
Count whole_domain(std::int64_t reference, bool low_qualified) {
  Asked credit("cpf.credit");
  credit.set_hundredths("full_time", reference);
  credit.set_hundredths("cpf_balance", 0);
  credit.set("low_qualified", low_qualified);
  credit.set("oeth", false);
  credit.set("cpf_stopped", false);
  CpfYear facts{.reference = reference, .low_qualified = low_qualified};
  Count count;
  for (facts.hours = 0; facts.hours <= reference + 100; ++facts.hours, ++count.cases) {
    credit.set_hundredths("hours", facts.hours);
    if (credit.hundredths(facts.year) != cpf_credit(facts)) ++count.wrong;
  }
  return count;
}

class CpfDomainTest : public testing::TestWithParam<std::tuple<std::int64_t, bool>> {};

TEST_P(CpfDomainTest, HasNoWrongCent) {
  const auto [reference, low_qualified] = GetParam();
  const Count count = whole_domain(reference, low_qualified);
  EXPECT_EQ(count.wrong, 0) << "of " << count.cases;
  EXPECT_EQ(count.cases, reference + 101);
}
INSTANTIATE_TEST_SUITE_P(References, CpfDomainTest,
                         testing::Combine(testing::Values(160'700, 160'000), testing::Bool()));

// Published figures, so that the oracle itself stands on something: R6323-1's own ratio.
TEST(OracleTest, GivesThePublishedFigures) {
  EXPECT_EQ(cpf_credit({.hours = 60'000}), 18'669);
  EXPECT_EQ(cpf_credit({.hours = 60'000, .balance = 490'000}), 10'000);
  EXPECT_EQ(cpf_credit({.hours = 80'300}), 24'985);
  EXPECT_EQ(cpf_credit({.hours = 80'350}), 50'000);
  EXPECT_EQ(cpf_credit({.hours = 100}), 32);
  EXPECT_EQ(c2p_credit({.months = {12, 12, 12}, .full_year = true, .year = 2024}), 12);
  EXPECT_EQ(c2p_credit({.months = {6, 6, 6}, .year = 2022}), 4);
}

TEST(OracleTest, AgreesOnBalancesCeilingsAndUplifts) {
  Asked credit("cpf.credit");
  credit.set_hundredths("full_time", 160'700);
  std::int64_t cases = 0;
  for (int bits = 0; bits < 8; ++bits) {
    for (const std::int64_t balance : {0, 1, 449'999, 450'000, 490'000, 499'999, 500'000, 500'001,
                                       720'000, 769'999, 770'000, 799'999, 800'000, 10'000'000}) {
      for (const std::int64_t hours : {0, 1, 60'000, 80'349, 80'350, 80'351, 160'700, 878'400}) {
        const CpfYear facts{.hours = hours,
                            .balance = balance,
                            .low_qualified = (bits & 1) != 0,
                            .oeth = (bits & 2) != 0,
                            .stopped = (bits & 4) != 0};
        credit.set_hundredths("hours", hours);
        credit.set_hundredths("cpf_balance", balance);
        credit.set("low_qualified", facts.low_qualified);
        credit.set("oeth", facts.oeth);
        credit.set("cpf_stopped", facts.stopped);
        ASSERT_EQ(credit.hundredths(facts.year), cpf_credit(facts))
            << hours << " h, balance " << balance << ", bits " << bits;
        ++cases;
      }
    }
  }
  EXPECT_EQ(cases, 8 * 14 * 8);
}

rules::Value months(int count) {
  return rules::Quantity{Rational(count), *rules::Unit::parse("month")};
}

TEST(OracleTest, AgreesOnPoints) {
  Asked credit("c2p.credit");
  const int samples[] = {0, 2, 3, 5, 6, 8, 9, 11, 12};
  std::int64_t cases = 0;
  for (const int year : {2019, 2022, 2023, 2025}) {
    for (const bool full : {false, true}) {
      for (int code = 0; code < 9 * 9 * 9; ++code) {
        C2pYear facts{.months = {samples[code % 9], samples[code / 9 % 9], samples[code / 81]},
                      .full_year = full,
                      .birth = code % 2 == 0 ? 19560630 : 19560701,
                      .entered = code % 5 * 25,
                      .year = year};
        rules::List exposures;
        for (const int count : facts.months) {
          exposures.push_back({{"months", std::get<rules::Quantity>(months(count))}});
        }
        const rules::Facts given = {
            {"full_year", full},
            {"birth", model::make_date(1956, code % 2 == 0 ? 6 : 7, code % 2 == 0 ? 30 : 1)},
            {"c2p_entered", rules::Quantity{Rational(facts.entered), *rules::Unit::parse("point")}},
            {"exposures", exposures}};
        ASSERT_EQ(credit.hundredths(year, given), 100 * c2p_credit(facts))
            << year << (full ? " full, " : " part, ") << code;
        ++cases;
      }
    }
  }
  EXPECT_EQ(cases, 4 * 2 * 729);
}

rules::Item item_of(const Association& one) {
  const auto day = [](int number) {
    return model::make_date(number / 10000, static_cast<unsigned>(number / 100 % 100),
                            static_cast<unsigned>(number % 100));
  };
  return {{"hours", rules::Quantity{*Rational::make(one.hours, 100), *rules::Unit::parse("h")}},
          {"years", rules::Quantity{Rational(one.years), *rules::Unit::parse("year")}},
          {"declared", day(one.declared)},
          {"attested", day(one.attested)}};
}

rules::Facts facts_of(const CecYear& facts) {
  rules::List associations;
  for (const Association& one : facts.associations) associations.push_back(item_of(one));
  const auto number = [](int count, std::string_view unit) -> rules::Value {
    return rules::Quantity{Rational(count), *rules::Unit::parse(unit)};
  };
  return {{"assocs", associations},
          {"other_categories", number(0, "num")},
          {"civic_months", number(facts.civic_months, "month")},
          {"mentor_months", number(facts.mentor_months, "month")},
          {"mil_days", number(facts.military_days, "day")},
          {"health_days", number(facts.health_days, "day")},
          {"cec_acquired",
           rules::Quantity{*Rational::make(facts.acquired, 100), *rules::Unit::parse("EUR")}}};
}

TEST(OracleTest, AgreesOnCivicEngagement) {
  Asked credit("cec.credit");
  std::int64_t cases = 0;
  for (const int year : {2019, 2023, 2024, 2025}) {
    const int next = (year + 1) * 10000;
    for (int code = 0; code < 3 * 3 * 3 * 2 * 2 * 2 * 2; ++code) {
      const int own[] = {code % 3, code / 3 % 3, code / 9 % 3};
      Association first{9'999 + own[0], 1 + own[1], next + 629 + own[2] % 2, next + 1231};
      if (code / 27 % 2 != 0) first.attested = next + 10'101;  // 1 January of the year after
      CecYear facts{.associations = {first, {10'000, 3, next + 630, next + 1231}},
                    .civic_months = 5 + code / 54 % 2,
                    .mentor_months = 6,
                    .military_days = 89 + code / 108 % 2,
                    .health_days = 30,
                    .acquired = code / 216 % 2 == 0 ? 0 : 24'001,
                    .year = year};
      ASSERT_EQ(credit.hundredths(year, facts_of(facts)), cec_credit(facts)) << year << " " << code;
      ++cases;
    }
  }
  EXPECT_EQ(cases, 4 * 432);
}

}  // namespace
}  // namespace cpa::oracle
