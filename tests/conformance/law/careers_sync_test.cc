// Random careers through the whole chain: declarations in any order, yearly runs in between, a real
// exchange, a device. What the server's database holds, what the device holds and what an oracle
// computes must be one; and what the device expects is what the server then posts.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>
#include <tuple>

#include "core/store/sql/database.h"
#include "tests/conformance/law/lived.h"
#include "tests/unit/platform/client/client_fixture.h"
#include "tools/server/decide/account_book.h"

namespace cpa::oracle {
namespace {

using server::DsnText;

const Day kToday = model::make_date(2026, 7, 20);
constexpr const char* kNir = "2900675123456";

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string dsn_day(Day day) {
  const std::string iso = model::format_date(day);
  return iso.substr(8, 2) + iso.substr(5, 2) + iso.substr(0, 4);
}

/// Sums by account and cause, those of 0 left out.
using Sums = std::map<std::string, std::int64_t>;

class CareersSyncTest : public ClientTest, public testing::WithParamInterface<int> {
 protected:
  CareersSyncTest() : dice_(static_cast<std::uint64_t>(GetParam())) {
    lived_ = draw_career(dice_, {.first_year = 2015, .last_year = 2025, .uses = false});
    for (LivedYear& year : lived_.years) fit_to_payroll(year);
    far_.stage.clock.set_utc(  // as kToday
        model::parse_instant("2026-07-20T10:00:00Z").value());
  }

  /// What a payroll declaration can say: the same hours each month of a contract over all years.
  void fit_to_payroll(LivedYear& lived) {
    StatusYear& status = lived.status;
    if (status.year == 2024) status.employee = true;
    status.reference = 160'700;
    status.oeth = false;
    monthly_[status.year] = status.year == 2024 ? 15'167 : status.hours / 12;
    status.hours = 12 * monthly_[status.year];
    lived.points.full_year = true;
    lived.points.months.assign(status.employee ? static_cast<std::size_t>(dice_.below(4)) : 0, 12);
  }

  void declare(const LivedYear& lived) {
    const int year = lived.status.year;
    if (lived.status.employee) declare_payroll(lived);
    std::string life;
    const std::string who =
        R"(","nir":")" + std::string(kNir) + R"(","year":)" + std::to_string(year);
    if (lived.status.esat) life += R"({"kind":"esat)" + who + "}\n";
    if (lived.status.self_employed) {
      life += R"({"kind":"self_employed)" + who + R"(,"months":)" +
              std::to_string(lived.status.self_months) + R"(,"contribution_paid":)" +
              (lived.status.contribution_paid ? "true" : "false") + "}\n";
    }
    if (!life.empty()) far_.stage.tell(life);
    std::string activities;
    const char* const kinds[] = {"firefighter", "police_reserve"};
    for (int kind = 0; kind < std::max(0, lived.categories); ++kind) {
      activities += R"({"kind":")" + std::string(kinds[kind]) + who +
                    R"(,"body":"B","reached":1})"
                    "\n";
    }
    if (!activities.empty()) far_.stage.report(activities);
  }

  void declare_payroll(const LivedYear& lived) {
    const int year = lived.status.year;
    const std::int64_t hours = monthly_[year];
    DsnText text;
    for (int month = 1; month <= 12; ++month) {
      text.declaration(year == 2024 ? "03" : "01", two(month) + std::to_string(year));
      text.person(kNir, dsn_day(lived_.birth)).contract("01012014", "C1");
      for (std::size_t factor = 0; month == 12 && factor < lived.points.months.size(); ++factor) {
        text.exposure(two(5 + static_cast<int>(factor)), "C1", std::to_string(year));
      }
      text.hours(std::to_string(hours / 100) + "." + two(static_cast<int>(hours % 100)));
    }
    far_.stage.declare(text);
  }

  /// What ends accounts, and the qualification, in the order of the dice.
  void tell_of_life() {
    const auto day = [](const char* kind, std::optional<Day> on) {
      if (!on) return std::string();
      return R"({"kind":")" + std::string(kind) + R"(","nir":")" + kNir + R"(","on":")" +
             model::format_date(*on) + "\"}\n";
    };
    std::string life = day("death", lived_.death) + day("pension", lived_.pension) +
                       day("full_duration", lived_.duration) +
                       day("early_pension", lived_.early_pension);
    if (lived_.years.front().status.low_qualified) {
      life += R"({"kind":"low_qualification","nir":")" + std::string(kNir) +
              R"(","from":"2015-03-01"})"
              "\n";
    }
    if (!life.empty()) far_.stage.tell(life);
  }

  void live() {
    std::vector<std::size_t> order(lived_.years.size());
    for (std::size_t at = 0; at < order.size(); ++at) order[at] = at;
    for (std::size_t at = order.size(); at > 1; --at) {
      std::swap(order[at - 1], order[static_cast<std::size_t>(dice_.below(static_cast<int>(at)))]);
    }
    for (const std::size_t at : order) {
      declare(lived_.years[at]);
      if (dice_.one_in(3)) far_.stage.credit(2025, "2026-07-20");
      if (dice_.one_in(6)) tell_of_life();
    }
    tell_of_life();
    far_.stage.credit(2025, "2026-07-20");
  }

  Sums of_server() {
    server::AccountBook book(far_.stage.database(), far_.stage.account());
    Sums sums;
    for (const auto account :
         {model::SubAccount::kCpf, model::SubAccount::kC2p, model::SubAccount::kCec}) {
      const auto entries = *book.entries(account);
      for (const model::Entry& entry : entries) {
        sums[std::string(model::sub_account_name(account)) + " " + entry.cause] += entry.amount;
      }
    }
    std::erase_if(sums, [](const auto& each) { return each.second == 0; });
    return sums;
  }

  Sums of_device() {
    Sums sums;
    for (const std::string account : {"cpf", "c2p", "cec"}) {
      const auto why =
          call<codec::Json>([&](auto done) { client_->explain(account, Language::kFrench, done); });
      if (!why) ADD_FAILURE() << why.error().message;
      if (!why) return sums;
      for (const codec::Json& entry : *why->find("entries")->as_array()) {
        const std::string& text = *entry.find("amount")->as_string();
        const std::int64_t amount =
            account == "c2p" ? std::stoll(text) : model::parse_cents(text).value().get();
        sums[account + " " + *entry.find("cause")->as_string()] += amount;
      }
    }
    std::erase_if(sums, [](const auto& each) { return each.second == 0; });
    return sums;
  }

  Dice dice_;
  LivedCareer lived_;
  std::map<int, std::int64_t> monthly_;
};

TEST_P(CareersSyncTest, ServerDeviceAndOracleHoldTheSame) {
  live();
  enrol();
  sync();
  const Sums wanted = ledger_of(lived_, kToday).causes;
  EXPECT_EQ(of_server(), wanted);
  EXPECT_EQ(of_device(), wanted);
}

TEST_P(CareersSyncTest, LeavingFranceAndComingBackLowersNothing) {
  live();
  const Sums before = of_server();
  far_.stage.tell(R"({"kind":"abroad","nir":"2900675123456","from":"2019-02-01",)"
                  R"("to":"2021-08-31","french_law":false})"
                  "\n"
                  R"({"kind":"abroad","nir":"2900675123456","from":"2025-02-01","french_law":true})"
                  "\n");
  far_.stage.credit(2025, "2026-07-20");
  EXPECT_EQ(of_server(), before);
}

/// The two of them use the same law; the oracle says whether the request can be paid.
TEST_P(CareersSyncTest, ARequestIsDecidedAsTheOraclePays) {
  live();
  enrol();
  sync();
  const LedgerSums held = ledger_of(lived_, kToday);
  const auto of = [&held](Account account) {
    const auto found = held.balances.find(account);
    return found == held.balances.end() ? 0 : found->second;
  };
  const Day day = kToday;
  Purchase purchase{.on = day,
                    .price = 5'000 + dice_.below(300'000),
                    .cpf = of(Account::kCpf),
                    .cec = of(Account::kCec)};
  const Day stop = lived_.early_pension.value_or(cpf_stop(lived_.birth, lived_.duration, day));
  const bool open = !lived_.death || *lived_.death > day;
  const Paid paid = pay(purchase);
  const bool accepted =
      open && stop > day && paid.holder <= std::min<std::int64_t>(purchase.price, 15'000);
  ASSERT_TRUE(request(model::format_cents(model::Cents(purchase.price))));
  const auto report = sync();
  ASSERT_EQ(report.results.as_array()->size(), 1U);
  const std::string outcome = *(*report.results.as_array())[0].find("outcome")->as_string();
  EXPECT_EQ(outcome, accepted ? "applied" : "rejected");
  Sums wanted = held.causes;
  if (accepted && paid.cpf > 0) wanted["cpf training.request"] = -paid.cpf;
  if (accepted && paid.cec > 0) wanted["cec training.request"] = -paid.cec;
  EXPECT_EQ(of_server(), wanted);
  EXPECT_EQ(of_device(), wanted);
}

/// The year to come as the device supposes it, against the same year declared and posted.
TEST_P(CareersSyncTest, WhatTheDeviceExpectsIsWhatTheServerPosts) {
  live();
  enrol();
  sync();
  const auto rights =
      call<codec::Json>([&](auto done) { client_->rights(model::make_date(2027, 7, 1), done); });
  ASSERT_TRUE(rights) << rights.error().message;
  Sums expected;
  for (const codec::Json& each : *rights->find("expected")->as_array()) {
    const std::string account = *each.find("account")->as_string();
    const std::string& text = *each.find("amount")->as_string();
    const std::string& cause = *each.find("cause")->as_string();
    EXPECT_EQ(*each.find("supposed")->as_bool(), cause == "credit:2026");
    expected[account + " " + cause] =
        account == "c2p" ? std::stoll(text) : model::parse_cents(text).value().get();
  }
  const Sums before = of_server();
  LivedYear next = lived_.years.back();
  next.status.year = 2026;
  next.categories = -1;
  monthly_[2026] = monthly_[2025];
  declare(next);
  far_.stage.credit(2026, "2027-07-01");
  Sums posted = of_server();
  for (const auto& [cause, amount] : before) posted[cause] -= amount;
  std::erase_if(posted, [](const auto& each) { return each.second == 0; });
  EXPECT_EQ(posted, expected);
}

/// CPA_SYNC_CAREERS sets how many (12 without it).
int last_seed() {
  const char* const asked = std::getenv("CPA_SYNC_CAREERS");
  return asked == nullptr ? 12 : std::atoi(asked);
}

INSTANTIATE_TEST_SUITE_P(Seeds, CareersSyncTest, testing::Range(1, 1 + last_seed()));

}  // namespace
}  // namespace cpa::oracle
