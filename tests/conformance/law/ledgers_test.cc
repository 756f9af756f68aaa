// Random careers through the year loop, against a ledger that is kept a second time by an oracle.
// CPA_LEDGERS sets how many (2,000 without it; tools/soak ledgers runs 100,000).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>

#include "core/law/balances.h"
#include "core/law/year_loop.h"
#include "tests/conformance/law/lived.h"

namespace cpa::oracle {
namespace {

using law::Career;
using law::Settlement;

constexpr int kLastYear = 2027;
const Day kPosting = model::make_date(2029, 7, 15);  // every deadline has passed

int asked_count() {
  const char* const asked = std::getenv("CPA_LEDGERS");
  return asked == nullptr ? 2'000 : std::atoi(asked);
}

const law::LawPack& the_law() {
  static const law::LawPack law = law::current_law().value();
  return law;
}

std::vector<Settlement> settled(const Career& career) {
  auto settlements = law::settle_years(the_law(), career, kLastYear, kPosting);
  if (!settlements) ADD_FAILURE() << settlements.error().message;
  return settlements ? std::move(*settlements) : std::vector<Settlement>{};
}

void post(Career& career) {
  for (const Settlement& each : settled(career)) {
    EXPECT_FALSE(each.waiting()) << each.cause;
    if (each.difference() == 0) continue;
    const auto kind = each.cause.starts_with("closing:")  ? model::EntryKind::kClosing
                      : each.cause.starts_with("credit:") ? model::EntryKind::kCredit
                                                          : model::EntryKind::kCorrection;
    career.entries.push_back({.account = each.account,
                              .kind = kind,
                              .bucket = each.bucket,
                              .amount = each.difference(),
                              .law_date = each.law_date,
                              .cause = each.cause,
                              .article = each.article,
                              .operation = ""});
  }
}

std::map<std::string, std::int64_t> sums_of(const Career& career) {
  std::map<std::string, std::int64_t> sums;
  for (const model::Entry& entry : career.entries) {
    if (entry.cause == "use") continue;
    sums[std::string(model::sub_account_name(entry.account)) + " " + entry.cause] += entry.amount;
  }
  std::erase_if(sums, [](const auto& each) { return each.second == 0; });
  return sums;
}

void expect_nothing_below_zero(const Career& career) {
  const auto balances = law::balances_of(career.entries);
  ASSERT_TRUE(balances);
  for (const law::BucketBalance& bucket : balances->buckets) {
    EXPECT_GE(bucket.amount, 0) << bucket.bucket;
  }
}

/// Nothing is credited after the end of an account.
void expect_nothing_after_the_end(const LivedCareer& lived, const Career& career) {
  for (const model::Entry& entry : career.entries) {
    if (entry.kind != model::EntryKind::kCredit || entry.amount <= 0) continue;
    EXPECT_LE(entry.law_date, lived.death.value_or(Day::max())) << entry.cause;
    if (entry.account != model::SubAccount::kC2p) continue;
    EXPECT_LE(entry.law_date, lived.pension.value_or(Day::max())) << entry.cause;
  }
}

TEST(LedgersTest, TheYearLoopKeepsTheLedgerOfTheOracle) {
  ASSERT_GT(asked_count(), 0);
  for (int seed = 1; seed <= asked_count(); ++seed) {
    Dice dice(static_cast<std::uint64_t>(seed));
    const LivedCareer lived = draw_career(dice, {});
    Career career = told(lived);
    post(career);
    const LedgerSums wanted = ledger_of(lived, kPosting);
    EXPECT_EQ(sums_of(career), wanted.causes);
    const auto balances = law::balances_of(career.entries);
    for (const auto& [account, held] : wanted.balances) {
      EXPECT_EQ(balances->of(account_of(account)), held);
    }
    expect_nothing_below_zero(career);
    expect_nothing_after_the_end(lived, career);
    ASSERT_FALSE(HasFailure()) << "career " << seed;
  }
}

/// Facts and uses come in any order, with postings in between.
void tell_in_pieces(Dice& dice, const Career& whole, Career& known) {
  std::vector<std::size_t> order(whole.years.size() + whole.entries.size());
  for (std::size_t at = 0; at < order.size(); ++at) order[at] = at;
  for (std::size_t at = order.size(); at > 1; --at) {
    std::swap(order[at - 1], order[static_cast<std::size_t>(dice.below(static_cast<int>(at)))]);
  }
  for (const std::size_t at : order) {
    if (at < whole.years.size()) {
      known.years.push_back(whole.years[at]);
    } else {
      known.entries.push_back(whole.entries[at - whole.years.size()]);
    }
    if (dice.one_in(4)) {
      post(known);
      expect_nothing_below_zero(known);
    }
  }
}

TEST(LedgersTest, TheOrderOfArrivalIsOfNoMatter) {
  for (int seed = 1; seed <= asked_count() / 4; ++seed) {
    Dice dice(static_cast<std::uint64_t>(seed) + 1'000'000);
    const LivedCareer lived = draw_career(dice, {});
    const Career whole = told(lived);
    Career known;
    known.life.birth = whole.life.birth;
    tell_in_pieces(dice, whole, known);
    known.life = whole.life;  // the ends of accounts are the last to be told
    post(known);
    EXPECT_EQ(sums_of(known), ledger_of(lived, kPosting).causes);
    expect_nothing_below_zero(known);
    ASSERT_FALSE(HasFailure()) << "career " << seed;
  }
}

}  // namespace
}  // namespace cpa::oracle
