#include "core/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace cpa {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{ErrorCode::kInvalidArgument, "odd", number};
  return number / 2;
}

Result<int> quarter(int number) {
  CPA_TRY_ASSIGN(const int once, half(number));
  CPA_TRY_ASSIGN(const int twice, half(once));
  return twice;
}

Status check_even(int number) {
  CPA_TRY(half(number));
  return {};
}

TEST(ResultTest, HoldsAValueOrAnError) {
  const Result<int> good = half(8);
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 4);
  const Result<int> bad = half(7);
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(bad.error().detail, 7);
}

TEST(ResultTest, TryPassesTheFirstErrorUp) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_EQ(quarter(7).error().detail, 7);
  EXPECT_EQ(quarter(6).error().detail, 3);
  EXPECT_TRUE(check_even(2));
  EXPECT_FALSE(check_even(3));
}

TEST(ResultTest, CarriesWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
  const std::unique_ptr<int> owned = *std::move(result);
  EXPECT_EQ(*owned, 5);
}

TEST(ResultTest, MayHoldAnErrorAsItsError) {
  Result<std::string> result(Error{ErrorCode::kCut, "gone"});
  const Error error = std::move(result).error();
  EXPECT_EQ(error.message, "gone");
}

TEST(ResultTest, ACopyHasItsOwnError) {
  Result<int> first = half(7);
  const Result<int> copy = first;
  Result<int> assigned = half(8);
  assigned = copy;
  std::move(first).error().message = "changed";
  EXPECT_EQ(copy.error().message, "odd");
  EXPECT_EQ(assigned.error().message, "odd");
}

TEST(StatusTest, IsSuccessUnlessAnErrorWasGiven) {
  const Status fresh;
  const Status good = ok_status();
  const Status bad(Error{ErrorCode::kClosed, "closed"});
  EXPECT_TRUE(fresh.has_value());
  EXPECT_TRUE(good.has_value());
  EXPECT_FALSE(bad.has_value());
}

TEST(ResultDeathTest, ReadingTheMissingSideStopsTheProcess) {
  EXPECT_DEATH(static_cast<void>(half(7).value()), "broken promise");
  EXPECT_DEATH(static_cast<void>(half(8).error()), "broken promise");
}

}  // namespace
}  // namespace cpa
