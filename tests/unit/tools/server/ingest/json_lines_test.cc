#include "tools/server/ingest/json_lines.h"

#include <gtest/gtest.h>

namespace cpa::server {
namespace {

Result<std::int64_t> number_of(const codec::Json& json) {
  if (json.as_integer() == nullptr) return Error{ErrorCode::kMalformed, "no number", 0};
  return *json.as_integer();
}

TEST(JsonLinesTest, ReadsEveryLineWhateverItsEnd) {
  const auto numbers = read_lines<std::int64_t>("1\n2\r\n3", number_of);
  ASSERT_TRUE(numbers);
  EXPECT_EQ(*numbers, (std::vector<std::int64_t>{1, 2, 3}));
}

TEST(JsonLinesTest, IsAllOrNothingAndNamesTheLine) {
  const auto numbers = read_lines<std::int64_t>("1\n\"two\"\n3\n", number_of);
  ASSERT_FALSE(numbers);
  EXPECT_EQ(numbers.error().message, "line 2: no number");
  EXPECT_EQ(numbers.error().detail, 2);
  EXPECT_EQ(read_lines<std::int64_t>("1\n\n", number_of).error().detail, 2);
}

TEST(JsonLinesTest, RefusesAFileAboveItsLimit) {
  const std::string large((64U << 20U) + 1, '\n');
  EXPECT_EQ(read_lines<std::int64_t>(large, number_of).error().code, ErrorCode::kLimitExceeded);
}

}  // namespace
}  // namespace cpa::server
