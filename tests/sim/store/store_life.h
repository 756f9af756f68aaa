#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/store/roots.h"
#include "core/store/store.h"
#include "platform/fake/disk.h"
#include "platform/fake/key_vault.h"
#include "platform/fake/random.h"
#include "tests/sim/disk/disk_vfs.h"

namespace cpa::sim {

/// A device with a store on a fake disk, and what happens to the store in its life: commands,
/// answers, a checkpoint of the WAL. A fault is planned at one step of the life after the other;
/// a test says what must hold after each.
class StoreLife : public testing::Test {
 public:
  /// One thing that is done, or fails and leaves the state before it.
  using Deed = std::function<Status(store::Store&)>;

 protected:
  StoreLife();

  Result<std::unique_ptr<store::Store>> try_open() {
    return store::Store::open({"/home", disk_, *vault_, random_});
  }
  std::unique_ptr<store::Store> open() {
    auto opened = try_open();
    if (!opened) ADD_FAILURE() << opened.error().message << " " << opened.error().detail;
    return opened ? std::move(*opened) : nullptr;
  }
  /// The vault and the empty disk of a device that was never used.
  void begin_new_device();
  /// The disk as it was when the store had been made and nothing had happened yet.
  void begin_life() { disk_.restore(made_); }

  [[nodiscard]] const std::vector<Deed>& deeds() const { return deeds_; }
  /// What the store holds after the first `done` deeds.
  [[nodiscard]] const std::string& state_after(std::size_t done) const { return states_.at(done); }
  /// Does the deeds from `done` on until one fails; returns how many are done then.
  std::size_t live(store::Store& store, std::size_t done = 0) const {
    while (done < deeds_.size() && deeds_[done](store)) ++done;
    return done;
  }
  static std::string state_of(store::Store& store) {
    const auto text = store.dump();
    return text ? *text : "unreadable: " + text.error().message;
  }

  fake::SeededRandom random_{11};
  fake::FakeDisk disk_{random_};
  DiskVfs vfs_{disk_};
  std::unique_ptr<fake::MemoryKeyVault> vault_;

 private:
  std::vector<Deed> deeds_;
  std::vector<std::string> states_;
  fake::DiskImage made_;
};

}  // namespace cpa::sim
