import Vintner

/// Threads that train: where all cores are busy, requests come before them.
enum TrainingThread {
  /// Starts one; returns whether the system had it.
  static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
    SystemThread.start(name, yields: true, body)
  }

  /// Does something long on such a thread, and waits for the result. Where there is none, the caller does it itself.
  static func result<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let delivery = Delivery<Result<Value, Failure>>()
    let perform: @Sendable () -> Void = {
      delivery.put(Result { () throws(Failure) in try body() })
    }
    if !start("vintner-work", perform) { perform() }
    return try delivery.take().get()
  }
}

/// A value that one thread waits for and another one brings.
private final class Delivery<Value: Sendable>: @unchecked Sendable {
  // Sendable holds because `value` is used only under the lock.
  private let condition = Condition()
  private var value: Value?

  func put(_ value: Value) {
    condition.withLock {
      self.value = value
      condition.broadcast()
    }
  }

  func take() -> Value {
    condition.withLock {
      while true {
        if let value { return value }
        condition.wait()
      }
    }
  }
}
