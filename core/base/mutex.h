#pragma once

#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define CPA_THREAD_ANNOTATION(x) __attribute__((x))
#else
#define CPA_THREAD_ANNOTATION(x)
#endif

#define CPA_GUARDED_BY(x) CPA_THREAD_ANNOTATION(guarded_by(x))
#define CPA_REQUIRES(...) CPA_THREAD_ANNOTATION(requires_capability(__VA_ARGS__))

namespace cpa {

/// A mutex that Clang's thread-safety analysis knows.
class CPA_THREAD_ANNOTATION(capability("mutex")) Mutex {
 public:
  void lock() CPA_THREAD_ANNOTATION(acquire_capability()) { mutex_.lock(); }
  void unlock() CPA_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

/// Holds a `Mutex` for a scope.
class CPA_THREAD_ANNOTATION(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) CPA_THREAD_ANNOTATION(acquire_capability(mutex))
      : mutex_(mutex) {
    mutex_.lock();
  }
  ~MutexLock() CPA_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

/// Waits on a `Mutex`. The caller re-tests its condition: wake-ups may be spurious.
using ConditionVariable = std::condition_variable_any;

}  // namespace cpa
