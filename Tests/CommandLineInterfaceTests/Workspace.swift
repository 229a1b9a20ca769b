import Foundation
import TestSupport
import Testing

/// An empty folder of its own in which commands are run.
struct Workspace {
  let folder: URL

  /// Calls `body` with a new workspace, and deletes it afterwards.
  static func with(_ body: (Workspace) throws -> Void) throws {
    try withTemporaryDirectory { try body(Workspace(folder: $0)) }
  }

  /// Calls `body` with a workspace that has the sample model, `model.safetensors`, and its table, `table.csv`.
  static func withModel(_ body: (Workspace) throws -> Void) throws {
    try with { workspace in
      try workspace.write(Sample.model, to: "model.safetensors")
      try workspace.write(Sample.table, to: "table.csv")
      try body(workspace)
    }
  }

  func command(_ arguments: [String], input: String = "") -> Command {
    var command = Command(BuiltProducts.vintner, arguments)
    command.directory = folder
    command.input = Data(input.utf8)
    return command
  }

  func vintner(_ arguments: String..., input: String = "") throws -> CommandOutcome {
    try command(arguments, input: input).run()
  }

  /// Trains a small network on the small table, which is written where it is not there.
  func train(_ arguments: String..., output: String = "out") throws -> CommandOutcome {
    try write(Sample.table, to: "table.csv")
    return try command(
      ["train", "table.csv", "--target", "y", "--output", output] + Sample.smallRun + arguments
    ).run()
  }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ bytes: Data, to name: String) throws { try bytes.write(to: folder.appending(path: name)) }

  func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

  func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

  /// The names of what is there, hidden files included.
  func names(_ subfolder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: subfolder).path).sorted()
  }
}

/// What commands are given in many tests.
enum Sample {
  /// 20 rows with the columns a, b and y.
  static let table = "a,b,y\n" + rows
  static let rows = (0..<20).map { "\($0),\($0 * 2 % 7),\($0 * 3 % 5)\n" }.joined()

  /// What predictions of the table say: the training rows lack row 0.
  static let noteOfRowsOutside =
    "note: 1 of 20 rows lie outside the training rows' range: \"a\" in 1 (1 to 19)."

  /// Flags of a network that is trained in an instant, its batches no larger than the table.
  static let smallRun = ["--hidden", "8", "--epochs", "3", "--batch-size", "5"]

  /// Two rates with three seeds each, on the small table.
  static let experiment = """
    data: table.csv
    target: y
    hidden: [8]
    batch_size: 5
    epochs: 3
    seeds: 3
    record_every: 1
    variations:
      learning_rate: [0.001, 0.01]

    """

  /// A model of y by a and b.
  static let model: Data = {
    do {
      var bytes = Data()
      try Workspace.with { workspace in
        _ = try workspace.train()
        bytes = try workspace.data("out/model.safetensors")
      }
      return bytes
    } catch {
      fatalError("The sample model cannot be trained: \(error)")
    }
  }()
}

extension CommandOutcome {
  /// Expects that the command was refused: this exit code, this one line, and nothing on standard output.
  func expectRefusal(
    _ exitCode: Int32, _ line: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(self.exitCode == exitCode, sourceLocation: sourceLocation)
    #expect(standardError == "vintner: \(line)\n", sourceLocation: sourceLocation)
    #expect(standardOutputData.isEmpty, sourceLocation: sourceLocation)
  }

  /// The one JSON object on standard output.
  func object(sourceLocation: SourceLocation = #_sourceLocation) throws -> [String: Any] {
    #expect(standardOutput.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
    let object = try JSONSerialization.jsonObject(with: standardOutputData) as? [String: Any]
    return try #require(object, sourceLocation: sourceLocation)
  }
}
