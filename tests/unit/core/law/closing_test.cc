#include "core/law/closing.h"

#include <gtest/gtest.h>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

using model::make_date;
using model::SubAccount;

std::vector<Closing> closed(const model::Life& life) {
  auto closings = closings_of(the_law(), life);
  if (!closings) ADD_FAILURE() << closings.error().message;
  return closings ? *closings : std::vector<Closing>{};
}

TEST(ClosingTest, NothingClosesAnAccountButDeath) {
  EXPECT_TRUE(closed({.birth = make_date(1930, 1, 1)}).empty());
  const auto closings = closed({.death = make_date(2024, 3, 5)});
  ASSERT_EQ(closings.size(), 3U);
  for (const Closing& closing : closings) {
    EXPECT_EQ(closing.on, make_date(2024, 3, 5));
    EXPECT_EQ(closing.cause, "closing:death");
    EXPECT_EQ(closing.article, "L5151-2");
  }
}

TEST(ClosingTest, APensionEndsThePointsAlone) {
  const auto closings = closed({.pension = make_date(2022, 7, 1)});
  ASSERT_EQ(closings.size(), 1U);
  EXPECT_EQ(closings[0].account, SubAccount::kC2p);
  EXPECT_EQ(closings[0].cause, "closing:pension");
  EXPECT_EQ(closings[0].article, "L4163-5");
}

TEST(ClosingTest, TheEarlierEndCounts) {
  const auto points = [](const model::Life& life) {
    for (const Closing& closing : closed(life)) {
      if (closing.account == SubAccount::kC2p) return closing.cause;
    }
    return std::string();
  };
  EXPECT_EQ(points({.death = make_date(2024, 3, 5), .pension = make_date(2022, 7, 1)}),
            "closing:pension");
  EXPECT_EQ(points({.death = make_date(2022, 3, 5), .pension = make_date(2022, 7, 1)}),
            "closing:death");
}

bool stopped(const model::Life& life, model::Date on) {
  const auto answer = cpf_stopped(the_law(), life, on);
  EXPECT_TRUE(answer && *answer);
  return answer && answer->value_or(false);
}

// L5421-4: 67 years; or the legal age with the required duration; or an early full-rate pension.
TEST(ClosingTest, TheCpfStopsOnThreeConditions) {
  const model::Date birth = make_date(1962, 3, 10);
  EXPECT_FALSE(stopped({.birth = birth}, make_date(2029, 3, 9)));
  EXPECT_TRUE(stopped({.birth = birth}, make_date(2029, 3, 10)));
  // Born in March 1962: 62 years and 6 months.
  const model::Life full{.birth = birth, .full_duration = make_date(2023, 12, 31)};
  EXPECT_FALSE(stopped(full, make_date(2024, 9, 9)));
  EXPECT_TRUE(stopped(full, make_date(2024, 9, 10)));
  const model::Life early{.birth = birth, .early_pension = make_date(2022, 4, 1)};
  EXPECT_FALSE(stopped(early, make_date(2022, 3, 31)));
  EXPECT_TRUE(stopped(early, make_date(2022, 4, 1)));
}

TEST(ClosingTest, WithoutABirthItCannotSay) {
  const auto answer = cpf_stopped(the_law(), {}, make_date(2025, 12, 31));
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->has_value());
}

}  // namespace
}  // namespace cpa::law
