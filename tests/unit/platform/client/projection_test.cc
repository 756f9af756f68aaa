#include "platform/client/projection.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/unit/core/law/law_samples.h"

namespace cpa {
namespace {

using model::Entry;
using model::SubAccount;

KeyedEntry entry(SubAccount account, std::string bucket, std::int64_t amount) {
  KeyedEntry keyed;
  keyed.key = std::string(model::sub_account_name(account)) + "/E1";
  keyed.entry.account = account;
  keyed.entry.bucket = std::move(bucket);
  keyed.entry.amount = amount;
  keyed.entry.law_date = model::make_date(2025, 12, 31);
  return keyed;
}

/// Certified rows without a store.
class Rows final : public store::RowReader {
 public:
  Rows() { add_text("profile", R"({"birth":"1990-06-15","state":"open"})"); }
  void add(const KeyedEntry& keyed) {
    const std::string part(model::sub_account_name(keyed.entry.account));
    rows_[part].push_back({part, "E" + std::to_string(rows_[part].size() + 1), 1, 0,
                           codec::to_text(model::entry_to_json(keyed.entry))});
  }
  void add_text(const std::string& part, const std::string& body) {
    rows_[part].push_back({part, "E9", 1, 0, body});
  }
  [[nodiscard]] Result<std::vector<store::StoredRow>> rows(std::string_view part) const override {
    const auto found = rows_.find(std::string(part));
    return found == rows_.end() ? std::vector<store::StoredRow>{} : found->second;
  }

 private:
  std::map<std::string, std::vector<store::StoredRow>> rows_;
};

store::OutboxCommand command(std::string id, std::string type, std::string args) {
  return {std::move(id),         "epoch", 1, std::move(type), "jws", std::move(args),
          "2026-03-01T09:00:00Z"};
}

const std::string kTraining = R"({"price":"400.00","kind":"rncp","session_start":"2026-09-01"})";

codec::Json pending(const Rows& rows, const std::vector<store::OutboxCommand>& commands) {
  const store::OverlayBuilder build =
      overlay_builder(law::current_law, [] { return model::make_date(2026, 3, 1); });
  const auto items = build(rows, commands);
  if (!items) ADD_FAILURE() << items.error().message;
  EXPECT_EQ(items->size(), 1U);
  EXPECT_EQ(items->front().key, kPendingItem);
  return codec::parse_json(items->front().body).value();
}

// By hand: on 1 March 2026 the holder pays 103.20 of 400; 296.80 of the rights are set aside.
TEST(ProjectionTest, SetsAsideWhatADecisionWouldTake) {
  Rows rows;
  rows.add(entry(SubAccount::kCpf, "capped", 50'000));
  const codec::Json effects = pending(rows, {command("c1", "training.request", kTraining)});
  ASSERT_EQ(effects.as_array()->size(), 1U);
  const codec::Json& effect = (*effects.as_array())[0];
  EXPECT_EQ(*effect.find("id")->as_string(), "c1");
  EXPECT_EQ(*effect.find("amount")->as_string(), "-296.80");
}

TEST(ProjectionTest, LeavesOutDecisionsThatThisAppDoesNotKnow) {
  Rows rows;
  EXPECT_TRUE(pending(rows, {command("c1", "account.close", "{}")}).as_array()->empty());
  EXPECT_TRUE(pending(rows, {command("c2", "training.request", "{")}).as_array()->empty());
}

TEST(ProjectionTest, ARowOfAnotherFormIsAnErrorAndNoFigure) {
  Rows rows;
  rows.add_text("cpf", "{}");
  const auto items =
      overlay_builder(law::current_law, [] { return model::make_date(2026, 3, 1); })(rows, {});
  ASSERT_FALSE(items);
  EXPECT_EQ(items.error().code, ErrorCode::kMalformed);
}

std::string member(const codec::Json& accounts, std::string_view account, std::string_view name) {
  return codec::canonical(*accounts.find(account)->find(name));
}

TEST(ProjectionTest, ShowsEachAccountInItsUnit) {
  const auto accounts = rights_document(
      {entry(SubAccount::kCpf, "capped", 50'000), entry(SubAccount::kCpf, "topup", 12'345),
       entry(SubAccount::kC2p, "points", 8)},
      codec::Json::array());
  ASSERT_TRUE(accounts);
  EXPECT_EQ(member(*accounts, "cpf", "balance"), R"("623.45")");
  EXPECT_EQ(member(*accounts, "cpf", "unit"), R"("EUR")");
  EXPECT_EQ(member(*accounts, "c2p", "balance"), R"("8")");
  EXPECT_EQ(member(*accounts, "c2p", "unit"), R"("point")");
  EXPECT_EQ(member(*accounts, "cec", "balance"), R"("0.00")");
  EXPECT_EQ(member(*accounts, "cpf", "buckets"),
            R"([{"balance":"500.00","bucket":"capped"},{"balance":"123.45","bucket":"topup"}])");
}

TEST(ProjectionTest, ShowsNoBalanceBelowZeroAndKeepsWhatIsConfirmed) {
  const codec::Json effects =
      codec::parse_json(R"([{"charges":[{"account":"cpf","bucket":"capped","amount":"-600.00"},)"
                        R"({"account":"cec","bucket":"cec","amount":"-0.01"}]},{"charges":[]}])")
          .value();
  const auto accounts = rights_document({entry(SubAccount::kCpf, "capped", 50'000)}, effects);
  ASSERT_TRUE(accounts);
  EXPECT_EQ(member(*accounts, "cpf", "balance"), R"("0.00")");
  EXPECT_EQ(member(*accounts, "cpf", "confirmed"), R"("500.00")");
}

}  // namespace
}  // namespace cpa
