#include "core/law/projection.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

using model::Entry;
using model::EntryKind;
using model::SubAccount;

const model::Date kToday = model::make_date(2026, 11, 24);
const model::Life kLife{.birth = model::make_date(1990, 6, 15)};

Entry credit(SubAccount account, std::string bucket, std::int64_t amount) {
  Entry entry;
  entry.account = account;
  entry.bucket = std::move(bucket);
  entry.amount = amount;
  entry.law_date = model::make_date(2025, 12, 31);
  return entry;
}

UndecidedCommand request(std::string id, std::string_view price, std::string_view kind = "rncp") {
  UndecidedCommand command;
  command.id = std::move(id);
  command.type = model::CommandType::kTrainingRequest;
  command.args =
      codec::Json::object({{"price", price}, {"kind", kind}, {"session_start", "2027-02-01"}});
  command.received = kToday;
  return command;
}

Projection projected(const std::vector<Entry>& entries,
                     const std::vector<UndecidedCommand>& commands) {
  Result<Projection> projection = project(the_law(), entries, kLife, commands);
  if (!projection) ADD_FAILURE() << projection.error().message;
  return projection ? *projection : Projection{};
}

TEST(ProjectionTest, ReservesCappedRightsForAPendingRequest) {
  const std::vector<Entry> entries{credit(SubAccount::kCpf, "capped", 200'000)};
  const Projection projection = projected(entries, {request("c1", "1000.00")});
  EXPECT_EQ(projection.confirmed.of(SubAccount::kCpf), 200'000);
  EXPECT_EQ(projection.projected.of(SubAccount::kCpf), 115'000);
  ASSERT_EQ(projection.pending.size(), 1U);
  EXPECT_EQ(projection.pending[0].outcome, PendingOutcome::kReserves);
  EXPECT_EQ(projection.pending[0].charges,
            (std::vector<BucketBalance>{{SubAccount::kCpf, "capped", 85'000}}));
  EXPECT_EQ(projection.pending[0].participation, model::Cents(15'000));
}

TEST(ProjectionTest, JudgesEachRequestOnWhatTheEarlierOnesLeave) {
  const std::vector<Entry> entries{credit(SubAccount::kCpf, "capped", 100'000)};
  const Projection projection =
      projected(entries, {request("c1", "1000.00"), request("c2", "1000.00")});
  EXPECT_EQ(projection.pending[0].outcome, PendingOutcome::kReserves);
  EXPECT_EQ(projection.pending[1].outcome, PendingOutcome::kLikelyRefused);
  EXPECT_EQ(projection.pending[1].code, "insufficient_rights");
  EXPECT_EQ(projection.projected.of(SubAccount::kCpf, "capped"), 15'000);
}

// By hand, law since 2025-12-05: top-ups first, then annual rights, then the CEC; 150 € are the
// holder's. 3,000 € = 1,500 + 1,000 + 350 + 150.
TEST(ProjectionTest, TakesFromEachBucketInItsTurn) {
  const std::vector<Entry> entries{credit(SubAccount::kCpf, "topup", 150'000),
                                   credit(SubAccount::kCpf, "capped", 100'000),
                                   credit(SubAccount::kCec, "cec", 48'000)};
  const Projection projection = projected(entries, {request("c1", "3000.00")});
  EXPECT_EQ(projection.pending[0].charges,
            (std::vector<BucketBalance>{{SubAccount::kCpf, "topup", 150'000},
                                        {SubAccount::kCpf, "capped", 100'000},
                                        {SubAccount::kCec, "cec", 35'000}}));
  EXPECT_EQ(projection.projected.of(SubAccount::kCpf), 0);
  EXPECT_EQ(projection.projected.of(SubAccount::kCec), 13'000);
}

TEST(ProjectionTest, NeverShowsAProjectedBalanceBelowZero) {
  const std::vector<Entry> entries{credit(SubAccount::kCpf, "capped", -5'000)};
  const Projection projection = projected(entries, {request("c1", "50.00")});
  EXPECT_EQ(projection.projected.of(SubAccount::kCpf), 0);
  EXPECT_EQ(projection.confirmed.of(SubAccount::kCpf), -5'000);
  EXPECT_EQ(projection.flags, std::vector<std::string>{"cpf/capped below zero"});
}

TEST(ProjectionTest, FlagsABalanceThatNoLawGives) {
  const std::vector<Entry> entries{credit(SubAccount::kCec, "cec", 10'000'001)};
  EXPECT_EQ(projected(entries, {}).flags, std::vector<std::string>{"cec/cec above 100000.00"});
}

TEST(ProjectionTest, MovesNothingForADeclaration) {
  UndecidedCommand declaration;
  declaration.id = "d1";
  declaration.type = model::CommandType::kCecDeclare;
  const Projection projection = projected({}, {declaration});
  EXPECT_EQ(projection.pending[0].outcome, PendingOutcome::kRecorded);
  EXPECT_TRUE(projection.projected.buckets.empty());
}

// 6 points at 500 € are 3,000 €; a training of 2,000 € then takes 1,850 of them.
TEST(ProjectionTest, PointsTurnedIntoEurosPayForTheNextRequest) {
  const std::vector<Entry> entries{credit(SubAccount::kC2p, "points", 8)};
  UndecidedCommand use;
  use.id = "u1";
  use.type = model::CommandType::kC2pUse;
  use.args = codec::Json::object({{"use", "training"}, {"points", 6}});
  use.received = kToday;
  const Projection projection = projected(entries, {use, request("c1", "2000.00")});
  EXPECT_EQ(projection.pending[0].outcome, PendingOutcome::kReserves);
  EXPECT_EQ(projection.projected.of(SubAccount::kC2p), 2);
  EXPECT_EQ(projection.projected.of(SubAccount::kCpf, "topup"), 115'000);
  const codec::Json effect = pending_effect_to_json(projection.pending[0]);
  EXPECT_EQ(codec::to_text(*effect.find("charges")),
            R"([{"account":"c2p","bucket":"points","amount":"-6"},)"
            R"({"account":"cpf","bucket":"topup","amount":"3000.00"}])");
  EXPECT_EQ(*effect.find("amount"), codec::Json("-6"));
}

TEST(ProjectionTest, SaysUnknownWhereTheLawIsNotCodedOrTheArgumentsAreBroken) {
  const std::vector<Entry> entries{credit(SubAccount::kCpf, "capped", 500'000)};
  UndecidedCommand broken = request("c2", "free");
  const Projection projection = projected(
      entries, {request("c1", "100.00", "astrology"), broken, request("c3", "100.00", "bilan")});
  EXPECT_EQ(projection.pending[0].outcome, PendingOutcome::kUnknown);
  EXPECT_EQ(projection.pending[0].code, "law_not_coded");
  EXPECT_EQ(projection.pending[1].outcome, PendingOutcome::kUnknown);
  EXPECT_EQ(projection.pending[2].outcome, PendingOutcome::kUnknown);
  EXPECT_EQ(projection.pending[2].missing,
            (std::vector<std::string>{"bilan_before", "last_bilan_on"}));
  EXPECT_EQ(projection.projected, projection.confirmed);
}

TEST(ProjectionTest, WritesAnEffectAsJson) {
  const std::vector<Entry> entries{credit(SubAccount::kCpf, "capped", 200'000)};
  const Projection projection = projected(entries, {request("c1", "1000.00")});
  const codec::Json effect = pending_effect_to_json(projection.pending[0]);
  EXPECT_EQ(*effect.find("type"), codec::Json("training.request"));
  EXPECT_EQ(*effect.find("outcome"), codec::Json("reserves"));
  EXPECT_EQ(*effect.find("amount"), codec::Json("-850.00"));
  EXPECT_EQ(codec::to_text(*effect.find("charges")),
            R"([{"account":"cpf","bucket":"capped","amount":"-850.00"}])");
  EXPECT_EQ(*effect.find("participation"), codec::Json("150.00"));
}

}  // namespace
}  // namespace cpa::law
