#include "tools/server/ingest/cec.h"

#include <gtest/gtest.h>

namespace cpa::server {
namespace {

constexpr const char* kVolunteering =
    R"({"kind":"volunteering","nir":"2900675123456","year":2023,"association":"W751234567",)"
    R"("hours":210,"years":5,"declared":"2024-05-02","attested":"2024-10-01"})";

TEST(CecTest, ReadsVolunteering) {
  const auto records = parse_cec(std::string(kVolunteering) + "\n");
  ASSERT_TRUE(records) << records.error().message;
  const auto& record = records->at(0);
  EXPECT_EQ(record.kind, CecKind::kVolunteering);
  EXPECT_EQ(record.amount, 210);
  EXPECT_EQ(record.body, "W751234567");
  EXPECT_EQ(model::format_date(*record.attested), "2024-10-01");
}

TEST(CecTest, ReadsMonthsAndDaysOfOtherCategories) {
  const auto records = parse_cec(
      R"({"kind":"civic_service","nir":"2900675123456","year":2023,"body":"ASC","months":8})"
      "\n"
      R"({"kind":"military_reserve","nir":"2900675123456","year":2023,"body":"ARM","days":95})"
      "\n");
  ASSERT_TRUE(records) << records.error().message;
  EXPECT_EQ(records->at(0).amount, 8);
  EXPECT_EQ(cec_kind_name(records->at(1).kind), "military_reserve");
}

TEST(CecTest, NamesTheLineThatIsWrong) {
  for (const char* bad :
       {"{", "", "[]", R"({"kind":"chess","nir":"2900675123456","year":2023})",
        R"({"kind":"civic_service","nir":"269054958815781","year":2023,"body":"A","months":8})",
        R"({"kind":"civic_service","nir":"2900675123456","year":2023,"body":"A","months":25})",
        R"({"kind":"civic_service","nir":"2900675123456","year":2023,"body":"A","days":8})",
        R"({"kind":"civic_service","nir":"2900675123456","year":23,"body":"A","months":8})",
        R"({"kind":"civic_service","nir":"2900675123456","year":2023,"body":"A","months":8,)"
        R"("x":1})"}) {
    const auto records = parse_cec(std::string(kVolunteering) + "\n" + bad + "\n");
    ASSERT_FALSE(records) << bad;
    EXPECT_EQ(records.error().detail, 2) << bad;
    EXPECT_EQ(records.error().message.find("2900675123456"), std::string::npos);
  }
}

}  // namespace
}  // namespace cpa::server
