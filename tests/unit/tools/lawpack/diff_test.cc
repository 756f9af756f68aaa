#include "tools/lawpack/diff.h"

#include <gtest/gtest.h>

#include <string>

namespace cpa::lawpack {
namespace {

/// An amount of `euros` and a rule with the formula given.
std::string pack_with(std::string_view euros, std::string_view then, std::string_view tests = "") {
  return R"({"format":"cpa-rules/1","id":"t","seq":1,"semantics":1,"published":"2026-01-01",)"
         R"("covers":{"from":"2019-01-01","to":"2027-01-01"},"refs":{"A":"A"},)"
         R"("params":{"p":{"type":"EUR","values":[{"from":"2019-01-01","v":")" +
         std::string(euros) + R"(","ref":"A"}]}},"inputs":{},)" +
         R"("vars":{"v":{"type":"EUR","law_at":"event","fr":"v","en":"v",)" +
         R"("rules":[{"id":"r","then":")" + std::string(then) +
         R"(","ref":"A"}]}},"hooks":{},"commands":{},"tests":[)" + std::string(tests) + "]}";
}

std::string told(const std::string& before, const std::string& after) {
  const auto found = difference(before, after);
  if (!found) return found.error().message;
  std::string text;
  for (const Difference& each : *found)
    text += each.what + ": " + each.was + " → " + each.now + "\n";
  return text;
}

const std::string kFive = R"({"id":"five","var":"v","on":"2020-01-01","facts":{},"expect":"5"})";
const std::string kSix = R"({"id":"five","var":"v","on":"2020-01-01","facts":{},"expect":"6"})";

TEST(DiffTest, SaysNothingOfTheSamePack) {
  EXPECT_EQ(told(pack_with("5", "@p"), pack_with("5", "@p")), "");
}

TEST(DiffTest, NamesAValueAndTheExampleItChanges) {
  EXPECT_EQ(told(pack_with("5", "@p", kFive), pack_with("6", "@p", kSix)),
            "parameter p, 2019-01-01: 5 EUR [A] → 6 EUR [A]\n"
            "example five (v): 5 → 6\n");
}

TEST(DiffTest, NamesAFormula) {
  EXPECT_EQ(told(pack_with("5", "@p"), pack_with("5", "@p * 2")), "rule v/r, then: @p → @p * 2\n");
}

TEST(DiffTest, LooksAtTheExamplesOfBothPacks) {
  EXPECT_EQ(told(pack_with("5", "@p"), pack_with("6", "@p", kSix)),
            "parameter p, 2019-01-01: 5 EUR [A] → 6 EUR [A]\n"
            "example five (v): 5 → 6\n");
}

TEST(DiffTest, RefusesWhatDoesNotLoad) {
  EXPECT_FALSE(difference(pack_with("5", "@q"), pack_with("5", "@p")));
  EXPECT_FALSE(difference("{", pack_with("5", "@p")));
}

}  // namespace
}  // namespace cpa::lawpack
