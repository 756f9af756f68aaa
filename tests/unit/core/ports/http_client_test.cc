#include "core/ports/http_client.h"

#include <gtest/gtest.h>

namespace cpa::ports {
namespace {

TEST(FindHeaderTest, ComparesNamesWithoutCase) {
  const std::vector<HttpHeader> headers = {{"Content-Type", "application/json"}};
  ASSERT_NE(find_header(headers, "content-type"), nullptr);
  EXPECT_EQ(*find_header(headers, "CONTENT-TYPE"), "application/json");
}

TEST(FindHeaderTest, GivesTheFirstOfTwo) {
  const std::vector<HttpHeader> headers = {{"a", "1"}, {"A", "2"}};
  EXPECT_EQ(*find_header(headers, "A"), "1");
}

TEST(FindHeaderTest, DoesNotTakeAPrefixForTheName) {
  const std::vector<HttpHeader> headers = {{"signature-input", "x"}};
  EXPECT_EQ(find_header(headers, "signature"), nullptr);
  EXPECT_EQ(find_header(headers, "signature-input-2"), nullptr);
}

}  // namespace
}  // namespace cpa::ports
