import Foundation
import Synchronization

/// A thread whose start may fail: Foundation's does not say so.
package enum SystemThread {
  /// How much a thread yields to those that do not, as `nice` has it.
  private static let niceness: Int32 = 10

  /// Starts a thread that calls a closure and ends.
  ///
  /// - Parameters:
  ///   - name: of up to 15 bytes.
  ///   - stackSize: in bytes, all of which count towards the limit of the process's addresses. Default: 8 MB.
  ///   - yields: whether others come first where all cores are busy. Threads that it starts inherit that. Default: no.
  /// - Returns: whether the system had one.
  package static func start(
    _ name: String, stackSize: Int = 8 << 20, yields: Bool = false, _ body: @escaping @Sendable () -> Void
  ) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let start = Unmanaged.passRetained(ThreadStart(name, yields, body))
    #if canImport(Darwin)
      var thread: pthread_t?
      let code = pthread_create(&thread, &attributes, { runStart($0) }, start.toOpaque())
    #else
      var thread = pthread_t()
      let code = pthread_create(&thread, &attributes, { runStart($0!) }, start.toOpaque())
    #endif
    if code != 0 { start.release() }
    return code == 0
  }

  /// What a new thread is given.
  fileprivate final class ThreadStart {
    private let name: String
    private let yields: Bool
    private let body: @Sendable () -> Void

    init(_ name: String, _ yields: Bool, _ body: @escaping @Sendable () -> Void) {
      (self.name, self.yields, self.body) = (name, yields, body)
    }

    func run() {
      Thread.current.name = name
      #if canImport(Darwin)
        if yields { pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0) }
      #else
        // On Linux, the "process" 0 is the calling thread.
        if yields { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness) }
      #endif
      body()
    }
  }
}

extension SystemThread {
  /// Calls a closure on its own thread. The calling task waits without a thread: those that Swift runs tasks on
  /// stay free for others.
  ///
  /// Where the system has no more threads the closure is called in place.
  /// - Parameters:
  ///   - name: the thread's, of up to 15 bytes.
  ///   - body: what to call. Its argument says, from any thread, whether the calling task is cancelled.
  /// - Throws: what the closure throws.
  package static func run<Value: Sendable>(
    _ name: String,
    _ body: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> Value
  ) async throws -> Value {
    let flag = CancellationFlag()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let perform: @Sendable () -> Void = {
          continuation.resume(with: Result { try body { flag.isSet } })
        }
        if !start(name, perform) { perform() }
      }
    } onCancel: {
      flag.set()
    }
  }

  private final class CancellationFlag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
  }
}

/// What a thread begins with; a function of its own, because a C function captures nothing.
private func runStart(_ start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Unmanaged<SystemThread.ThreadStart>.fromOpaque(start).takeRetainedValue().run()
  return nil
}
