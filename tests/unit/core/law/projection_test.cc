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
  Result<Projection> projection = project(the_law(), entries, commands);
  if (!projection) ADD_FAILURE() << projection.error().message;
  return projection ? *projection : Projection{};
}

TEST(ProjectionTest, SumsEntriesByBucket) {
  const std::vector<Entry> entries{
      credit(SubAccount::kC2p, "points", 4), credit(SubAccount::kCpf, "topup", 300'000),
      credit(SubAccount::kCpf, "capped", 50'000), credit(SubAccount::kCpf, "capped", -20'000)};
  const Result<Balances> balances = balances_of(entries);
  ASSERT_TRUE(balances);
  EXPECT_EQ(balances->of(SubAccount::kCpf), 330'000);
  EXPECT_EQ(balances->of(SubAccount::kCpf, "capped"), 30'000);
  EXPECT_EQ(balances->of(SubAccount::kC2p), 4);
  EXPECT_EQ(balances->of(SubAccount::kCec), 0);
  ASSERT_EQ(balances->buckets.size(), 3U);
  EXPECT_EQ(balances->buckets[0].bucket, "capped");
  EXPECT_EQ(balances->buckets[2].account, SubAccount::kC2p);
}

TEST(ProjectionTest, RefusesSumsOutOfRange) {
  const std::int64_t huge = std::numeric_limits<std::int64_t>::max();
  const std::vector<Entry> entries{credit(SubAccount::kCpf, "capped", huge),
                                   credit(SubAccount::kCpf, "topup", huge)};
  EXPECT_EQ(balances_of(entries).error().code, ErrorCode::kLimitExceeded);
  const std::vector<Entry> lowest{
      credit(SubAccount::kCpf, "capped", std::numeric_limits<std::int64_t>::min()),
      credit(SubAccount::kCpf, "capped", -1)};
  EXPECT_EQ(balances_of(lowest).error().code, ErrorCode::kLimitExceeded);
}

TEST(ProjectionTest, ReservesCappedRightsForAPendingRequest) {
  const std::vector<Entry> entries{credit(SubAccount::kCpf, "capped", 200'000)};
  const Projection projection = projected(entries, {request("c1", "1000.00")});
  EXPECT_EQ(projection.confirmed.of(SubAccount::kCpf), 200'000);
  EXPECT_EQ(projection.projected.of(SubAccount::kCpf), 115'000);
  ASSERT_EQ(projection.pending.size(), 1U);
  EXPECT_EQ(projection.pending[0].outcome, PendingOutcome::kReserves);
  EXPECT_EQ(projection.pending[0].amount, -85'000);
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

TEST(ProjectionTest, LeavesTopUpsOutOfCappedRights) {
  const std::vector<Entry> entries{credit(SubAccount::kCpf, "topup", 300'000)};
  const Projection projection = projected(entries, {request("c1", "1000.00")});
  EXPECT_EQ(projection.pending[0].outcome, PendingOutcome::kLikelyRefused);
  EXPECT_EQ(projection.projected, projection.confirmed);
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

TEST(ProjectionTest, SaysUnknownWhereTheLawIsNotCodedOrTheArgumentsAreBroken) {
  const std::vector<Entry> entries{credit(SubAccount::kCpf, "capped", 500'000)};
  UndecidedCommand broken = request("c2", "free");
  const Projection projection = projected(entries, {request("c1", "100.00", "bilan"), broken});
  EXPECT_EQ(projection.pending[0].outcome, PendingOutcome::kUnknown);
  EXPECT_EQ(projection.pending[0].code, "law_not_coded");
  EXPECT_EQ(projection.pending[1].outcome, PendingOutcome::kUnknown);
  EXPECT_EQ(projection.projected, projection.confirmed);
}

TEST(ProjectionTest, WritesAnEffectAsJson) {
  const std::vector<Entry> entries{credit(SubAccount::kCpf, "capped", 200'000)};
  const Projection projection = projected(entries, {request("c1", "1000.00")});
  const codec::Json effect = pending_effect_to_json(projection.pending[0]);
  EXPECT_EQ(*effect.find("type"), codec::Json("training.request"));
  EXPECT_EQ(*effect.find("outcome"), codec::Json("reserves"));
  EXPECT_EQ(*effect.find("amount"), codec::Json("-850.00"));
  EXPECT_EQ(*effect.find("participation"), codec::Json("150.00"));
}

}  // namespace
}  // namespace cpa::law
