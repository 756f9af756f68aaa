#include "tools/server/decide/account_book.h"

#include <gtest/gtest.h>

#include "core/store/sql/database.h"
#include "tests/unit/tools/server/stage.h"
#include "tools/server/storage/accounts.h"

namespace cpa::server {
namespace {

TEST(AccountBookTest, NumbersKeysInBase36) {
  EXPECT_EQ(row_key('E', 1), "E1");
  EXPECT_EQ(row_key('E', 35), "EZ");
  EXPECT_EQ(row_key('E', 36), "E10");
  for (const std::int64_t number : {1, 35, 36, 1295, 1296, 100'000}) {
    EXPECT_EQ(row_number(row_key('O', number)), number);
  }
  EXPECT_EQ(row_number("P"), 0);
  EXPECT_EQ(row_number("E-1"), 0);
}

model::Entry entry(std::int64_t amount) {
  model::Entry entry;
  entry.bucket = "capped";
  entry.amount = amount;
  return entry;
}

class AccountBookRowsTest : public testing::Test {
 protected:
  AccountBookRowsTest() {
    EXPECT_TRUE(Accounts(stage_.database())
                    .insert({.id = "a", .nir = "1", .family_name = "", .given_names = ""}));
  }
  Stage stage_;
};

TEST_F(AccountBookRowsTest, RowsOfOneChangeShareARev) {
  AccountBook book(stage_.database(), "a", {"d", 5});
  EXPECT_EQ(*book.add("operation", 'O', codec::Json::object()), "O1");
  EXPECT_EQ(*book.add("operation", 'O', codec::Json::object()), "O2");
  EXPECT_EQ(*book.post(entry(-100)), "E1");
  const auto rows = *book.finish();
  ASSERT_EQ(rows.size(), 3U);
  for (const auto& row : rows) {
    EXPECT_EQ(row.rev, 1);
    EXPECT_EQ(row.after_seq, 5);
  }
  EXPECT_EQ((*Ledger(stage_.database()).parts("a")).at("operation").count, 2);
}

TEST_F(AccountBookRowsTest, EntriesComeInTheOrderTheyWerePosted) {
  AccountBook book(stage_.database(), "a");
  for (int i = 1; i <= 40; ++i) ASSERT_TRUE(book.post(entry(i)));
  ASSERT_TRUE(book.finish());
  const auto entries = *book.entries(model::SubAccount::kCpf);
  ASSERT_EQ(entries.size(), 40U);
  for (std::size_t i = 0; i < 40; ++i) {
    EXPECT_EQ(entries[i].amount, static_cast<std::int64_t>(i + 1));
  }
}

TEST_F(AccountBookRowsTest, NothingChangedTakesNoRev) {
  AccountBook book(stage_.database(), "a");
  const auto body = codec::Json::object({{"state", "open"}});
  ASSERT_TRUE(book.put("profile", "P", body));
  ASSERT_TRUE(book.finish());
  ASSERT_TRUE(book.put("profile", "P", body));
  EXPECT_TRUE((*book.finish()).empty());
  EXPECT_EQ((*Accounts(stage_.database()).find("a"))->at, 1);
}

}  // namespace
}  // namespace cpa::server
