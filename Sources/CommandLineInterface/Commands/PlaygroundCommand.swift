import ArgumentParser
import Foundation
import Servers
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
        vintner playground --memory 2G
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The port to listen on; 0 for a free one.", valueName: "port"))
  var port = 0

  @Flag(help: "Do not open the page in the browser.")
  var noOpen = false

  @Option(
    help: ArgumentHelp("A CSV file with which the page opens.", valueName: "file.csv"),
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "The lesson with which the page opens: \(LessonPreset.all.map(\.name).joined(separator: ", ")).",
      valueName: "name"))
  var preset: String?

  @Option(
    help: ArgumentHelp(
      "The memory that tables and runs may take, such as 512M or 2G. (default: half of the machine's)",
      valueName: "size"))
  var memory: String?

  func validate() throws {
    try require("--port", port, "0 to 65535", (0...65_535).contains)
    try require("--memory", memory, "a size such as 512M or 2G, at least \(MemoryBudget.least >> 20)M,") {
      ByteCount($0).map { $0.bytes >= MemoryBudget.least } ?? false
    }
  }

  func run() throws {
    let budget = memory.flatMap(ByteCount.init).map { MemoryBudget(limit: $0.bytes) } ?? MemoryBudget()
    let table = try data.map { path in
      // What is larger as a file is larger as a table.
      var status = stat()
      guard stat(path, &status) != 0 || Int(status.st_size) <= budget.limit else {
        throw Failure(
          .data,
          "\(path) is larger than the memory that the playground may take: start it with a larger --memory.")
      }
      let name = URL(filePath: RawArguments.name(of: path) ?? path).lastPathComponent
      return (frame: try DataFrame(contentsOfCSVFile: path), name: name)
    }
    let server = try PlaygroundServer(port: UInt16(port), preset: preset, table: table, memory: budget)
    Interruption.watch()
    var page: PrivatePage?
    defer { page?.remove() }
    // Ctrl-C is the normal end of a server: the command succeeds.
    server.run(while: { !Interruption.isRequested }) { address in
      try? Console.print("The playground is at \(address)")
      guard !noOpen else { return }
      page = PrivatePage(leadingTo: address)
      if let page { Self.open(page.path) }
    }
  }

  /// Opens a file in the browser, if there is one.
  private static func open(_ path: String) {
    #if os(macOS)
      let (program, arguments) = ("/usr/bin/open", [path])
    #else
      let (program, arguments) = ("/usr/bin/env", ["xdg-open", path])
    #endif
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try? process.run()
  }
}
