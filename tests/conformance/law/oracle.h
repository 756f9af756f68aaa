#pragma once

#include <cstdint>
#include <vector>

namespace cpa::oracle {

/// The three headline rules a second time, from the texts and in whole numbers only: no pack, no
/// engine, no fraction. Amounts in cents, hours in hundredths, dates as year·10000+month·100+day.

/// R6323-1, R6323-3-1, D6323-3-3, L6323-3: an employee's CPF credit for a year.
struct CpfYear {
  std::int64_t hours{0};
  std::int64_t reference{160'700};
  std::int64_t balance{0};
  bool low_qualified{false};
  bool oeth{false};
  bool stopped{false};
  int year{2025};
};
std::int64_t cpf_right(const CpfYear& facts);
std::int64_t cpf_credit(const CpfYear& facts);

/// R4163-9, R4163-10: points for the factors that someone was exposed to.
struct C2pYear {
  std::vector<int> months;  ///< whole months of exposure, one for each factor
  bool full_year{false};
  int birth{19800101};
  int entered{0};
  int year{2025};
};
int c2p_credit(const C2pYear& facts);

/// D5151-14, L5151-9, R5151-16, R5151-18: five of the categories of civic engagement.
struct Association {
  std::int64_t hours{0};
  int years{0};
  int declared{0};
  int attested{0};
};
struct CecYear {
  std::vector<Association> associations;
  int civic_months{0};
  int mentor_months{0};
  int military_days{0};
  int health_days{0};
  std::int64_t acquired{0};
  int year{2025};
};
std::int64_t cec_credit(const CecYear& facts);

}  // namespace cpa::oracle
