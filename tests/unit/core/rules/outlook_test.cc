#include "core/rules/outlook.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/core/rules/small_pack.h"

namespace cpa::rules {
namespace {

/// The right as the real law has it: full from half time on, pro rata below, nothing if rich.
std::string halved() {
  return small_pack_with(
      R"("rules":[{"id":"r","then":"@p.rate * hours / full","ref":"A1",)",
      R"("rules":[{"id":"none","over":["full","r"],"when":"rich","then":"0 EUR","ref":"A1",)"
      R"("why":{"fr":"n","en":"n"}},)"
      R"({"id":"full","when":"hours * 2 >= full","then":"@p.rate","ref":"A1",)"
      R"("why":{"fr":"f","en":"f"}},)"
      R"({"id":"r","when":"hours * 2 < full","then":"@p.rate * hours / full","ref":"A1",)");
}

class OutlookTest : public testing::Test {
 protected:
  std::uint32_t right() const {
    return static_cast<std::uint32_t>(pack_->find_var("v.right") - pack_->vars().data());
  }
  BoundFacts bound(const Facts& facts) const {
    auto result = BoundFacts::bind(*pack_, facts);
    if (!result) ADD_FAILURE() << result.error().message;
    return *result;
  }
  std::string bounds(const Facts& facts) const {
    const auto range = bounds_of(*pack_, right(), year(2023), bound(facts));
    if (!range || !range->low || !range->high) return "none";
    return range->low->decimal_text().value_or("?") + " to " +
           range->high->decimal_text().value_or("?");
  }
  /// "803.5: +0.5 → 500" for each threshold.
  std::string thresholds(const Facts& facts) const {
    std::string text;
    for (const Threshold& found : thresholds_of(*pack_, right(), year(2023), bound(facts))) {
      text += pack_->inputs()[found.input].name + " " + *found.at.decimal_text() + ": " +
              *found.change.decimal_text() + " → " + *found.result.number.decimal_text() + "; ";
    }
    return text;
  }
  std::shared_ptr<const Pack> pack_ = small_pack(halved());
};

const Value kFull = quantity(1607, "h");

// By hand: no hours give 0, half of 1607 and more 500; the pro rata below stays under 250.
TEST_F(OutlookTest, BoundsAreAsTightAsTheLaw) {
  EXPECT_EQ(bounds({{"rich", false}, {"full", kFull}}), "0 to 500");
  EXPECT_EQ(bounds({{"rich", true}}), "0 to 0") << "no question can change it";
}

TEST_F(OutlookTest, BoundsShrinkWithWhatIsKnown) {
  // 600 h: 186.69 when not rich, 0 when rich.
  EXPECT_EQ(bounds({{"hours", quantity(600, "h")}, {"full", kFull}}), "0 to 186.69");
  // 804 h or more is the full right, whatever the reference up to 1,608.
  EXPECT_EQ(bounds({{"hours", quantity(804, "h")}, {"full", kFull}}), "0 to 500");
}

TEST_F(OutlookTest, TellsNoBoundWhereTheLawMayFail) {
  // A reference of 0 hours divides by nothing.
  EXPECT_EQ(bounds({{"hours", quantity(0, "h")}, {"rich", false}}), "none");
}

// By hand: 803.5 is half of 1607; 803.49 × 500 ÷ 1607 = 249.9968…, up to the cent 250.
// Seen from the reference: 803 h are half of 1606 h, a pro rata of 1607 h gives 249.85.
TEST_F(OutlookTest, NamesTheNearestThreshold) {
  EXPECT_EQ(thresholds({{"hours", quantity(803, "h")}, {"full", kFull}, {"rich", false}}),
            "hours 803.5: 0.5 → 500; full 1606: -1 → 500; ");
  EXPECT_EQ(thresholds({{"hours", quantity(900, "h")}, {"full", kFull}, {"rich", false}}),
            "hours 803.49: -96.51 → 250; full 1800.01: 193.01 → 250; ");
}

TEST_F(OutlookTest, NamesNoThresholdWhereNothingWouldChange) {
  EXPECT_EQ(thresholds({{"hours", quantity(803, "h")}, {"full", kFull}, {"rich", true}}), "");
  EXPECT_EQ(thresholds({{"full", kFull}, {"rich", false}}), "") << "no result, no threshold";
}

}  // namespace
}  // namespace cpa::rules
