import Foundation

/// Threads of the server. A system that has none left is an answer, not the end of the process.
enum ServerThread {
  /// What a thread does: where all cores are busy, requests come before training.
  enum Purpose {
    case requests, training
  }

  /// How much training yields to everything else: as `nice` has it. Threads that a training thread starts inherit it.
  private static let trainingNiceness: Int32 = 10

  /// Starts a thread.
  ///
  /// - Parameter name: of up to 15 bytes.
  /// - Returns: whether the system had a thread.
  @discardableResult
  static func start(
    _ name: String, for purpose: Purpose, _ body: @escaping @Sendable () -> Void
  ) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 8 << 20)
    let job = Unmanaged.passRetained(Job(name, purpose, body))
    #if os(Linux)
      var thread = pthread_t()
      let code = pthread_create(&thread, &attributes, { Job.run($0!) }, job.toOpaque())
    #else
      var thread: pthread_t?
      let code = pthread_create(&thread, &attributes, { Job.run($0) }, job.toOpaque())
    #endif
    if code != 0 { job.release() }
    return code == 0
  }

  /// Does something long that concerns training on a thread for it, and waits for the result. Where there is no thread,
  /// the caller does it itself.
  static func training<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let result = Delivery<Result<Value, Failure>>()
    let perform: @Sendable () -> Void = {
      result.put(Result { () throws(Failure) in try body() })
    }
    if !start("vintner-work", for: .training, perform) { perform() }
    return try result.take().get()
  }

  /// What a thread begins with.
  private final class Job {
    private let name: String
    private let purpose: Purpose
    private let body: @Sendable () -> Void

    init(_ name: String, _ purpose: Purpose, _ body: @escaping @Sendable () -> Void) {
      (self.name, self.purpose, self.body) = (name, purpose, body)
    }

    static func run(_ job: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
      Unmanaged<Job>.fromOpaque(job).takeRetainedValue().run()
      return nil
    }

    private func run() {
      Thread.current.name = name
      #if os(Linux)
        // On Linux, the "process" 0 is the calling thread.
        if purpose == .training {
          setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, trainingNiceness)
        }
      #else
        if purpose == .training { pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0) }
      #endif
      body()
    }
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
