#include "core/base/error.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

namespace cpa {
namespace {

constexpr std::array kAllCodes = {
#define CPA_ERROR(name, number, slug, safe, cause_en, remedy_en, cause_fr, remedy_fr) \
  ErrorCode::name,
#include "core/base/errors.def"
#undef CPA_ERROR
};

TEST(ErrorTest, NumbersAndSlugsAreUnique) {
  std::set<int> numbers;
  std::set<std::string_view> slugs;
  for (const ErrorCode code : kAllCodes) {
    EXPECT_TRUE(numbers.insert(static_cast<int>(code)).second) << error_slug(code);
    EXPECT_TRUE(slugs.insert(error_slug(code)).second) << error_slug(code);
  }
}

TEST(ErrorTest, SlugsAreLowerCaseWords) {
  for (const ErrorCode code : kAllCodes) {
    for (const char c : error_slug(code)) {
      EXPECT_TRUE((c >= 'a' && c <= 'z') || c == '_') << error_slug(code);
    }
  }
}

TEST(ErrorTest, EverySentenceExistsInBothLanguagesAndEnds) {
  for (const ErrorCode code : kAllCodes) {
    for (const Language language : {Language::kFrench, Language::kEnglish}) {
      EXPECT_TRUE(error_cause(code, language).ends_with('.')) << error_slug(code);
      EXPECT_TRUE(error_remedy(code, language).size() > 3) << error_slug(code);
    }
    EXPECT_NE(error_cause(code, Language::kFrench), error_cause(code, Language::kEnglish));
  }
}

TEST(ErrorTest, OnlyDamageAndALostKeyEndangerData) {
  for (const ErrorCode code : kAllCodes) {
    const bool endangers = code == ErrorCode::kCorruption || code == ErrorCode::kVaultKeyLost;
    EXPECT_EQ(error_keeps_data(code), !endangers) << error_slug(code);
  }
}

TEST(ErrorTest, PublishedNumbersStay) {
  EXPECT_EQ(static_cast<int>(ErrorCode::kInvalidArgument), 1);
  EXPECT_EQ(static_cast<int>(ErrorCode::kStorageFull), 20);
  EXPECT_EQ(static_cast<int>(ErrorCode::kIntercepted), 42);
  EXPECT_EQ(error_slug(ErrorCode::kServerDown), "server_down");
}

}  // namespace
}  // namespace cpa
