#include "core/law/deadline.h"

#include <gtest/gtest.h>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

TEST(DeadlineTest, EachMatterHasItsDayAndItsArticle) {
  const auto says = [](DeadlineKind kind) {
    const auto found = deadline(the_law(), kind, 2025);
    return found ? model::format_date(found->day) + " " + found->article : found.error().message;
  };
  EXPECT_EQ(says(DeadlineKind::kPointsReported), "2026-01-15 R133-14");
  EXPECT_EQ(says(DeadlineKind::kHoursDeclared), "2026-06-30 R5151-16");
  EXPECT_EQ(says(DeadlineKind::kHoursAttested), "2026-12-31 R5151-17");
  EXPECT_EQ(says(DeadlineKind::kCreditCertain), "2026-06-30 L6323-10");
}

// Décret 2018-1164, art. 4: the first year of volunteering had more time.
TEST(DeadlineTest, TheHoursOf2017HadTheirOwnDays) {
  const auto day = [](DeadlineKind kind, int year) {
    return model::format_date(deadline(the_law(), kind, year)->day);
  };
  EXPECT_EQ(day(DeadlineKind::kHoursDeclared, 2017), "2019-02-28");
  EXPECT_EQ(day(DeadlineKind::kHoursAttested, 2017), "2019-03-19");
  EXPECT_EQ(day(DeadlineKind::kHoursDeclared, 2018), "2019-06-30");
  EXPECT_EQ(day(DeadlineKind::kHoursAttested, 2018), "2019-12-31");
}

// 15 January 2023 was a Sunday (CSS R133-14).
TEST(DeadlineTest, PointsAreReportedOnAWorkingDay) {
  EXPECT_EQ(model::format_date(deadline(the_law(), DeadlineKind::kPointsReported, 2022)->day),
            "2023-01-16");
}

TEST(DeadlineTest, AYearBeforeTheLawHasNone) {
  EXPECT_EQ(deadline(the_law(), DeadlineKind::kPointsReported, 2014).error().code,
            ErrorCode::kLawMissing);
}

}  // namespace
}  // namespace cpa::law
