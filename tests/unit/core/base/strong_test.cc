#include "core/base/strong.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace cpa {
namespace {

using RecordId = StrongId<struct RecordIdTag>;
using PartId = StrongId<struct PartIdTag>;
using Revision = StrongInt<struct RevisionTag>;

TEST(StrongTest, TwoMeaningsCannotBeSwapped) {
  static_assert(!std::is_convertible_v<RecordId, PartId>);
  static_assert(!std::is_constructible_v<RecordId, PartId>);
  static_assert(!std::is_convertible_v<std::string, RecordId>);
}

TEST(StrongTest, ComparesByValue) {
  EXPECT_EQ(RecordId("E1"), RecordId("E1"));
  EXPECT_LT(Revision(1), Revision(2));
  EXPECT_EQ(Revision().get(), 0);
}

}  // namespace
}  // namespace cpa
