import Foundation

/// Another program, run until it exits.
enum Subprocess {
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// - Parameters:
  ///   - program: a path, or a name to find on the PATH.
  ///   - joinsErrors: whether standard error is merged into standard output.
  ///   - input: its standard input, empty by default; at most what a pipe holds.
  static func run(
    _ program: String, _ arguments: [String], in folder: URL, environment: [String: String] = [:],
    joinsErrors: Bool = false, input: String = ""
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let typed = Pipe()
    process.standardInput = typed
    try typed.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try typed.fileHandleForWriting.close()
    let output = Pipe()
    process.standardOutput = output
    // A file takes any amount; two pipes would have to be read concurrently.
    let errorFile = FileManager.default.temporaryDirectory.appending(path: "notebooks-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: errorFile.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: errorFile) }
    if joinsErrors {
      process.standardError = output
    } else {
      process.standardError = try FileHandle(forWritingTo: errorFile)
    }
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: process.terminationStatus + (isSignal ? 128 : 0), output: String(decoding: data, as: UTF8.self),
      errors: (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "")
  }
}
