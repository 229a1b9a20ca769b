import Foundation
import Synchronization

/// A program that has been started.
///
/// Its two outputs are read while it runs, each by a thread of its own, so that it never waits for a
/// full pipe, whatever it writes and in which order.
package final class RunningCommand {
  private let command: Command
  private let process = Process()
  private let ended = DispatchSemaphore(value: 0)
  private let output: PipeReader
  private let error: PipeReader

  init(_ command: Command) throws {
    self.command = command
    process.executableURL = command.executable
    process.arguments = command.arguments
    process.environment = ProcessInfo.processInfo.environment.merging(command.environment) { $1 }
    if let directory = command.directory { process.currentDirectoryURL = directory }
    let input = Pipe()
    let outputPipe = Pipe()
    let errorPipe = Pipe()
    process.standardInput = input
    process.standardOutput = outputPipe
    process.standardError = errorPipe
    let ended = ended
    process.terminationHandler = { _ in ended.signal() }
    try Self.withNoSignalBlocked { [process] in try process.run() }
    output = PipeReader(outputPipe)
    error = PipeReader(errorPipe)
    feed(command.input, to: input.fileHandleForWriting)
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// Sends a signal, for instance `SIGINT`, as Ctrl-C does.
  package func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits until the program has written `text` to one of its two outputs.
  ///
  /// - Throws: `CommandError.endedWithout` where it ends without it, `.timedOut` where it takes too long.
  package func wait(for text: String) throws {
    let deadline = ContinuousClock.now + command.timeout
    while true {
      let running = process.isRunning
      if !running { readToTheEnd() }
      if output.text.contains(text) || error.text.contains(text) { return }
      if !running { throw CommandError.endedWithout(text: text, output: output.text, error: error.text) }
      if ContinuousClock.now > deadline { throw killed() }
      Thread.sleep(forTimeInterval: 0.005)
    }
  }

  /// What it has written to standard output so far.
  package var outputSoFar: String { output.text }

  /// What the system calls the program.
  package var processIdentifier: Int32 { process.processIdentifier }

  /// Whether it has not ended.
  package var isRunning: Bool { process.isRunning }

  /// Waits until the program has ended.
  ///
  /// - Throws: `CommandError.timedOut`, when the command's `timeout` has passed from now on.
  package func outcome() throws -> CommandOutcome {
    guard ended.wait(timeout: .now() + command.timeout.seconds) == .success else { throw killed() }
    ended.signal()  // for those who ask again
    readToTheEnd()
    let status = process.terminationStatus
    return CommandOutcome(
      exitCode: process.terminationReason == .uncaughtSignal ? 128 + status : status,
      standardOutputData: output.data, standardError: error.text)
  }

  private func killed() -> CommandError {
    send(SIGKILL)
    return .timedOut(after: command.timeout, output: output.text, error: error.text)
  }

  private func readToTheEnd() {
    output.wait()
    error.wait()
  }

  /// Starts a program so that every signal reaches it.
  ///
  /// Tests run on threads that block signals, and a program inherits what is blocked where it is started.
  private static func withNoSignalBlocked(_ body: () throws -> Void) rethrows {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  private func feed(_ data: Data, to handle: FileHandle) {
    Thread.detachNewThread {
      // A program that ends without reading its input shall not end the tests. The signal is blocked in
      // this thread alone, because what a process ignores its children ignore too.
      var brokenPipe = sigset_t()
      sigemptyset(&brokenPipe)
      sigaddset(&brokenPipe, SIGPIPE)
      pthread_sigmask(SIG_BLOCK, &brokenPipe, nil)
      try? handle.write(contentsOf: data)
      try? handle.close()
    }
  }
}

/// Collects what comes out of a pipe until it is closed.
private final class PipeReader: Sendable {
  private let bytes = Mutex(Data())
  private let finished = DispatchSemaphore(value: 0)

  init(_ pipe: Pipe) {
    let handle = pipe.fileHandleForReading
    Thread.detachNewThread { [self] in
      // `read` hands out what is there; FileHandle's own reading waits for the whole count.
      var part = [UInt8](repeating: 0, count: 1 << 16)
      while case let count = read(handle.fileDescriptor, &part, part.count), count > 0 {
        bytes.withLock { $0.append(contentsOf: part[..<count]) }
      }
      // A `Process` that has ended keeps its pipes.
      try? handle.close()
      finished.signal()
    }
  }

  var data: Data { bytes.withLock { $0 } }
  var text: String { String(decoding: data, as: UTF8.self) }

  /// Waits for the end of the pipe.
  func wait() {
    finished.wait()
    finished.signal()
  }
}

extension Duration {
  fileprivate var seconds: Double { self / .seconds(1) }
}
