#include "tests/conformance/law/oracle.h"

#include <algorithm>

namespace cpa::oracle {

std::int64_t cpf_right(const CpfYear& facts) {
  if (2 * facts.hours >= facts.reference) return facts.low_qualified ? 80'000 : 50'000;
  // 500 € × hours ÷ reference, to the cent above: (a + b - 1) ÷ b rounds a ÷ b up.
  return (50'000 * facts.hours + facts.reference - 1) / facts.reference;
}

std::int64_t cpf_credit(const CpfYear& facts) {
  if (facts.stopped) return 0;
  std::int64_t credit = cpf_right(facts);
  // The uplift exists since 9 June 2019, so for every year that ends after it.
  if (facts.oeth && !facts.low_qualified) credit += 30'000;
  const std::int64_t ceiling = facts.low_qualified || facts.oeth ? 800'000 : 500'000;
  const std::int64_t room = ceiling - facts.balance;
  if (room <= 0) return 0;
  return std::min(credit, room);
}

int c2p_credit(const C2pYear& facts) {
  const bool reformed = facts.year >= 2023;  // a year that ends on or after 1 September 2023
  int points = 0;
  if (facts.full_year) {
    int factors = 0;
    for (const int months : facts.months) factors += months > 0 ? 1 : 0;
    points = 4 * (reformed ? factors : std::min(factors, 2));
  } else if (reformed) {
    for (const int months : facts.months) points += months / 3;
  } else {
    for (const int block : {3, 6, 9, 12}) {
      int factors = 0;
      for (const int months : facts.months) factors += months >= block ? 1 : 0;
      points += std::min(factors, 2);
    }
  }
  if (facts.birth < 19560701) points *= 2;
  if (reformed) return points;
  return std::max(0, std::min(points, 100 - facts.entered));
}

std::int64_t cec_credit(const CecYear& facts) {
  const int years = facts.year >= 2024 ? 1 : 3;  // the law of 15 April 2024
  std::int64_t all = 0;
  std::int64_t most = 0;
  for (const Association& one : facts.associations) {
    const int deadline = (facts.year + 1) * 10000;
    if (one.years < years || one.declared > deadline + 630 || one.attested > deadline + 1231) {
      continue;
    }
    all += one.hours;
    most = std::max(most, one.hours);
  }
  std::int64_t categories = all >= 20'000 && most >= 10'000 ? 1 : 0;
  categories += facts.civic_months >= 6 ? 1 : 0;
  categories += facts.mentor_months >= 6 ? 1 : 0;
  categories += facts.military_days >= 90 ? 1 : 0;
  categories += facts.health_days >= 30 ? 1 : 0;
  const std::int64_t room = 72'000 - facts.acquired;
  return std::max<std::int64_t>(0, std::min(24'000 * categories, room));
}

}  // namespace cpa::oracle
