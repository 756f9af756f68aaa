#include "tests/conformance/law/ledger_oracle.h"

#include <algorithm>

namespace cpa::oracle {
namespace {

using std::chrono::year_month_day;

constexpr Account kAccounts[] = {Account::kCpf, Account::kC2p, Account::kCec};

std::string name_of(Account account) {
  if (account == Account::kCpf) return "cpf ";
  return account == Account::kC2p ? "c2p " : "cec ";
}

int year_of(Day day) { return static_cast<int>(year_month_day{day}.year()); }

std::string iso(Day day) {
  const year_month_day civil{day};
  const auto two = [](unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return std::to_string(static_cast<int>(civil.year())) + "-" + two(unsigned{civil.month()}) + "-" +
         two(unsigned{civil.day()});
}

Day last_day(int year) {
  return Day{std::chrono::year{year} / std::chrono::December / std::chrono::day{31}};
}

/// The day from which an account is no more, if it ends.
std::optional<Day> end_of(const LivedCareer& career, Account account) {
  std::optional<Day> end = career.death;
  if (account == Account::kC2p && career.pension && (!end || *career.pension < *end)) {
    end = career.pension;
  }
  return end;
}

class Walk {
 public:
  explicit Walk(const LivedCareer& career) : career_(career), uses_(career.uses) {
    std::sort(uses_.begin(), uses_.end(),
              [](const LivedUse& a, const LivedUse& b) { return a.on < b.on; });
  }

  LedgerSums walk(Day today) {
    for (const LivedYear& lived : career_.years) {
      const Day end = last_day(lived.status.year);
      pass_until(end);
      for (const Account account : kAccounts) credit(account, lived, end);
    }
    pass_until(today + std::chrono::days(1));
    std::erase_if(sums_.causes, [](const auto& each) { return each.second == 0; });
    return sums_;
  }

 private:
  /// Uses up to `day`, and the ends of accounts before it.
  void pass_until(Day day) {
    while (next_ < uses_.size() && uses_[next_].on <= day) {
      const LivedUse& use = uses_[next_++];
      close_before(use.on);
      std::int64_t& held = sums_.balances[use.account];
      held -= use.amount;
      if (held < 0) {
        sums_.causes[name_of(use.account) + "kept:" + iso(use.on)] -= held;
        held = 0;
      }
    }
    close_before(day);
  }

  void close_before(Day day) {
    for (const Account account : kAccounts) {
      const auto end = end_of(career_, account);
      if (!end || *end >= day || closed_[account]) continue;
      closed_[account] = true;
      const bool pension = career_.pension == end && end != career_.death;
      sums_.causes[name_of(account) + (pension ? "closing:pension" : "closing:death")] -=
          sums_.balances[account];
      sums_.balances[account] = 0;
    }
  }

  void credit(Account account, const LivedYear& lived, Day end) {
    if (closed_[account]) return;
    const std::int64_t amount = amount_of(account, lived, end);
    entered_[account] += amount;
    sums_.balances[account] += amount;
    sums_.causes[name_of(account) + "credit:" + std::to_string(lived.status.year)] += amount;
  }

  std::int64_t amount_of(Account account, const LivedYear& lived, Day end) {
    switch (account) {
      case Account::kCpf: {
        StatusYear facts = lived.status;
        facts.balance = sums_.balances[account];
        const Day stop =
            career_.early_pension.value_or(cpf_stop(career_.birth, career_.duration, end));
        facts.stopped = stop <= end;
        return cpf_year_credit(facts);
      }
      case Account::kC2p: {
        C2pYear facts = lived.points;
        facts.entered = static_cast<int>(entered_[account]);
        return facts.months.empty() ? 0 : c2p_credit(facts);
      }
      case Account::kCec:
        return cec_year_credit(year_of(end), std::max(0, lived.categories), entered_[account]);
    }
    return 0;
  }

  const LivedCareer& career_;
  std::vector<LivedUse> uses_;
  std::size_t next_{0};
  LedgerSums sums_;
  std::map<Account, std::int64_t> entered_;
  std::map<Account, bool> closed_;
};

}  // namespace

LedgerSums ledger_of(const LivedCareer& career, Day today) { return Walk(career).walk(today); }

}  // namespace cpa::oracle
