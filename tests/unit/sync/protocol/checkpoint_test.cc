#include "sync/protocol/checkpoint.h"

#include <gtest/gtest.h>

#include "sync/protocol/versions.h"
#include "tests/unit/sync/protocol/test_keys.h"

namespace cpa::protocol {
namespace {

Checkpoint sample() {
  return {"acc", {2, std::string(32, 'a')}, 7, model::Instant{std::chrono::seconds{1700000000}}, 3,
          5,     std::string(64, 'b')};
}

TEST(CheckpointTest, ComesBackAsItWasSigned) {
  const std::string jws = make_checkpoint(sample(), "k1", sign_as_server).value();
  for (const auto& read : {verify_checkpoint(jws, server_verifies()), read_checkpoint(jws)}) {
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->account, "acc");
    EXPECT_EQ(read->server_epoch, sample().server_epoch);
    EXPECT_EQ(read->at, 7);
    EXPECT_EQ(read->time, sample().time);
    EXPECT_EQ(read->after_seq, 3);
    EXPECT_EQ(read->count, 5);
    EXPECT_EQ(read->root, sample().root);
  }
  EXPECT_EQ(jws_kid(jws).value(), "k1");
}

TEST(CheckpointTest, RefusesAnotherKeyOrType) {
  const std::string jws = make_checkpoint(sample(), "k1", sign_as_server).value();
  EXPECT_EQ(verify_checkpoint(jws, server_verifies(4)).error().code, ErrorCode::kSignature);
  const auto token =
      make_jws(JwsAlgorithm::kEdDsa, kAccessTokenTyp, codec::Json::object(), "{}", sign_as_server);
  EXPECT_EQ(verify_checkpoint(*token, server_verifies()).error().code, ErrorCode::kSignature);
}

TEST(CheckpointTest, RefusesAnIncompleteOne) {
  const auto empty =
      make_jws(JwsAlgorithm::kEdDsa, kCheckpointTyp, codec::Json::object(), "{}", sign_as_server);
  EXPECT_EQ(verify_checkpoint(*empty, server_verifies()).error().code, ErrorCode::kMalformed);
  EXPECT_FALSE(read_checkpoint("not a jws"));
}

}  // namespace
}  // namespace cpa::protocol
