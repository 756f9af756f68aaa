#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/conformance/law/career_oracle.h"
#include "tests/conformance/law/oracle.h"

namespace cpa::oracle {

/// One year as it was lived: what employers, funds and bodies report of it.
struct LivedYear {
  StatusYear status;
  C2pYear points;      ///< no factors: nothing was declared
  int categories{-1};  ///< of civic engagement; -1: nothing was reported
};

enum class Account : std::uint8_t { kCpf, kC2p, kCec };

/// A use that was decided, whatever the ledger looked like then.
struct LivedUse {
  Day on;
  Account account{Account::kCpf};
  std::int64_t amount{0};
};

/// A whole career, with what ends accounts.
struct LivedCareer {
  Day birth;
  std::optional<Day> duration;
  std::optional<Day> early_pension;
  std::optional<Day> pension;
  std::optional<Day> death;
  std::vector<LivedYear> years;  ///< rising
  std::vector<LivedUse> uses;
};

/// What the ledger holds under each cause, "cpf credit:2025", and in each account, a second time:
/// one walk through the days of a life up to `today`, in whole numbers.
struct LedgerSums {
  std::map<std::string, std::int64_t> causes;  ///< without those of 0
  std::map<Account, std::int64_t> balances;
};
LedgerSums ledger_of(const LivedCareer& career, Day today);

}  // namespace cpa::oracle
