#include "tests/sim/store/store_life.h"

#include <map>

namespace cpa::sim {
namespace {

using store::Answer;
using store::OutboxCommand;
using store::OverlayItem;
using store::PullKind;
using store::RowChange;
using store::RowReader;
using store::Store;

using Rows = std::map<std::string, RowChange>;

/// Shows each uncovered command, and how many cpf rows it was folded over.
Result<std::vector<OverlayItem>> fold(const RowReader& certified,
                                      const std::vector<OutboxCommand>& uncovered) {
  CPA_TRY_ASSIGN(const auto rows, certified.rows("cpf"));
  std::vector<OverlayItem> items;
  for (const OutboxCommand& command : uncovered) {
    items.push_back({command.id, std::to_string(rows.size())});
  }
  return items;
}

StoreLife::Deed append(const std::string& id) {
  return [id](Store& store) -> Status {
    CPA_TRY(store.append_command(
        [&](std::int64_t seq) -> Result<OutboxCommand> {
          return OutboxCommand{
              id,   store.epoch(),         seq, "training.request", std::string(700, 'j') + id,
              "{}", "2026-03-01T09:00:00Z"};
        },
        fold));
    return {};
  };
}

RowChange put(int number, std::int64_t rev) {
  const std::string key = "E" + std::to_string(1000 + number);
  return {false, {"cpf", key, rev, 0, std::string(300, static_cast<char>('a' + number % 20))}};
}

std::string root_of(const Rows& rows) {
  std::vector<store::PartDigest> parts;
  for (const std::string& name : store::part_names()) {
    store::PartHasher hasher;
    if (name == "cpf") {
      for (const auto& [key, change] : rows) hasher.add(key, change.row.rev, change.row.body);
    }
    const std::int64_t count = hasher.count();
    parts.push_back({name, count, hasher.finish()});
  }
  return store::account_root(std::move(parts));
}

/// An answer that puts rows `first` to `last` and makes `rows` the certified state.
Answer answer(PullKind kind, int first, int last, Rows& rows) {
  if (kind == PullKind::kReset) rows.clear();
  Answer made;
  made.server_epoch_n = 1;
  made.server_epoch_random = "aa";
  made.pull = kind;
  for (int number = first; number <= last; ++number) {
    made.changes.push_back(put(number, static_cast<std::int64_t>(rows.size()) + 1));
    rows.insert_or_assign(made.changes.back().row.key, made.changes.back());
  }
  made.cursor = "cursor-" + std::to_string(last);
  made.checkpoint = "checkpoint";
  made.root = root_of(rows);
  made.at = last;
  made.server_time = "2026-03-01T09:00:00Z";
  return made;
}

StoreLife::Deed apply(const Answer& answer) {
  return [answer](Store& store) -> Status {
    CPA_TRY_ASSIGN(const store::Applied applied, store.apply(answer, fold));
    return applied.root_mismatch ? Error{ErrorCode::kInternal, "the rows do not fit"} : ok_status();
  };
}

std::vector<StoreLife::Deed> whole_life() {
  Rows rows;
  Answer first = answer(PullKind::kReset, 1, 40, rows);
  first.results = {{1, "a", 1, "applied", "", "{}"}};
  first.durable_seq = 1;
  Answer second = answer(PullKind::kDelta, 30, 60, rows);
  second.results = {{2, "b", 2, "rejected", "", "{}"}};
  second.durable_seq = 2;
  second.covered_seq = 2;
  const auto checkpoint = [](Store& store) { return store.close(); };
  return {append("a"), append("b"),   apply(first), checkpoint,
          append("c"), apply(second), append("d"),  checkpoint};
}

}  // namespace

StoreLife::StoreLife() : deeds_(whole_life()) {
  begin_new_device();
  {
    auto store = open();
    states_.push_back(state_of(*store));
  }
  made_ = disk_.snapshot();
  auto store = open();
  for (const Deed& deed : deeds_) {
    EXPECT_TRUE(deed(*store));
    states_.push_back(state_of(*store));
  }
}

void StoreLife::begin_new_device() {
  vault_ = std::make_unique<fake::MemoryKeyVault>(random_);
  disk_.restore({{}, {"/"}});
}

}  // namespace cpa::sim
