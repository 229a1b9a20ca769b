import Foundation

/// A lock with a condition whose waits end by monotonic time: setting the calendar's clock back prolongs none.
///
/// Foundation's `NSCondition` and Dispatch's semaphores wait until a moment of the calendar.
final class Condition: @unchecked Sendable {
  // Sendable holds because both are made to be used by several threads, and never move.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    #if os(Linux)
      var attributes = pthread_condattr_t()
      pthread_condattr_init(&attributes)
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      pthread_cond_init(condition, &attributes)
      pthread_condattr_destroy(&attributes)
    #else
      pthread_cond_init(condition, nil)
    #endif
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func lock() { pthread_mutex_lock(mutex) }
  func unlock() { pthread_mutex_unlock(mutex) }

  func withLock<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    lock()
    defer { unlock() }
    return try body()
  }

  /// Wakes all threads that wait.
  func broadcast() { pthread_cond_broadcast(condition) }

  /// Releases the lock until a broadcast. Under the lock.
  func wait() { pthread_cond_wait(condition, mutex) }

  /// Releases the lock until a broadcast, or for some seconds. Under the lock.
  func wait(seconds: Double) {
    let whole = max(0, min(seconds, 1e6))
    let nanoseconds = Int((whole - whole.rounded(.down)) * 1e9)
    #if os(Linux)
      var end = timespec()
      clock_gettime(CLOCK_MONOTONIC, &end)
      let sum = end.tv_nsec + nanoseconds
      end.tv_sec += Int(whole) + sum / 1_000_000_000
      end.tv_nsec = sum % 1_000_000_000
      pthread_cond_timedwait(condition, mutex, &end)
    #else
      var time = timespec(tv_sec: Int(whole), tv_nsec: nanoseconds)
      pthread_cond_timedwait_relative_np(condition, mutex, &time)
    #endif
  }
}
