#include "core/model/ledger.h"

#include <gtest/gtest.h>

namespace cpa::model {
namespace {

Entry credit() {
  return {.account = SubAccount::kCpf,
          .kind = EntryKind::kCredit,
          .bucket = "capped",
          .amount = 18669,
          .law_date = make_date(2025, 12, 31),
          .cause = "credit:2025",
          .article = "R6323-1",
          .operation = "O1"};
}

TEST(LedgerTest, AnEntryComesBackAsItWas) {
  EXPECT_EQ(entry_from_json(SubAccount::kCpf, entry_to_json(credit())).value(), credit());
}

TEST(LedgerTest, EurosAreAnAmountAndPointsAreWhole) {
  EXPECT_EQ(*entry_to_json(credit()).find("amount")->as_string(), "186.69");
  Entry points = credit();
  points.account = SubAccount::kC2p;
  points.amount = 12;
  const codec::Json json = entry_to_json(points);
  EXPECT_EQ(json.find("amount"), nullptr);
  EXPECT_EQ(*json.find("points"), codec::Json(std::int64_t{12}));
  EXPECT_EQ(entry_from_json(SubAccount::kC2p, json).value(), points);
}

TEST(LedgerTest, RefusesWhatIsNoEntry) {
  for (const char* member : {"kind", "bucket", "amount", "law_date", "cause", "article"}) {
    const codec::Json whole = entry_to_json(credit());
    codec::Json json = codec::Json::object();
    for (const auto& [name, value] : *whole.as_object()) {
      if (name != member) json.set(name, value);
    }
    EXPECT_FALSE(entry_from_json(SubAccount::kCpf, json)) << member;
  }
  codec::Json odd = entry_to_json(credit());
  odd.set("kind", "gift");
  EXPECT_FALSE(entry_from_json(SubAccount::kCpf, odd));
}

TEST(LedgerTest, NamesComeBack) {
  for (const SubAccount account : {SubAccount::kCpf, SubAccount::kC2p, SubAccount::kCec}) {
    EXPECT_EQ(parse_sub_account(sub_account_name(account)).value(), account);
  }
  EXPECT_FALSE(parse_sub_account("pee"));
  for (const EntryKind kind :
       {EntryKind::kCredit, EntryKind::kUse, EntryKind::kReservation, EntryKind::kRelease,
        EntryKind::kConversion, EntryKind::kCorrection, EntryKind::kOpening, EntryKind::kClosing}) {
    EXPECT_EQ(parse_entry_kind(entry_kind_name(kind)).value(), kind);
  }
}

TEST(LedgerTest, WritesAmountsInTheUnitOfTheAccountAndReadsThemAgain) {
  EXPECT_EQ(format_amount(SubAccount::kCpf, 5), "0.05");
  EXPECT_EQ(format_amount(SubAccount::kCec, -24'000), "-240.00");
  EXPECT_EQ(format_amount(SubAccount::kC2p, 4), "4");
  EXPECT_EQ(parse_amount(SubAccount::kCec, "-240.00").value(), -24'000);
  EXPECT_EQ(parse_amount(SubAccount::kC2p, "-4").value(), -4);
  for (const char* wrong : {"", "4.0", "4 ", "x"}) {
    EXPECT_EQ(parse_amount(SubAccount::kC2p, wrong).error().code, ErrorCode::kMalformed) << wrong;
  }
}

}  // namespace
}  // namespace cpa::model
