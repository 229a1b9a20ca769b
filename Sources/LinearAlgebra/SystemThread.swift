import Foundation

/// What a new thread is given.
private final class ThreadStart {
  let name: String
  let body: @Sendable () -> Void

  init(_ name: String, _ body: @escaping @Sendable () -> Void) { (self.name, self.body) = (name, body) }

  func run() {
    Thread.current.name = name
    body()
  }
}

/// A thread whose start may fail: Foundation's does not say so.
enum SystemThread {
  private static let stackSize = 8 << 20

  /// Starts a thread that calls a closure and ends.
  ///
  /// - Returns: whether the system had one.
  static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let start = Unmanaged.passRetained(ThreadStart(name, body))
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
}

/// What a thread begins with; a function of its own, because a C function captures nothing.
private func runStart(_ start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Unmanaged<ThreadStart>.fromOpaque(start).takeRetainedValue().run()
  return nil
}
