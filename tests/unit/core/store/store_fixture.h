#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "core/store/roots.h"
#include "core/store/store.h"
#include "platform/fake/key_vault.h"
#include "platform/fake/random.h"
#include "platform/posix/disk.h"

namespace cpa::store {

/// A folder of its own for each test, and a vault that outlives the store.
class StoreTest : public testing::Test {
 protected:
  StoreTest() {
    static std::atomic<int> number{0};
    std::string name = testing::TempDir() + "cpa-store-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no folder";
    folder_ = name + "/" + std::to_string(number++);
    std::filesystem::create_directories(folder_);
  }
  ~StoreTest() override { std::filesystem::remove_all(folder_.parent_path()); }

  Result<std::unique_ptr<Store>> try_open(Access access = Access::kReadWrite) {
    return Store::open({folder_, disk_, vault_, random_, access});
  }
  std::unique_ptr<Store> open(Access access = Access::kReadWrite) {
    auto store = try_open(access);
    if (!store) ADD_FAILURE() << store.error().message;
    return store ? std::move(*store) : nullptr;
  }
  ErrorCode open_error(Access access = Access::kReadWrite) {
    const auto store = try_open(access);
    return store ? ErrorCode::kInternal : store.error().code;
  }
  [[nodiscard]] std::filesystem::path file() const { return folder_ / "store.db"; }

  /// Shows each uncovered command, and how many cpf rows it was folded over.
  static Result<std::vector<OverlayItem>> fold(const RowReader& certified,
                                               const std::vector<OutboxCommand>& uncovered) {
    CPA_TRY_ASSIGN(const auto rows, certified.rows("cpf"));
    std::vector<OverlayItem> items;
    for (const OutboxCommand& command : uncovered) {
      items.push_back({command.id, std::to_string(rows.size())});
    }
    return items;
  }
  static std::string queue(Store& store, const std::string& id) {
    const auto command = store.append_command(
        [&](std::int64_t seq) -> Result<OutboxCommand> {
          return OutboxCommand{id,   store.epoch(),         seq, "training.request", "jws of " + id,
                               "{}", "2026-03-01T09:00:00Z"};
        },
        fold);
    if (!command) ADD_FAILURE() << command.error().message;
    return command ? command->id : "";
  }
  static std::string ids(const Result<std::vector<OutboxCommand>>& commands) {
    std::string text;
    for (const OutboxCommand& command : commands.value()) {
      text += command.id + ":" + std::to_string(command.seq) + " ";
    }
    return text;
  }
  static std::string overlay(Store& store) {
    const auto items = store.overlay().value();
    std::string text;
    for (const OverlayItem& item : items) text += item.key + "=" + item.body + " ";
    return text;
  }

  std::filesystem::path folder_;
  posix::SystemDisk disk_;
  fake::SeededRandom random_{11};
  fake::MemoryKeyVault vault_{random_};
};

}  // namespace cpa::store
