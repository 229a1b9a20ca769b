import ArgumentParser
import Foundation
import Servers
import Synchronization
import Vintner

/// `vintner playground`: a local page that trains a network while you watch.
struct PlaygroundCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "playground",
    abstract: "Opens a local page that trains a network while you watch.",
    usage: "vintner playground [<options>]",
    discussion: """
      The page is served only on this machine; the printed address ends with a token, without which the server \
      refuses every request. Ctrl-C ends it.

      Examples:
        vintner playground
        vintner playground --preset spiral
        vintner playground --data data/winequality-red.csv --no-open
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The port to listen on; 0 for a free one. (default: 0)", valueName: "port"))
  var port = 0

  @Flag(help: "Do not open the page in the browser.")
  var noOpen = false

  @Option(
    help: ArgumentHelp("A CSV file with which the page opens.", valueName: "file.csv"),
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "The lesson with which the page opens: \(Preset.all.map(\.name).joined(separator: ", ")).",
      valueName: "name"))
  var preset: String?

  func validate() throws {
    try require("--port", port, "0 to 65535", (0...65_535).contains)
  }

  func run() throws {
    let table = try data.map { path in
      (frame: try DataFrame(contentsOfCSVFile: path), name: URL(filePath: path).lastPathComponent)
    }
    let opens = !noOpen
    let server = try PlaygroundServer(port: UInt16(port), preset: preset, table: table)
    let failure = Mutex<Failure?>(nil)
    let ended = DispatchSemaphore(value: 0)
    Interruption.watch()
    let task = Task {
      do {
        try await server.run { address in
          try? Console.print("The playground is at \(address)")
          if opens { Self.show(address) }
        }
      } catch is CancellationError {
        // Ctrl-C ends the server.
      } catch {
        let ending =
          (error as? ServerError).map { Failure($0) } ?? Failure(.software, "The server has ended: \(error).")
        failure.withLock { $0 = ending }
      }
      ended.signal()
    }
    while ended.wait(timeout: .now() + 0.1) == .timedOut {
      guard Interruption.isRequested else { continue }
      task.cancel()
      break
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
    // Ctrl-C is the normal end of a server: the command succeeds.
    _ = ended.wait(timeout: .now() + 1)
  }

  /// Opens an address in the browser, if there is one.
  private static func show(_ address: String) {
    #if os(macOS)
      let (program, arguments) = ("/usr/bin/open", [address])
    #else
      let (program, arguments) = ("/usr/bin/env", ["xdg-open", address])
    #endif
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try? process.run()
  }
}
