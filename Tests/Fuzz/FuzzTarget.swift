import Foundation
import Synchronization
import Vintner

/// What takes bytes of strangers; and the engine, for which they choose small networks.
enum FuzzTarget: String, CaseIterable {
  case csv, model, run, experiment, recording, trace, http, session, network

  /// Reads bytes, and does with them what a user would: an error is as good as a result.
  func take(_ bytes: [UInt8]) {
    do {
      switch self {
      case .csv: try Self.readTable(bytes)
      case .model: try Self.readModel(Self.withChecksum(bytes))
      case .run:
        let run = try Self.withFile(bytes) { try RunFile.read($0) }
        if Self.isThorough(bytes) { try Self.train(run) }
      case .experiment:
        let experiment = try Self.withFile(bytes) { try ExperimentFile.read($0) }
        if Self.isThorough(bytes) { try Self.run(experiment) }
      case .recording: try Self.withFile(bytes) { _ = try PlaygroundTrace(file: $0).replay(epochs: 2) }
      case .trace: try Self.replay(bytes)
      case .http: Self.converse(bytes)
      case .session: Self.command(bytes)
      case .network: try FuzzedNetwork(bytes)?.use()
      }
    } catch {
      // A message is made as for a user.
      _ = "\(error)"
    }
  }

  /// Whether to train, too, which takes many times as long as reading: where libFuzzer makes the bytes, one input in
  /// four.
  private static func isThorough(_ bytes: [UInt8]) -> Bool {
    #if FUZZING
      bytes.reduce(UInt32(1)) { ($0 ^ UInt32($1)) &* 16_777_619 } >> 16 & 3 == 0
    #else
      true
    #endif
  }

  // MARK: Tables

  /// Reads a table. The first byte says with which options.
  private static func readTable(_ bytes: [UInt8]) throws {
    guard let first = bytes.first else { return }
    var options = CSVReadingOptions(threadCount: 1)
    options.hasHeader = [nil, nil, true, false][Int(first & 3)]
    if first & 4 != 0 { options.raggedRows = .fill }
    if first & 8 != 0 { options.comment = "#" }
    if first & 16 != 0 { options.encoding = first & 128 != 0 ? .utf16 : .latin1 }
    if first & 32 != 0 { options.skippedRows = 1 }
    // Many chunks, whose borders are within quotes and characters.
    if first & 64 != 0 { (options.chunkSize, options.sampleSize) = (7, 20) }
    let frame = try DataFrame(csvBytes: bytes.dropFirst(), options: options, name: "fuzz")
    _ = try DataFrame(csvBytes: Array(frame.csvRepresentation().utf8), options: .init(threadCount: 1))
    guard let target = frame.columnNames.last, frame.rowCount <= 1000, frame.columns.count <= 100 else {
      return
    }
    var run = RunConfiguration()
    run.target = TargetNames(target)
    run.hidden = [2]
    if isThorough(bytes) { try train(run, on: frame) }
  }

  // MARK: Models

  /// The bytes with a checksum that matches, where they have one at all.
  private static func withChecksum(_ bytes: [UInt8]) -> [UInt8] {
    let key = Array(#""sha256":""#.utf8)
    let end = min(bytes.count, 1 << 16)
    guard let place = (0..<max(end - key.count - 64, 0)).first(where: { bytes[$0...].starts(with: key) })
    else {
      return bytes
    }
    var bytes = bytes
    let digits = place + key.count..<place + key.count + 64
    bytes.replaceSubrange(digits, with: repeatElement(UInt8(ascii: "0"), count: 64))
    bytes.replaceSubrange(digits, with: FileDigest.sha256(of: bytes).utf8)
    return bytes
  }

  /// Reads a model, predicts with it and writes it.
  private static func readModel(_ bytes: [UInt8]) throws {
    if let network = try? TrainedNetwork(SafeTensors(modelBytes: bytes), name: "fuzz") {
      _ = network.networkBytes()
    }
    let model = try LoadedModel(SafeTensors(modelBytes: bytes), name: "fuzz").model
    _ = model.modelBytes()
    // The widest layers take long, and harm nothing.
    guard model.network.summary().count < 10_000, model.schema.inputNames.count < 100 else { return }
    let columns = model.schema.inputNames.map { name -> Column in
      let feature = model.schema.features.first { $0.name == name }
      switch feature?.type {
      case .integer: return Column(name: name, [1, nil, 7])
      case .boolean: return Column(name: name, [true, nil, false])
      case .text: return Column(name: name, ["a", nil, "b"])
      default: return Column(name: name, [0.5, nil, 1e6])
      }
    }
    let frame = DataFrame(columns: columns)
    _ = model.preprocessor.notices(for: frame)
    _ = try model.predictionTable(frame, threads: 1)
  }

  // MARK: Settings

  /// Trains what a run describes for a few updates, on a small table.
  private static func train(_ run: RunConfiguration, on table: DataFrame = table) throws {
    // What it writes is read again, whatever it is.
    let text = RunFile.text(of: run, inFolder: "/")
    try withFile(Array(text.utf8)) { path in
      var again = try RunFile.read(path)
      (again.data, again.validation) = (run.data, run.validation)
      precondition(RunFile.text(of: again, inFolder: "/") == text, "A run is read as it was written: \(text)")
    }
    let choice = try TaskChoice(run, for: table)
    func train<Target: PredictionTarget>(_: Target.Type) throws {
      var pipeline = try Pipeline<Target>(choice.run)
      let remaining = UpdateLimit(updates: 3)
      pipeline.training.isCancelled = { remaining.isReached() }
      pipeline.training.threads = 1
      pipeline.training.callbacks.removeAll { $0 is ModelCheckpoint }
      let prepared = try pipeline.prepared(table)
      guard prepared.pipeline.network.isQuick else { return try prepared.requireMemory() }
      let bytes = try prepared.fitted().modelBytes()
      _ = try LoadedModel(SafeTensors(modelBytes: bytes), name: "saved")
    }
    try train(choice.run.runTask.target)
  }

  /// Runs an experiment for a few updates, where it has few runs.
  private static func run(_ experiment: Experiment<DescribedTrial>) throws {
    let run = experiment.base.run
    guard experiment.runCount < 20, (run.count ?? 0) < 1000, (run.hidden ?? []).allSatisfy({ $0 < 1000 }),
      Sequential((run.layers ?? []).map(\.value)).isQuick
    else { return }
    let remaining = UpdateLimit(updates: 20)
    _ = try experiment.run(threads: 1, isCancelled: { remaining.isReached() })
  }

  // MARK: Recorded runs

  /// Replays a recorded run whose description the bytes are; its other files are those of a real one.
  private static func replay(_ bytes: [UInt8]) throws {
    let recorded = root.appending(path: "Tests/ParityTests/Traces/sgd")
    for name in ["initial.safetensors", "expected.csv", "predictions.csv"] {
      let copy = folder.appending(path: name)
      if !FileManager.default.fileExists(atPath: copy.path) {
        try FileManager.default.copyItem(at: recorded.appending(path: name), to: copy)
      }
    }
    try Data(bytes).write(to: folder.appending(path: "case.json"))
    let trace = try Trace(folder: folder.path)
    guard trace.network.isQuick else { return }
    _ = try trace.replay(on: wine, epochs: 1, threads: 1)
  }

  // MARK: Files

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A folder of this process.
  private static let folder: URL = {
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "vintner-fuzz-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: FuzzTarget.folder) }
    return folder
  }()

  private static func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let file = folder.appending(path: "input")
    try Data(bytes).write(to: file)
    return try body(file.path)
  }

  private static let table = DataFrame(columns: [
    Column(name: "a", (0..<24).map { Double($0 % 7) / 2 }), Column(name: "b", (0..<24).map { $0 * 5 % 11 }),
    Column(name: "c", (0..<24).map { $0 % 5 == 4 ? nil : ["x", "y", "z"][$0 % 3] }),
    Column(name: "d", (0..<24).map { "2024-0\($0 % 9 + 1)-1\($0 % 9)" }),
    Column(name: "y", (0..<24).map { $0 * 7 % 3 }),
  ])

  private static let wine: DataFrame = {
    let path = root.appending(path: "data/winequality-red.csv").path
    return (try? DataFrame(contentsOfCSVFile: path)).map { $0[rows: ..<100] } ?? table
  }()
}

/// Ends a training after some updates.
final class UpdateLimit: Sendable {
  private let remaining: Atomic<Int>

  init(updates: Int) { remaining = Atomic(updates) }

  func isReached() -> Bool { remaining.wrappingSubtract(1, ordering: .relaxed).newValue < 0 }
}

extension Sequential {
  /// Whether an update of it takes no time worth mentioning: what takes long harms nothing, and finds nothing.
  fileprivate var isQuick: Bool {
    layers.count < 50 && layers.allSatisfy { ($0 as? Dense)?.units ?? 1 <= 200 }
  }
}
