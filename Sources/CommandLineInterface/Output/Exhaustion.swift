import Foundation

/// The end of a process that has no memory for one of its arrays, for which Swift's runtime aborts.
enum Exhaustion {
  private static let sentence: StaticString =
    "vintner: There is no memory for that: give a smaller table or network, or fewer threads (--threads).\n"
  // Written once, before the handler is installed.
  private nonisolated(unsafe) static var previous = sigaction()

  /// From now on, such an end is a sentence below the runtime's, and the status of a system error, in place of a
  /// backtrace. Every other abort is handled as before.
  static func watch() {
    _ = sentence.utf8Start
    var action = sigaction()
    let handler: @convention(c) (Int32) -> Void = { Exhaustion.end($0) }
    #if os(Linux)
      action.__sigaction_handler.sa_handler = handler
    #else
      action.__sigaction_u.__sa_handler = handler
    #endif
    sigemptyset(&action.sa_mask)
    sigaction(SIGABRT, &action, &previous)
  }

  private static func end(_ number: Int32) {
    // The allocation that failed is the last thing that went wrong in this thread.
    guard errno == ENOMEM else {
      sigaction(number, &previous, nil)
      raise(number)
      return
    }
    _ = write(STDERR_FILENO, sentence.utf8Start, sentence.utf8CodeUnitCount)
    Interruption.removeFolders()
    _exit(71)
  }
}
