#include "core/law/expectation.h"

#include <gtest/gtest.h>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

using model::make_date;
using model::SubAccount;

Career employee(int last_year) {
  Career career;
  career.life.birth = make_date(1980, 1, 1);
  codec::Json inputs = json_of(R"({"full_time":"1607","oeth":false,"hours":"600"})");
  career.years = {{SubAccount::kCpf, last_year, std::to_string(last_year), inputs}};
  return career;
}

std::vector<std::string> expected(const Career& career, model::Date told, model::Date on) {
  const auto entries = expected_entries(the_law(), career, told, on);
  std::vector<std::string> lines;
  if (!entries) ADD_FAILURE() << entries.error().message;
  if (!entries) return lines;
  for (const ExpectedEntry& each : *entries) {
    lines.push_back(each.settlement.cause + " " + std::to_string(each.settlement.difference()) +
                    " " + model::format_date(each.by) + (each.supposed ? " supposed" : ""));
  }
  return lines;
}

// By hand: 600 h of 1607 are 186.69 € a year.
TEST(ExpectationTest, SupposesTheComingYearsToBeLikeTheLast) {
  EXPECT_EQ(expected(employee(2025), make_date(2026, 3, 1), make_date(2028, 6, 30)),
            (std::vector<std::string>{"credit:2025 18669 2026-06-30",
                                      "credit:2026 18669 2027-06-30 supposed",
                                      "credit:2027 18669 2028-06-30 supposed"}));
}

TEST(ExpectationTest, ShowsNoCreditBeforeTheDayOnWhichItIsCertain) {
  EXPECT_TRUE(expected(employee(2025), make_date(2026, 3, 1), make_date(2026, 6, 29)).empty());
}

TEST(ExpectationTest, AYearThatLiesBackSaysNothingOfThoseToCome) {
  EXPECT_EQ(expected(employee(2022), make_date(2026, 3, 1), make_date(2028, 6, 30)),
            std::vector<std::string>{"credit:2022 18669 2023-06-30"});
}

TEST(ExpectationTest, AnEndThatIsAnnouncedIsExpectedToo) {
  Career career = employee(2025);
  career.years = {
      {SubAccount::kC2p, 2025, "2025",
       json_of(R"({"full_year":true,"birth":"1980-01-01","exposures":[{"months":"12"}]})")}};
  career.life.pension = make_date(2026, 10, 1);
  EXPECT_EQ(
      expected(career, make_date(2026, 3, 1), make_date(2026, 12, 31)),
      (std::vector<std::string>{"credit:2025 4 2026-06-30", "closing:pension -4 2026-10-01"}));
}

TEST(ExpectationTest, AYearUnderWayIsSupposedLikeTheLastWholeOne) {
  Career career = employee(2025);
  career.years.push_back({SubAccount::kCpf, 2026, "2026",
                          json_of(R"({"full_time":"1607","oeth":false,"hours":"10"})")});
  EXPECT_EQ(expected(career, make_date(2026, 3, 1), make_date(2027, 6, 30)),
            (std::vector<std::string>{"credit:2025 18669 2026-06-30",
                                      "credit:2026 18669 2027-06-30 supposed"}));
}

TEST(ExpectationTest, AFarDayIsRefusedRatherThanComputedForEver) {
  const auto entries =
      expected_entries(the_law(), employee(2025), make_date(2026, 3, 1), make_date(9000, 1, 1));
  ASSERT_FALSE(entries);
  EXPECT_EQ(entries.error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace cpa::law
