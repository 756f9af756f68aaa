#include "sync/engine/answer.h"

#include <gtest/gtest.h>

#include <string>

#include "core/codec/gzip.h"
#include "core/crypto/sign.h"

namespace cpa::engine {
namespace {

/// A server of one key, whose answers the test may write as it likes and sign all the same.
class AnswerTest : public testing::Test {
 protected:
  AnswerTest() {
    trust_.keys = {{"k1", crypto::ed25519_public_key(seed_).value()}};
    expected_.binding = {"POST", "/v1/sync", "sha-256=:AAAA:"};
    expected_.nonce = "nonce";
    expected_.account = "acc";
    expected_.device = "dev";
    expected_.epoch = "ee";
    expected_.meta.server_epoch_n = 2;
    expected_.meta.server_epoch_random = "rr";
    expected_.meta.durable_seq = 3;
    expected_.meta.last_seq = 4;
    expected_.meta.at = 5;
    body_.nonce = "nonce";
    body_.account = "acc";
    body_.device = "dev";
    body_.epoch = "ee";
    body_.server_epoch = {2, "rr"};
    body_.durable_seq = 3;
    body_.last_seq = 4;
    body_.pull.to = "cursor";
    checkpoint_ = {"acc", {2, "rr"}, 5, {}, 4, 1, std::string(64, 'a')};
  }

  Result<Bytes> sign(ByteView message) { return crypto::ed25519_sign(seed_, message); }

  ports::HttpResponse response(const Bytes& coded) {
    const std::string digest = protocol::content_digest(coded);
    const auto headers =
        protocol::sign_response({200, digest}, expected_.binding, "k1", {}, [this](ByteView text) {
          return sign(text);
        }).value();
    ports::HttpResponse made;
    made.status = 200;
    made.headers = {{"content-type", "application/json"},
                    {"content-encoding", "gzip"},
                    {"content-digest", digest},
                    {"signature-input", headers.signature_input},
                    {"signature", headers.signature}};
    made.body = coded;
    return made;
  }
  ports::HttpResponse signed_text(std::string_view text) {
    return response(codec::gzip_compress(bytes_of(text)));
  }
  ports::HttpResponse answer() {
    body_.checkpoint = protocol::make_checkpoint(checkpoint_, kid_, [this](ByteView text) {
                         return sign(text);
                       }).value();
    return signed_text(codec::to_text(protocol::to_json(body_)));
  }
  Verdict verdict(const ports::HttpResponse& response) {
    return judge_answer(response, expected_, trust_).verdict;
  }

  SecretBytes seed_{Bytes(32, 3)};
  trust::Trust trust_;
  Expected expected_;
  protocol::SyncResponse body_;
  protocol::Checkpoint checkpoint_;
  std::string kid_ = "k1";
};

TEST_F(AnswerTest, BelievesWhatTheServerSignedForThisRequest) {
  const Judged judged = judge_answer(answer(), expected_, trust_);
  EXPECT_EQ(judged.verdict, Verdict::kVerified) << judged.why;
  EXPECT_EQ(judged.response.pull.to, "cursor");
  ASSERT_TRUE(judged.checkpoint);
  EXPECT_EQ(judged.checkpoint->at, 5);
}

TEST_F(AnswerTest, SortsAnswersThatAreNotTheApplications) {
  ports::HttpResponse other = answer();
  other.status = 401;
  EXPECT_EQ(verdict(other), Verdict::kUnauthorized);
  other.status = 426;
  EXPECT_EQ(verdict(other), Verdict::kUpdateNeeded);
  for (const int status : {204, 302, 404, 500, 503, 511}) {
    other.status = status;
    EXPECT_EQ(verdict(other), Verdict::kServerDown) << status;
  }
  ports::HttpResponse page = answer();
  page.headers[0].value = "text/html";
  EXPECT_EQ(verdict(page), Verdict::kServerDown);
}

TEST_F(AnswerTest, AnAnswerWithoutTheRightSignatureIsIntercepted) {
  ports::HttpResponse bare = answer();
  bare.headers.resize(3);
  EXPECT_EQ(verdict(bare), Verdict::kIntercepted);
  ports::HttpResponse flipped = answer();
  flipped.body[12] ^= 1;
  EXPECT_EQ(verdict(flipped), Verdict::kIntercepted);
  const ports::HttpResponse whole = answer();
  expected_.binding.content_digest = "sha-256=:BBBB:";
  EXPECT_EQ(verdict(whole), Verdict::kIntercepted);
  trust_.keys.clear();
  EXPECT_EQ(verdict(answer()), Verdict::kIntercepted);
}

TEST_F(AnswerTest, ASignedAnswerForAnotherIsIntercepted) {
  for (std::string protocol::SyncResponse::*member :
       {&protocol::SyncResponse::nonce, &protocol::SyncResponse::account,
        &protocol::SyncResponse::device, &protocol::SyncResponse::epoch}) {
    const std::string kept = body_.*member;
    body_.*member = "other";
    EXPECT_EQ(verdict(answer()), Verdict::kIntercepted);
    body_.*member = kept;
  }
}

TEST_F(AnswerTest, ACheckpointMustBeTheServersForThisAccountAndEpoch) {
  checkpoint_.account = "other";
  EXPECT_EQ(verdict(answer()), Verdict::kIntercepted);
  checkpoint_.account = "acc";
  checkpoint_.server_epoch.n = 3;
  EXPECT_EQ(verdict(answer()), Verdict::kIntercepted);
  checkpoint_.server_epoch.n = 2;
  kid_ = "k2";
  EXPECT_EQ(verdict(answer()), Verdict::kIntercepted);
  body_.checkpoint = "not a jws";
  EXPECT_EQ(verdict(signed_text(codec::to_text(protocol::to_json(body_)))), Verdict::kIntercepted);
}

TEST_F(AnswerTest, WhatLiesBehindComesFromALaggingReplica) {
  body_.durable_seq = 2;
  EXPECT_EQ(verdict(answer()), Verdict::kLagging);
  body_.durable_seq = 3;
  body_.last_seq = 3;
  EXPECT_EQ(verdict(answer()), Verdict::kLagging);
  body_.last_seq = 4;
  checkpoint_.at = 4;
  EXPECT_EQ(verdict(answer()), Verdict::kLagging);
  body_.server_epoch = {1, "rr"};
  checkpoint_ = {"acc", {1, "rr"}, 9, {}, 9, 1, std::string(64, 'a')};
  EXPECT_EQ(verdict(answer()), Verdict::kLagging);
}

TEST_F(AnswerTest, ANewServerEpochMayBeginLower) {
  body_.server_epoch = {3, "ss"};
  body_.durable_seq = 0;
  body_.last_seq = 0;
  checkpoint_ = {"acc", {3, "ss"}, 1, {}, 0, 1, std::string(64, 'a')};
  EXPECT_EQ(verdict(answer()), Verdict::kVerified);
}

TEST_F(AnswerTest, SignedNonsenseIsAFaultOfTheServer) {
  EXPECT_EQ(verdict(signed_text("{")), Verdict::kServerDown);
  EXPECT_EQ(verdict(signed_text(R"({"v":1})")), Verdict::kServerDown);
  EXPECT_EQ(verdict(response(copy_of(bytes_of("no gzip")))), Verdict::kServerDown);
  ports::HttpResponse coded = answer();
  coded.headers[1].value = "br";
  EXPECT_EQ(verdict(coded), Verdict::kServerDown);
}

TEST_F(AnswerTest, ABombIsNotExpanded) {
  EXPECT_EQ(verdict(signed_text(std::string(9U << 20U, ' '))), Verdict::kServerDown);
}

TEST_F(AnswerTest, ANewerProtocolAsksForAnUpdate) {
  codec::Json json = protocol::to_json(body_);
  json.set("v", std::int64_t{2});
  EXPECT_EQ(verdict(signed_text(codec::to_text(json))), Verdict::kUpdateNeeded);
}

TEST_F(AnswerTest, TheStoreGetsEveryPartOfIt) {
  protocol::CommandResult result;
  result.rseq = 7;
  result.id = "id";
  result.seq = 4;
  result.outcome = protocol::Outcome::kApplied;
  body_.results = {result};
  body_.pull.mode = protocol::PullMode::kReset;
  body_.pull.ops = {{false, "cpf", "E1", 3, 4, "{}"}, {true, "cpf", "E2", 5, 0, ""}};
  body_.pull.more = true;
  body_.law_seq = 8;
  const store::Answer stored = to_store(judge_answer(answer(), expected_, trust_));
  EXPECT_EQ(stored.pull, store::PullKind::kReset);
  EXPECT_TRUE(stored.more);
  EXPECT_EQ(stored.cursor, "cursor");
  EXPECT_EQ(stored.at, 5);
  EXPECT_EQ(stored.covered_seq, 4);
  EXPECT_EQ(stored.root, std::string(64, 'a'));
  EXPECT_EQ(stored.checkpoint, *body_.checkpoint);
  EXPECT_EQ(stored.durable_seq, 3);
  EXPECT_EQ(stored.law_seq, 8);
  ASSERT_EQ(stored.results.size(), 1U);
  EXPECT_EQ(stored.results[0].outcome, "applied");
  ASSERT_EQ(stored.changes.size(), 2U);
  EXPECT_EQ(stored.changes[0].row.body, "{}");
  EXPECT_TRUE(stored.changes[1].is_delete);
}

}  // namespace
}  // namespace cpa::engine
