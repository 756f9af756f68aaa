#include "tools/server/decide/decider.h"

#include <gtest/gtest.h>

#include "tests/unit/tools/server/decide/exchange.h"
#include "tools/server/storage/ledger.h"

namespace cpa::server {
namespace {

using protocol::Outcome;

using DeciderTest = ExchangeTest;

TEST_F(DeciderTest, AcceptsATrainingWithinTheRights) {
  const auto answer = sync(with({stage_.command(1, "training.request", kTraining)}));
  ASSERT_EQ(answer.results.size(), 1U);
  const auto& result = answer.results[0];
  EXPECT_EQ(result.outcome, Outcome::kApplied);
  EXPECT_FALSE(result.dup);
  // 400.00 − 103.20 of participation on 2026-03-01.
  EXPECT_EQ(codec::to_text(result.args),
            R"({"participation":"103.20","charged":"296.80","operation":"O2"})");
  EXPECT_EQ(cpf(), 50000 - 29680);
  EXPECT_EQ(answer.last_seq, 1);
  EXPECT_EQ(answer.durable_seq, 1);
}

TEST_F(DeciderTest, TheDayOfReceiptSetsTheParticipation) {
  service_.set_legal_day(model::make_date(2026, 4, 2));
  const auto answer = sync(with({stage_.command(1, "training.request", kTraining)}));
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(*answer.results[0].args.find("participation")->as_string(), "150.00");
}

TEST_F(DeciderTest, RejectsATrainingBeyondTheRightsWithItsArticle) {
  const auto answer = sync(with({stage_.command(
      1, "training.request", R"({"price":"900.00","kind":"rncp","session_start":"2026-09-01"})")}));
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(answer.results[0].outcome, Outcome::kRejected);
  EXPECT_EQ(answer.results[0].code, "insufficient_rights");
  EXPECT_FALSE(answer.results[0].articles.empty());
  EXPECT_EQ(cpf(), 50000);
}

TEST_F(DeciderTest, RejectsKindsWhoseLawIsNotCoded) {
  const auto answer = sync(with(
      {stage_.command(1, "training.request",
                      R"({"price":"100.00","kind":"astrology","session_start":"2026-09-01"})")}));
  EXPECT_EQ(answer.results.at(0).code, "law_not_coded");
}

TEST_F(DeciderTest, AsksForTheAnswersThatTheKindNeedsAndTakesThem) {
  const auto answer = sync(with({
      stage_.command(1, "training.request",
                     R"({"price":"100.00","kind":"bilan","session_start":"2026-09-01"})"),
      stage_.command(2, "training.request",
                     R"({"price":"200.00","kind":"bilan","session_start":"2026-09-01",)"
                     R"("answers":{"bilan_before":false,"job_seeker":true}})"),
      stage_.command(3, "training.request",
                     R"({"price":"200.00","kind":"rncp","session_start":"2026-09-01",)"
                     R"("answers":{"cpf_rights":"9000"}})"),
  }));
  EXPECT_EQ(answer.results.at(0).code, "facts_missing");
  EXPECT_EQ(codec::to_text(*answer.results[0].args.find("missing")),
            R"(["bilan_before","last_bilan_on"])");
  EXPECT_EQ(answer.results.at(1).outcome, Outcome::kApplied);
  EXPECT_EQ(cpf(), 30000);  // a job seeker pays no participation
  EXPECT_EQ(answer.results.at(2).code, "malformed");
}

TEST_F(DeciderTest, PointsBecomeATopUpThatPaysForATraining) {
  DsnText text;
  text.declaration("01", "122025").person(Stage::kZoe).contract("01072025", "C2");
  text.exposure("05", "C2", "2025").exposure("06", "C2", "2025").hours("151.67");
  stage_.declare(text);
  stage_.credit(2025, "2026-02-20");  // 4 points
  const auto answer = sync(with({
      stage_.command(1, "c2p.use", R"({"use":"training","points":3})"),
      stage_.command(2, "c2p.use", R"({"use":"training","points":2})"),
      stage_.command(3, "c2p.use", R"({"use":"retirement","points":1})"),
      stage_.command(4, "c2p.use", R"({"use":"training","points":0})"),
  }));
  EXPECT_EQ(answer.results.at(0).outcome, Outcome::kApplied);
  EXPECT_EQ(answer.results.at(1).code, "insufficient_rights");
  EXPECT_EQ(answer.results.at(2).code, "law_not_coded");
  EXPECT_EQ(answer.results.at(3).code, "malformed");
  EXPECT_EQ(stage_.balance(model::SubAccount::kC2p), 1);
  const auto entries =
      *AccountBook(stage_.database(), stage_.account()).entries(model::SubAccount::kCpf);
  EXPECT_EQ(entries.back().bucket, "topup");
  EXPECT_EQ(entries.back().amount, 150'000);
  EXPECT_EQ(entries.back().article, "R4163-11");
}

TEST_F(DeciderTest, ACommandOnAnOldStateIsStaleWithTheCurrentRows) {
  auto command = stage_.command(1, "training.request", kTraining);
  command.base = {{"cpf/E1", 999}};
  const auto answer = sync(with({command}));
  EXPECT_EQ(answer.results.at(0).code, "stale");
  const auto& rows = *answer.results[0].rows.as_array();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(*rows[0].find("key")->as_string(), "E1");
  EXPECT_EQ(cpf(), 50000);
}

TEST_F(DeciderTest, ACommandPastItsTimeIsRejected) {
  auto command = stage_.command(1, "training.request", kTraining);
  command.not_after = stage_.clock.utc_now() - std::chrono::seconds(1);
  EXPECT_EQ(sync(with({command})).results.at(0).code, "expired");
}

TEST_F(DeciderTest, ARejectedCommandBlocksOnlyThoseThatDependOnIt) {
  auto first = stage_.command(1, "training.request",
                              R"({"price":"9000.00","kind":"rncp","session_start":"2026-09-01"})");
  auto second = stage_.command(2, "training.request", kTraining);
  second.depends_on = first.id;
  const auto third = stage_.command(3, "training.request", kTraining);
  const auto answer = sync(with({first, second, third}));
  ASSERT_EQ(answer.results.size(), 3U);
  EXPECT_EQ(answer.results[1].code, "dependency_rejected");
  EXPECT_EQ(answer.results[2].outcome, Outcome::kApplied);
}

TEST_F(DeciderTest, UnknownTypesAndFormsAreRejectedNotLost) {
  const auto answer = sync(with({stage_.command(1, "account.close", "{}"),
                                 stage_.command(2, "training.request", R"({"price":"1"})")}));
  EXPECT_EQ(answer.results.at(0).code, "unsupported");
  EXPECT_EQ(answer.results.at(1).code, "malformed");
}

TEST_F(DeciderTest, RecordsADeclarationOfVolunteering) {
  const auto answer =
      sync(with({stage_.command(1, "cec.declare",
                                R"({"activity":"volunteering","year":2025,"associations":[)"
                                R"({"hours":210,"years":5,"declared":"2026-03-01"}]})")}));
  EXPECT_EQ(answer.results.at(0).outcome, Outcome::kApplied);
  const auto rows = *Ledger(stage_.database()).part(stage_.account(), "situation");
  EXPECT_NE(rows.back().body.find(R"("declared":"2026-03-01")"), std::string::npos);
}

TEST_F(DeciderTest, ALateDeclarationMadeInTimeIsDeferredNotRefused) {
  service_.set_legal_day(model::make_date(2026, 7, 3));
  const char* args = R"({"activity":"volunteering","year":2025,"associations":[)"
                     R"({"hours":210,"years":5,"declared":"2026-03-01"}]})";
  auto late = stage_.command(2, "cec.declare", args);
  late.made_lo = late.made_hi = *model::parse_instant("2026-07-02T10:00:00Z");
  const auto answer = sync(with({stage_.command(1, "cec.declare", args), late}));
  EXPECT_EQ(answer.results.at(0).outcome, Outcome::kDeferred);
  EXPECT_EQ(answer.results.at(0).code, "date_unclear");
  EXPECT_EQ(answer.results.at(1).outcome, Outcome::kRejected);
  EXPECT_EQ(answer.results.at(1).code, "too_late");
}

}  // namespace
}  // namespace cpa::server
