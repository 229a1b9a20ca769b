import Foundation

/// What a file seems to hold, judged by its beginning: for errors where another kind was expected.
///
/// `description` names it with its article, ``use`` says what takes it.
public enum FileKind: Sendable, Equatable {
  /// A table as CSV text, perhaps in an archive.
  case table
  /// A model that Vintner saved.
  case model
  /// A network without what prepares its inputs.
  case network
  /// Tensors without the network that they belong to.
  case weights
  /// The checkpoint of a run.
  case checkpoint
  /// The state of a training.
  case trainingState
  /// A network that Keras described.
  case kerasModel
  /// A run.
  case run
  /// An experiment: a run of which something varies.
  case experiment
  /// A run recorded from Keras or the Playground.
  case recordedRun

  /// Whether it has the form of safetensors.
  package var isSafeTensors: Bool { [.model, .network, .weights, .checkpoint].contains(self) }

  /// What takes such a file: the rest of a sentence.
  public var use: String {
    switch self {
    case .table: "a table comes after the model, and first after vintner train"
    case .model:
      "vintner predict, evaluate and explain take a model as their first argument, before the table"
    case .network: "a program reads it as a TrainedNetwork"
    case .weights: "a program gives weights to a network of the same layers"
    case .checkpoint: "vintner train takes its folder after --resume"
    case .trainingState: "a program resumes a training with it, with the network and the rows that it had"
    case .kerasModel: "a program reads it with Sequential(kerasJSON:)"
    case .run: "vintner train takes it after --config"
    case .experiment: "vintner experiment takes it"
    case .recordedRun: "vintner parity takes it, or the folder of a case.json"
    }
  }

  /// Judges a file at a path; `nil` where its kind is not known, or it cannot be read.
  package init?(path: String) {
    // A pipe can be read only once.
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let handle = FileHandle(forReadingAtPath: path), let start = try? handle.read(upToCount: Self.byteCount)
    else { return nil }
    guard let kind = start.withUnsafeBytes({ Self(start: $0) }) else { return nil }
    self = kind
  }

  private static let byteCount = 1 << 16

  /// Judges the beginning of a file; `nil` where its kind is not known.
  init?(start: UnsafeRawBufferPointer) {
    let start = UnsafeRawBufferPointer(rebasing: start.prefix(Self.byteCount))
    if CSVArchive.isArchive(start) {
      self = .table
      return
    }
    let text = String(decoding: start, as: UTF8.self)
    func holds(_ key: String) -> Bool { text.contains("\"\(key)\"") }
    // Safetensors: the length of the header, whose upper half is 0, and the header's brace.
    if start.count > 8, start[4..<8].allSatisfy({ $0 == 0 }), start[8] == UInt8(ascii: "{") {
      self =
        text.contains("\"task\":\"checkpoint\"")
        ? .checkpoint : holds("preprocessor") ? .model : holds("architecture") ? .network : .weights
      return
    }
    guard !start.contains(0), let first = text.first(where: { !$0.isWhitespace }) else { return nil }
    if first == "{" || first == "[" {
      guard let kind = Self.ofJSON(holds) else { return nil }
      self = kind
    } else if let kind = Self.ofYAML(text) {
      self = kind
    } else {
      guard text.prefix(while: { !$0.isNewline }).contains(where: { ",;\t|".contains($0) }) else {
        return nil
      }
      self = .table
    }
  }

  private static func ofJSON(_ holds: (String) -> Bool) -> FileKind? {
    if holds("optimizerMemory") { return .trainingState }
    if holds("class_name") { return .kerasModel }
    if holds("dataset") && holds("curve") || holds("layers") && holds("optimizer") { return .recordedRun }
    return nil
  }

  /// Of text whose lines are settings, two or more, among them one that runs have.
  private static func ofYAML(_ text: String) -> FileKind? {
    var keys: Set<Substring> = []
    // The last line may be cut.
    for line in text.split(whereSeparator: \.isNewline).dropLast(text.utf8.count < byteCount ? 0 : 1)
    where !"#-] }".contains(line.first!) {
      guard let match = line.prefixMatch(of: /([a-z][a-z0-9_]*):(?:\s|$)/) else { return nil }
      keys.insert(match.1)
    }
    guard keys.count > 1 else { return nil }
    let ofExperiments: Set<Substring> = [
      "variations", "seeds", "combine", "samples", "converged", "record_every",
    ]
    if !keys.isDisjoint(with: ofExperiments) { return .experiment }
    return keys.isDisjoint(with: ["data", "target", "hidden", "layers", "dataset"]) ? nil : .run
  }
}

extension FileKind: CustomStringConvertible {
  public var description: String {
    switch self {
    case .table: "a table"
    case .model: "a model"
    case .network: "a network without what prepares its inputs"
    case .weights: "weights without a model"
    case .checkpoint: "the checkpoint of a run"
    case .trainingState: "the state of a training"
    case .kerasModel: "a network that Keras described"
    case .run: "a run file"
    case .experiment: "an experiment"
    case .recordedRun: "a recorded run"
    }
  }
}
