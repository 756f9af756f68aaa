#include "core/store/store.h"

#include <algorithm>
#include <string>

#include "tests/unit/core/store/store_fixture.h"

namespace cpa::store {
namespace {

constexpr std::string_view kMarker = "marker-2900675123456-Zoe";

std::string bytes_in(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST_F(StoreTest, KeepsValuesAndLawAfterReopening) {
  {
    auto store = open();
    ASSERT_TRUE(store->set_value("a", "1"));
    ASSERT_TRUE(store->set_value("b", "2"));
    ASSERT_TRUE(store->erase_value("b"));
    ASSERT_TRUE(store->keep_law(3, "hash", "pack"));
  }
  auto store = open();
  EXPECT_EQ(store->value("a").value(), "1");
  EXPECT_EQ(store->value("b").value(), std::nullopt);
  EXPECT_EQ(store->law("hash").value(), "pack");
  EXPECT_EQ(store->law("other").value(), std::nullopt);
}

TEST_F(StoreTest, OneWritesAndTheOthersRead) {
  auto writer = open();
  ASSERT_TRUE(writer->set_value("a", "1"));
  EXPECT_EQ(open_error(), ErrorCode::kStorageBusy);
  auto reader = open(Access::kReadOnly);
  ASSERT_NE(reader, nullptr);
  EXPECT_TRUE(reader->read_only());
  EXPECT_EQ(reader->epoch(), writer->epoch());
  EXPECT_EQ(reader->value("a").value(), "1");
  EXPECT_EQ(reader->set_value("a", "2").error().code, ErrorCode::kReadOnly);
  ASSERT_TRUE(writer->set_value("a", "3"));
  EXPECT_EQ(reader->value("a").value(), "3");
}

TEST_F(StoreTest, AFileWithoutItsKeySaysSo) {
  { const auto store = open(); }
  fake::MemoryKeyVault empty{random_};
  EXPECT_EQ(Store::open({folder_, disk_, empty, random_}).error().code, ErrorCode::kVaultKeyLost);
}

TEST_F(StoreTest, AnotherKeyIsNotDamage) {
  { const auto store = open(); }
  ASSERT_TRUE(vault_.write("store-key", SecretBytes(Bytes(32, 9))));
  EXPECT_EQ(open_error(), ErrorCode::kWrongKey);
}

TEST_F(StoreTest, ADamagedHeadIsNotAnotherKey) {
  {
    auto store = open();
    ASSERT_TRUE(store->close());
  }
  std::string whole = bytes_in(file());
  whole[40] = static_cast<char>(whole[40] ^ 1);
  std::ofstream(file(), std::ios::binary | std::ios::trunc) << whole;
  EXPECT_EQ(open_error(), ErrorCode::kCorruption);
}

TEST_F(StoreTest, ABrokenVaultIsNamed) {
  vault_.break_with(ErrorCode::kVaultUnavailable);
  EXPECT_EQ(open_error(), ErrorCode::kVaultUnavailable);
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(StoreTest, AFlippedBitIsFoundWhereverItLies) {
  std::string before;
  {
    auto store = open();
    for (int i = 0; i < 40; ++i) {
      ASSERT_TRUE(store->set_value("name" + std::to_string(i), std::string(500, 'v')));
    }
    before = store->dump().value();
    ASSERT_TRUE(store->close());
  }
  const std::string whole = bytes_in(file());
  std::size_t found = 0;
  std::size_t tried = 0;
  for (std::size_t at = 7; at < whole.size(); at += whole.size() / 60 + 1) {
    ++tried;
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 4);
    std::filesystem::remove(folder_ / "store.db-wal");
    std::filesystem::remove(folder_ / "store.db-shm");
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << flipped;
    const auto store = try_open();
    if (!store) {
      EXPECT_EQ(store.error().code, ErrorCode::kCorruption) << "at " << at;
      ++found;
      continue;
    }
    const auto after = (*store)->dump();
    if (!after) {
      EXPECT_EQ(after.error().code, ErrorCode::kCorruption) << "at " << at;
      ++found;
    } else {
      // A page that holds nothing.
      EXPECT_EQ(*after, before) << "at " << at;
    }
  }
  EXPECT_GT(found * 2, tried);
}

TEST_F(StoreTest, WhatIsStoredIsNowhereInClear) {
  auto store = open();
  ASSERT_TRUE(store->set_value("name", kMarker));
  queue(*store, std::string(kMarker));
  for (const auto& each : std::filesystem::directory_iterator(folder_)) {
    EXPECT_EQ(bytes_in(each.path()).find(kMarker), std::string::npos) << each.path();
  }
  ASSERT_TRUE(store->export_plain(folder_ / "plain.db"));
  EXPECT_NE(bytes_in(folder_ / "plain.db").find(kMarker), std::string::npos);
}

TEST_F(StoreTest, ANewerFileIsReadAndNotWritten) {
  {
    auto store = open();
    ASSERT_TRUE(store->set_value("a", "1"));
  }
  {
    const SecretBytes key = vault_.read("store-key").value();
    auto database = Database::open({file(), key});
    ASSERT_TRUE(database);
    ASSERT_TRUE(database->run_script("PRAGMA user_version = 99"));
  }
  EXPECT_EQ(open_error(), ErrorCode::kSchemaNewer);
  auto reader = open(Access::kReadOnly);
  ASSERT_NE(reader, nullptr);
  EXPECT_EQ(reader->value("a").value(), "1");
}

TEST_F(StoreTest, ARestoredPhoneBeginsANewEpochAndKeepsItsCommands) {
  std::string epoch;
  {
    auto store = open();
    epoch = store->epoch();
    EXPECT_EQ(epoch.size(), 32U);
    queue(*store, "one");
  }
  ASSERT_TRUE(vault_.write("device-epoch", SecretBytes(copy_of(bytes_of("another")))));
  auto store = open();
  EXPECT_NE(store->epoch(), epoch);
  const auto kept = store->undecided().value();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].epoch, epoch);
  EXPECT_EQ(kept[0].jws, "jws of one");
  queue(*store, "two");
  EXPECT_EQ(ids(store->outbox()), "one:1 two:1 ");
}

TEST_F(StoreTest, TheEpochLastsAsLongAsVaultAndFileAgree) {
  std::string epoch;
  {
    auto store = open();
    epoch = store->epoch();
  }
  EXPECT_EQ(open()->epoch(), epoch);
}

TEST_F(StoreTest, NothingIsThereToReadBeforeTheFirstWriter) {
  EXPECT_EQ(open_error(Access::kReadOnly), ErrorCode::kNotFound);
}

}  // namespace
}  // namespace cpa::store
