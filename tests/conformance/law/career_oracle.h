#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace cpa::oracle {

/// A career's law a second time, from the texts and in whole numbers: no pack, no engine. Amounts
/// in cents, hours in hundredths.
using Day = std::chrono::sys_days;

/// One civil year of one person, all statuses (R6323-27).
struct StatusYear {
  int year{2025};
  bool employee{false};
  std::int64_t hours{0};
  std::int64_t reference{160'700};
  bool low_qualified{false};
  bool oeth{false};
  bool self_employed{false};
  int self_months{0};
  bool contribution_paid{false};
  bool esat{false};
  bool stopped{false};
  std::int64_t balance{0};
};
std::int64_t cpf_year_ceiling(const StatusYear& facts);
std::int64_t cpf_year_credit(const StatusYear& facts);

/// The day on which the CPF stops (L5421-4), as the law stands on `on`; `duration`: when the
/// required insurance duration is reached, if it is.
Day cpf_stop(Day birth, std::optional<Day> duration, Day on);

/// What a purchase takes from CPF and CEC rights, and from the holder (R6323, R6333-3).
enum class Kind : std::uint8_t { kRncp, kRs, kVolunteer };
struct Purchase {
  Day on;
  Kind kind{Kind::kRncp};
  std::int64_t price{0};
  std::int64_t cpf{0};  ///< rights before it
  std::int64_t cec{0};
  bool job_seeker{false};
  bool stopped{false};
};
struct Paid {
  std::int64_t cpf{0};
  std::int64_t cec{0};
  std::int64_t holder{0};
};
Paid pay(const Purchase& purchase);

/// The credit for so many categories reached in a year (D5151-14).
std::int64_t cec_year_credit(int year, int categories, std::int64_t acquired);

}  // namespace cpa::oracle
