#include "tests/conformance/law/career_oracle.h"

#include <algorithm>
#include <array>

namespace cpa::oracle {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::months;
using std::chrono::year;
using std::chrono::year_month_day;

std::int64_t part_up(std::int64_t whole, std::int64_t part, std::int64_t of) {
  return (whole * part + of - 1) / of;
}

Day date(int y, unsigned m, unsigned d) { return Day{year{y} / month{m} / day{d}}; }

Day later(Day from, int count) {
  const year_month_day start{from};
  const auto target = start.year() / start.month() + months{count};
  const Day last{target / std::chrono::last};
  return std::min(last, Day{target / day{1}} + std::chrono::days(unsigned{start.day()} - 1));
}

/// Hours of the regime of 2015 to 2018, in euros at 15 € each.
std::int64_t hours_right(const StatusYear& facts) {
  int rate = 24;
  if (facts.low_qualified) {
    rate = facts.year >= 2017 ? 48 : 24;
  } else if (facts.balance >= 180'000) {
    rate = 12;
  }
  return 1'500 * part_up(rate, std::min(facts.hours, facts.reference), facts.reference);
}

std::int64_t employee_right(const StatusYear& facts) {
  if (facts.year < 2019) return hours_right(facts);
  const bool half = 2 * facts.hours >= facts.reference;
  std::int64_t right = half ? (facts.low_qualified ? 80'000 : 50'000)
                            : part_up(50'000, facts.hours, facts.reference);
  if (facts.oeth && !facts.low_qualified) right += 30'000;
  return right;
}

std::int64_t self_right(const StatusYear& facts) {
  if (facts.year < 2018 || !facts.contribution_paid) return 0;
  return part_up(facts.year == 2018 ? 36'000 : 50'000, facts.self_months, 12);
}

/// Before 1955 (D161-2-1-9 1° to 5°): 60 years, then steps of four and of five months up to 62.
int early_age(Day birth) {
  if (birth < date(1951, 7, 1)) return 720;
  if (birth < date(1952, 1, 1)) return 724;
  const int years = static_cast<int>(year_month_day{birth}.year()) - 1952;
  return 729 + 5 * years;
}

/// Legal age in months, by birth: 62 years, then quarters of a year later. The law of 30 December
/// 2025 is in force since the 31st, for pensions from September 2026: no one whose age it changes
/// reaches either age before.
int legal_age(Day birth, Day on) {
  if (birth < date(1955, 1, 1)) return early_age(birth);
  if (on < date(2023, 9, 1)) return 744;
  const bool freeze = on >= date(2025, 12, 31);
  const std::array<Day, 8> steps = {date(1961, 9, 1),
                                    date(1962, 1, 1),
                                    date(1963, 1, 1),
                                    freeze ? date(1965, 4, 1) : date(1964, 1, 1),
                                    freeze ? date(1966, 1, 1) : date(1965, 1, 1),
                                    freeze ? date(1967, 1, 1) : date(1966, 1, 1),
                                    freeze ? date(1968, 1, 1) : date(1967, 1, 1),
                                    freeze ? date(1969, 1, 1) : date(1968, 1, 1)};
  return 744 + 3 * static_cast<int>(std::count_if(steps.begin(), steps.end(),
                                                  [&](Day step) { return birth >= step; }));
}

std::int64_t participation(Day on) {
  if (on < date(2024, 5, 2)) return 0;
  if (on < date(2025, 1, 1)) return 10'000;
  if (on < date(2026, 1, 1)) return 10'223;
  return on < date(2026, 4, 2) ? 10'320 : 15'000;
}

}  // namespace

std::int64_t cpf_year_ceiling(const StatusYear& facts) {
  // Only an employee's diploma or handicap raises it (R6323-3-1, D6323-3-3), not the
  // self-employed's.
  const bool raised = facts.esat || (facts.employee && facts.low_qualified);
  if (facts.year < 2017) return 225'000;
  if (facts.year < 2019) return raised ? 600'000 : 225'000;
  return raised || (facts.employee && facts.oeth) ? 800'000 : 500'000;
}

std::int64_t cpf_year_credit(const StatusYear& facts) {
  if (facts.stopped) return 0;
  std::int64_t right = facts.employee ? employee_right(facts) : 0;
  if (facts.self_employed) right = std::max(right, self_right(facts));
  if (facts.esat && facts.year >= 2019) right = std::max<std::int64_t>(right, 80'000);
  return std::clamp<std::int64_t>(cpf_year_ceiling(facts) - facts.balance, 0, right);
}

Day cpf_stop(Day birth, std::optional<Day> duration, Day on) {
  const Day full = later(birth, 67 * 12);
  if (!duration) return full;
  return std::min(full, std::max(*duration, later(birth, legal_age(birth, on))));
}

Paid pay(const Purchase& purchase) {
  const bool volunteer = purchase.kind == Kind::kVolunteer;
  if (purchase.stopped && !volunteer) return {0, 0, purchase.price};
  std::int64_t own = volunteer ? 0 : purchase.cpf;
  if (purchase.kind == Kind::kRs && purchase.on >= date(2026, 2, 26)) {
    own = std::min<std::int64_t>(own, 150'000);
  }
  const std::int64_t due =
      purchase.price -
      (purchase.job_seeker ? 0 : std::min(purchase.price, participation(purchase.on)));
  Paid paid;
  paid.cpf = std::min(own, due);
  paid.cec = std::min(purchase.cec, due - paid.cpf);
  paid.holder = purchase.price - paid.cpf - paid.cec;
  return paid;
}

std::int64_t cec_year_credit(int year, int categories, std::int64_t acquired) {
  if (year < 2017) return 0;
  return std::clamp<std::int64_t>(72'000 - acquired, 0, 24'000 * categories);
}

}  // namespace cpa::oracle
