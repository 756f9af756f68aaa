// JSONTestSuite by Nicolas Seriot, read from $CPA_VECTORS_DIR/json-test-suite/test_parsing:
// y_ must be accepted, n_ must be refused, i_ is for each parser to decide.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "core/codec/json.h"

namespace cpa::codec {
namespace {

constexpr std::string_view kFloat = "only integers of 64 bits are numbers here";
constexpr std::string_view kNegativeZero = "-0 has no place among integers";
constexpr std::string_view kDuplicate = "two members of one name can be read in two ways";
constexpr std::string_view kNul = "a NUL would cut the text where C reads it";

/// Documents of RFC 8259 that the strict profile refuses all the same, each with its reason.
const std::map<std::string, std::string_view, std::less<>> kRefusedByDesign = {
    {"y_number.json", kFloat},
    {"y_number_0e+1.json", kFloat},
    {"y_number_0e1.json", kFloat},
    {"y_number_double_close_to_zero.json", kFloat},
    {"y_number_int_with_exp.json", kFloat},
    {"y_number_minus_zero.json", kNegativeZero},
    {"y_number_negative_zero.json", kNegativeZero},
    {"y_number_real_capital_e.json", kFloat},
    {"y_number_real_capital_e_neg_exp.json", kFloat},
    {"y_number_real_capital_e_pos_exp.json", kFloat},
    {"y_number_real_exponent.json", kFloat},
    {"y_number_real_fraction_exponent.json", kFloat},
    {"y_number_real_neg_exp.json", kFloat},
    {"y_number_real_pos_exponent.json", kFloat},
    {"y_number_simple_real.json", kFloat},
    {"y_object_duplicated_key.json", kDuplicate},
    {"y_object_duplicated_key_and_value.json", kDuplicate},
    {"y_object_escaped_null_in_key.json", kNul},
    {"y_object_extreme_numbers.json", kFloat},
    {"y_string_null_escape.json", kNul},
    {"y_structure_lonely_negative_real.json", kFloat},
};

/// Our decision on the documents RFC 8259 leaves open: all of them are numbers beyond 64 bits or
/// not integers (i_number_), lone surrogates, invalid UTF-8 or another encoding (i_string_,
/// i_object_), a BOM, or 500 nested arrays (i_structure_). Every one is refused.
constexpr bool kOpenOnesAreAccepted = false;

std::filesystem::path suite_folder() {
  const char* const vectors = std::getenv("CPA_VECTORS_DIR");
  if (vectors == nullptr) return {};
  return std::filesystem::path(vectors) / "json-test-suite" / "test_parsing";
}

class JsonSuiteTest : public testing::Test {
 protected:
  void SetUp() override {
    if (suite_folder().empty()) {
      GTEST_SKIP() << "CPA_VECTORS_DIR is not set: JSONTestSuite is not run";
    }
    ASSERT_TRUE(std::filesystem::is_directory(suite_folder())) << suite_folder();
  }

  /// Calls `judge(name, accepted)` for each document whose name starts with `kind`.
  template <typename Judge>
  static int each(std::string_view kind, Judge judge) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(suite_folder())) {
      const std::string name = entry.path().filename().string();
      if (!name.starts_with(kind)) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string document{std::istreambuf_iterator<char>(file), {}};
      judge(name, parse_json(document).has_value());
      ++count;
    }
    return count;
  }
};

TEST_F(JsonSuiteTest, AcceptsWhatIsJsonUnlessRefusedByDesign) {
  const int count = each("y_", [](const std::string& name, bool accepted) {
    const auto exception = kRefusedByDesign.find(name);
    const bool refused_by_design = exception != kRefusedByDesign.end();
    EXPECT_EQ(accepted, !refused_by_design)
        << name << ": " << (refused_by_design ? exception->second : "is JSON");
  });
  EXPECT_GE(count, 95);
}

TEST_F(JsonSuiteTest, RefusesWhatIsNotJson) {
  const int count =
      each("n_", [](const std::string& name, bool accepted) { EXPECT_FALSE(accepted) << name; });
  EXPECT_GE(count, 188);
}

TEST_F(JsonSuiteTest, RefusesWhatTheStandardLeavesOpen) {
  const int count = each("i_", [](const std::string& name, bool accepted) {
    EXPECT_EQ(accepted, kOpenOnesAreAccepted) << name;
  });
  EXPECT_GE(count, 35);
}

}  // namespace
}  // namespace cpa::codec
