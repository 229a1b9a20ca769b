import Foundation
import Synchronization

/// Ctrl-C and SIGTERM, as a request to end training in an orderly way.
enum Interruption {
  /// The signal that requested it; 0 where none did.
  private static let request = Atomic<Int32>(0)

  /// From now on, the first Ctrl-C or SIGTERM is a request; the second ends the process at once.
  static func watch() {
    // Initialized before the handler needs them: a signal handler must not wait for a lock.
    request.store(0, ordering: .relaxed)
    _ = folders
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.request.store(number, ordering: .relaxed)
        signal(SIGINT) { Interruption.end($0) }
        signal(SIGTERM) { Interruption.end($0) }
      }
    }
  }

  /// Calls `body`, something short that no Ctrl-C may interrupt: SIGINT, SIGTERM and SIGHUP are ignored meanwhile.
  static func ignored<Result>(during body: () throws -> Result) rethrows -> Result {
    let handlers = ending.map { ($0, signal($0, SIG_IGN)) }
    defer { for (number, handler) in handlers { signal(number, handler) } }
    return try body()
  }

  /// Whether Ctrl-C was pressed, or SIGTERM arrived.
  static var isRequested: Bool { request.load(ordering: .relaxed) != 0 }

  /// The failure of a command that ended by request.
  ///
  /// - Parameter rest: what follows `Interrupted` or `Terminated` in its sentence.
  static func failure(_ rest: String) -> Failure {
    request.load(ordering: .relaxed) == SIGTERM
      ? Failure(.terminated, "Terminated" + rest) : Failure(.interrupted, "Interrupted" + rest)
  }

  /// From now on, a signal that ends the process first removes these folders, the innermost first, if they are empty.
  static func removesAtEnd(_ paths: [String]) {
    guard !paths.isEmpty else { return }
    for (place, path) in paths.prefix(mostFolders).enumerated() { folders[place] = strdup(path) }
    for number in ending {
      let before = signal(number) { Interruption.end($0) }
      // What was ignored, as by `nohup`, stays so.
      if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        signal(number, SIG_IGN)
      }
    }
  }

  private static let ending = [SIGINT, SIGTERM, SIGHUP]
  private static let mostFolders = 64
  // Written before the handlers are installed; a pointer of its own, since a handler must not call Swift's runtime.
  private nonisolated(unsafe) static let folders = {
    let folders = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: mostFolders + 1)
    folders.initialize(repeating: nil, count: mostFolders + 1)
    return folders
  }()

  private static func end(_ number: Int32) {
    removeFolders()
    signal(number, SIG_DFL)
    raise(number)
  }

  /// Removes the folders of ``removesAtEnd(_:)`` that are empty, in a signal's handler.
  static func removeFolders() {
    var place = 0
    while let folder = folders[place] {
      rmdir(folder)
      place += 1
    }
  }
}
