#include "core/model/date.h"

#include <gtest/gtest.h>

namespace cpa::model {
namespace {

TEST(DateTest, ReadsAndWritesDays) {
  EXPECT_EQ(parse_date("2024-02-29").value(), make_date(2024, 2, 29));
  EXPECT_EQ(format_date(make_date(2025, 1, 9)), "2025-01-09");
}

TEST(DateTest, RefusesDaysThatDoNotExistAndOtherForms) {
  for (const char* text : {"2025-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "2025-4-01",
                           "25-04-01", "2025/04/01", "2025-04-01 ", "", "2025-04-0a"}) {
    const auto date = parse_date(text);
    ASSERT_FALSE(date) << text;
    EXPECT_EQ(date.error().code, ErrorCode::kMalformed);
  }
}

TEST(DateTest, ReadsAndWritesInstants) {
  // date -u -d 2025-12-31T23:59:59Z +%s
  EXPECT_EQ(parse_instant("2025-12-31T23:59:59Z").value().time_since_epoch().count(), 1767225599);
  EXPECT_EQ(format_instant(Instant{std::chrono::seconds{1767225599}}), "2025-12-31T23:59:59Z");
}

TEST(DateTest, RefusesInstantsOfAnotherForm) {
  for (const char* text :
       {"2025-12-31T23:59:59", "2025-12-31T23:59:59+01:00", "2025-12-31 23:59:59Z",
        "2025-12-31T24:00:00Z", "2025-12-31T23:60:00Z", "2025-12-31T23:59:59.5Z", "2025-12-31"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

TEST(DateTest, KnowsTheCivilYear) {
  EXPECT_EQ(year_of(make_date(2025, 12, 31)), 2025);
  EXPECT_EQ(first_day_of_year(2025), make_date(2025, 1, 1));
  EXPECT_EQ(last_day_of_year(2025), make_date(2025, 12, 31));
}

}  // namespace
}  // namespace cpa::model
