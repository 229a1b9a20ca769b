import Foundation
import TestSupport
import Testing

/// A file of one kind where another is expected: the sentence says what it seems to be and what takes it.
struct SwappedFileTests {
  private static let run = "data: table.csv\ntarget: y\nhidden: [8]\n"
  private static let recording = #"{"seed":1,"dataset":"circle","noise":0,"curve":[]}"#
  private static let weights: Data = {
    let header = #"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    return withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) } + Data(header.utf8)
      + Data(count: 4)
  }()

  private static let files: [(name: String, bytes: Data, kind: String, use: String)] = [
    (
      "table.csv", Data(Sample.table.utf8), "a table",
      "a table comes after the model, and first after vintner train"
    ),
    (
      "model.safetensors", Sample.model, "a model",
      "vintner predict, evaluate and explain take a model as their first argument, before the table"
    ),
    ("run.yaml", Data(run.utf8), "a run file", "vintner train takes it after --config"),
    ("experiment.yaml", Data(Sample.experiment.utf8), "an experiment", "vintner experiment takes it"),
    (
      "circle.json", Data(recording.utf8), "a recorded run",
      "vintner parity takes it, or the folder of a case.json"
    ),
    (
      "w.safetensors", weights, "weights without a model",
      "a program gives weights to a network of the same layers"
    ),
  ]

  /// The standard error of a command on each file but those of some kinds.
  private func refusals(
    _ command: [String], besides kinds: Set<String>,
    _ expect: (CommandOutcome, (name: String, bytes: Data, kind: String, use: String)) -> Void
  ) throws {
    try Workspace.with { workspace in
      for file in Self.files { try workspace.write(file.bytes, to: file.name) }
      for file in Self.files where !kinds.contains(file.kind) {
        let outcome = try workspace.command(command.map { $0 == "FILE" ? file.name : $0 }).run()
        expect(outcome, file)
      }
      #expect(try workspace.names() == Self.files.map(\.name).sorted())
    }
  }

  @Test(arguments: [["predict", "FILE", "table.csv"], ["evaluate", "FILE", "model.safetensors"]])
  func standsForAModel(_ command: [String]) throws {
    try refusals(command, besides: ["a model"]) { outcome, file in
      outcome.expectRefusal(
        65, "Cannot use '\(file.name)' as a model: it seems to be \(file.kind); \(file.use).")
    }
  }

  @Test(arguments: [["predict", "model.safetensors", "FILE"], ["train", "FILE", "--target", "y"]])
  func standsForATable(_ command: [String]) throws {
    try refusals(command, besides: ["a table"]) { outcome, file in
      outcome.expectRefusal(65, "\(file.name): this is \(file.kind), not CSV text; \(file.use).")
    }
  }

  @Test func standsForARun() throws {
    try refusals(["train", "--config", "FILE"], besides: ["a run file"]) { outcome, file in
      #expect(outcome.exitCode == 64)
      #expect(outcome.standardError.hasSuffix("; the file seems to be \(file.kind): \(file.use).\n"))
    }
  }

  @Test func standsForAnExperiment() throws {
    try refusals(["experiment", "FILE"], besides: ["an experiment", "a run file"]) { outcome, file in
      #expect(outcome.exitCode == 64)
      #expect(outcome.standardError.hasSuffix("; the file seems to be \(file.kind): \(file.use).\n"))
    }
    try Workspace.with { workspace in
      try workspace.write(Self.run + "data_sha256: \(String(repeating: "0", count: 64))\n", to: "run.yaml")
      try workspace.vintner("experiment", "run.yaml").expectRefusal(
        64,
        "run.yaml, line 4: `data_sha256` is unknown: leave it out; the file seems to be a run file:"
          + " vintner train takes it after --config.")
    }
  }

  @Test func standsForARecordedRun() throws {
    try refusals(["parity", "FILE"], besides: ["a recorded run"]) { outcome, file in
      outcome.expectRefusal(66, "\(file.name) seems to be \(file.kind), not a recorded run: \(file.use).")
    }
  }

  @Test func isInspected() throws {
    try refusals(["inspect", "FILE"], besides: ["a table", "a model"]) { outcome, file in
      #expect(outcome.exitCode == 65)
      #expect(
        outcome.standardError.contains(file.kind) && outcome.standardError.hasSuffix("; \(file.use).\n"))
    }
  }
}
