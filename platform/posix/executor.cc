#include "platform/posix/executor.h"

#include <algorithm>
#include <future>
#include <memory>
#include <utility>

#include "core/base/check.h"

namespace cpa::posix {

SerialExecutor::SerialExecutor() : thread_([this] { run(); }) {}

SerialExecutor::~SerialExecutor() {
  CPA_CHECK(!is_current());
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
  std::list<std::function<void()>> dropped;
  std::map<ports::TimerId, Timer> dropped_timers;
  {
    // Dropped outside the lock: what a task owns may call back as it goes.
    const MutexLock lock(mutex_);
    dropped.swap(tasks_);
    dropped_timers.swap(timers_);
  }
}

void SerialExecutor::post(std::function<void()> task) {
  {
    const MutexLock lock(mutex_);
    if (stopping_) return;
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void SerialExecutor::set_timer(ports::TimerId id, std::chrono::milliseconds delay,
                               std::function<void()> task) {
  Timer replaced{std::chrono::steady_clock::now() + delay, std::move(task)};
  {
    const MutexLock lock(mutex_);
    if (stopping_) return;
    std::swap(timers_[id], replaced);
  }
  changed_.notify_one();
}

void SerialExecutor::cancel_timer(ports::TimerId id) {
  std::map<ports::TimerId, Timer>::node_type cancelled;
  const MutexLock lock(mutex_);
  cancelled = timers_.extract(id);
}

void SerialExecutor::drain() {
  CPA_CHECK(!is_current());
  const auto reached = std::make_shared<std::promise<void>>();
  std::future<void> done = reached->get_future();
  post([reached] { reached->set_value(); });
  done.wait();
}

bool SerialExecutor::is_current() const noexcept {
  return std::this_thread::get_id() == thread_.get_id();
}

void SerialExecutor::run() {
  while (const std::function<void()> task = next_task()) task();
}

/// The next task, when it is there; empty once the executor stops.
std::function<void()> SerialExecutor::next_task() {
  const MutexLock lock(mutex_);
  for (;;) {
    if (stopping_) return {};
    move_due_timers();
    if (!tasks_.empty()) {
      std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      return task;
    }
    wait();
  }
}

void SerialExecutor::wait() {
  if (timers_.empty()) {
    changed_.wait(mutex_);
    return;
  }
  const Instant due = soonest()->second.due;  // a copy: the timer may go while this waits
  changed_.wait_until(mutex_, due);
}

/// Queues what is due behind the tasks already posted, soonest first.
void SerialExecutor::move_due_timers() {
  const Instant now = std::chrono::steady_clock::now();
  for (auto timer = soonest(); timer != timers_.end() && timer->second.due <= now;
       timer = soonest()) {
    tasks_.push_back(std::move(timer->second.task));
    timers_.erase(timer);
  }
}

std::map<ports::TimerId, SerialExecutor::Timer>::iterator SerialExecutor::soonest() {
  return std::min_element(timers_.begin(), timers_.end(),
                          [](const auto& a, const auto& b) { return a.second.due < b.second.due; });
}

}  // namespace cpa::posix
