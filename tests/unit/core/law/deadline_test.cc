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

TEST(DeadlineTest, AYearBeforeTheLawHasNone) {
  EXPECT_EQ(deadline(the_law(), DeadlineKind::kPointsReported, 2014).error().code,
            ErrorCode::kLawMissing);
}

}  // namespace
}  // namespace cpa::law
