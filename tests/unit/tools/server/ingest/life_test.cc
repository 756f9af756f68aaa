#include "tools/server/ingest/life.h"

#include <gtest/gtest.h>

#include <string>

namespace cpa::server {
namespace {

TEST(LifeRecordTest, ReadsADay) {
  const auto records = parse_life(R"({"kind":"death","nir":"2900675123456","on":"2024-03-05"})"
                                  "\n");
  ASSERT_TRUE(records) << records.error().message;
  EXPECT_EQ(records->at(0).kind, LifeKind::kDeath);
  EXPECT_EQ(model::format_date(records->at(0).from), "2024-03-05");
  EXPECT_FALSE(records->at(0).withdrawn);
}

TEST(LifeRecordTest, ReadsAYear) {
  const auto records =
      parse_life(R"({"kind":"self_employed","nir":"2900675123456","year":2022,"months":7,)"
                 R"("contribution_paid":true})");
  ASSERT_TRUE(records) << records.error().message;
  EXPECT_EQ(records->at(0).months, 7);
  EXPECT_TRUE(records->at(0).contribution_paid);
  EXPECT_EQ(model::format_date(records->at(0).from), "2022-01-01");
  EXPECT_EQ(model::format_date(*records->at(0).to), "2022-12-31");
}

TEST(LifeRecordTest, ReadsAPeriod) {
  const auto records =
      parse_life(R"({"kind":"abroad","nir":"2900675123456","from":"2021-09-01","french_law":false})"
                 "\n"
                 R"({"kind":"abroad","nir":"2900675123456","from":"2021-09-01","to":"2022-08-31",)"
                 R"("french_law":true,"withdrawn":true})"
                 "\n");
  ASSERT_TRUE(records) << records.error().message;
  EXPECT_FALSE(records->at(0).to);
  EXPECT_EQ(model::format_date(*records->at(1).to), "2022-08-31");
  EXPECT_TRUE(records->at(1).french_law && records->at(1).withdrawn);
}

TEST(LifeRecordTest, RefusesABadLineAndNamesIt) {
  const std::string good = R"({"kind":"esat","nir":"2900675123456","year":2022})"
                           "\n";
  for (const char* bad :
       {R"({"kind":"birth","nir":"2900675123456","on":"2024-03-05"})",
        R"({"kind":"death","nir":"2900675123456"})",
        R"({"kind":"death","nir":"2900675123456","on":"2024-02-30"})",
        R"({"kind":"death","nir":"1","on":"2024-03-05"})",
        R"({"kind":"death","nir":"2900675123456","on":"2024-03-05","why":"x"})",
        R"({"kind":"esat","nir":"2900675123456","year":2014})",
        R"({"kind":"self_employed","nir":"2900675123456","year":2022,"months":13,)"
        R"("contribution_paid":true})",
        R"({"kind":"self_employed","nir":"2900675123456","year":2022,"months":3})",
        R"({"kind":"abroad","nir":"2900675123456","from":"2021-09-01","to":"2021-08-31",)"
        R"("french_law":false})",
        "not json"}) {
    const auto records = parse_life(good + bad);
    ASSERT_FALSE(records) << bad;
    EXPECT_EQ(records.error().code, ErrorCode::kMalformed) << bad;
    EXPECT_EQ(records.error().detail, 2) << bad;
  }
  EXPECT_EQ(parse_life("").error().code, ErrorCode::kMalformed);
}

}  // namespace
}  // namespace cpa::server
