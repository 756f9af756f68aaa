#include "platform/fake/executor.h"

#include <algorithm>
#include <utility>

namespace cpa::fake {

using std::chrono::milliseconds;

void ManualExecutor::post(std::function<void()> task) { tasks_.push_back(std::move(task)); }

void ManualExecutor::set_timer(ports::TimerId id, milliseconds delay, std::function<void()> task) {
  timers_.insert_or_assign(id, Timer{clock_.monotonic() + delay, std::move(task)});
}

void ManualExecutor::cancel_timer(ports::TimerId id) { timers_.erase(id); }

bool ManualExecutor::run_one() {
  if (tasks_.empty()) return false;
  const std::function<void()> task = std::move(tasks_.front());
  tasks_.pop_front();
  task();
  return true;
}

void ManualExecutor::run_ready() {
  while (run_one()) {
  }
}

std::optional<ports::TimerId> ManualExecutor::next_due(milliseconds until) const {
  const auto soonest =
      std::min_element(timers_.begin(), timers_.end(),
                       [](const auto& a, const auto& b) { return a.second.due < b.second.due; });
  if (soonest == timers_.end() || soonest->second.due > until) return std::nullopt;
  return soonest->first;
}

void ManualExecutor::advance(milliseconds step) {
  const milliseconds end = clock_.monotonic() + step;
  run_ready();
  while (const std::optional<ports::TimerId> id = next_due(end)) {
    const milliseconds wait = timers_.at(*id).due - clock_.monotonic();
    clock_.advance(std::max(wait, milliseconds(0)));
    fire(*id);
  }
  clock_.advance(std::max(end - clock_.monotonic(), milliseconds(0)));
}

bool ManualExecutor::fire(ports::TimerId id) {
  const auto found = timers_.find(id);
  if (found == timers_.end()) return false;
  const std::function<void()> task = std::move(found->second.task);
  timers_.erase(found);  // before it runs: the task may set the same timer again
  task();
  run_ready();
  return true;
}

std::optional<milliseconds> ManualExecutor::timer(ports::TimerId id) const {
  const auto found = timers_.find(id);
  if (found == timers_.end()) return std::nullopt;
  return std::max(found->second.due - clock_.monotonic(), milliseconds(0));
}

void ManualExecutor::kill() {
  tasks_.clear();
  timers_.clear();
}

}  // namespace cpa::fake
