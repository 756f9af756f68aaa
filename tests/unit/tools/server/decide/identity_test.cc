#include "tools/server/decide/identity.h"

#include <gtest/gtest.h>

#include "core/store/sql/database.h"
#include "tests/unit/tools/server/stage.h"
#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

TEST(IdentityTest, ComesBackAsItWasSaved) {
  Stage stage;
  const Status saved = in_transaction(
      stage.database(), [&]() { return save_identity(stage.database(), stage.identity); });
  ASSERT_TRUE(saved);
  const auto loaded = load_identity(stage.database());
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->kid, stage.identity.kid);
  EXPECT_EQ(codec::to_text(*public_key_of(*loaded)),
            codec::to_text(*public_key_of(stage.identity)));
  EXPECT_EQ(loaded->epoch_random, stage.identity.epoch_random);
}

TEST(IdentityTest, SaysWhenTheServerWasNeverInitialised) {
  Stage stage;
  EXPECT_EQ(load_identity(stage.database()).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace cpa::server
