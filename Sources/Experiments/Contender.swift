import Pipelines

/// What takes part in a comparison: a simple model, a preset, or your own run.
///
///     [.baseline(.ridge), .preset(.kerasRedWine), .run("wide", run)]
public struct Contender: Sendable {
  enum Kind: Sendable {
    case baseline(SimpleModel)
    case preset(Preset)
    case run(RunConfiguration)

    var isNetwork: Bool { if case .baseline = self { false } else { true } }
  }

  /// The name in tables, charts and files.
  public let name: String
  let kind: Kind

  /// A simple model, which a network has to beat.
  public static func baseline(_ baseline: SimpleModel) -> Contender {
    Contender(name: baseline.name, kind: .baseline(baseline))
  }

  /// A preset.
  public static func preset(_ preset: Preset) -> Contender {
    Contender(name: preset.name, kind: .preset(preset))
  }

  /// A run, such as that of a run file. What it says of its table, its target and the division of the rows gives way to
  /// what the comparison says.
  public static func run(_ name: String, _ run: RunConfiguration) -> Contender {
    Contender(name: name, kind: .run(run))
  }

  /// The simple models for a task, and all presets.
  public static func all(for task: RunTask) -> [Contender] {
    SimpleModel.all(for: task).map(baseline) + Preset.all.map(preset)
  }
}

extension Contender {
  /// The settings that say what all contenders predict, and from which rows: the comparison's alone.
  private static let ofTable: [any RunField] = {
    let fields = RunFields.shared
    return RunConfiguration.fileFields + [
      fields.data, fields.dataSHA256, fields.blasKernels, fields.target, fields.task, fields.positiveFrom,
      fields.positive, fields.sampleWeight, fields.splitSeed, fields.stratify, fields.splitBy, fields.group,
      fields.validation, fields.folds, fields.foldModels, fields.testFraction, fields.threads,
      fields.streamWindow,
    ]
  }()

  /// The run on a table, target and rows that all contenders share.
  ///
  /// - Parameter shared: these, with the task.
  /// - Throws: `RunConfigurationError` where the contender's own run predicts something else, or its callbacks save.
  func run(on shared: RunConfiguration) throws(RunConfigurationError) -> RunConfiguration {
    // The comparison's folds are not those of a contender's bagging.
    var shared = shared
    if kind.isNetwork { shared.folds = nil }
    switch kind {
    case .baseline: return shared
    case .preset(let preset): return shared.over(preset, for: shared.runTask)
    case .run(var own):
      for (name, isOther) in [
        ("target", own.target != nil && own.target != shared.target),
        ("task", own.task != nil && own.task != shared.task),
        ("positive_from", own.positiveFrom != nil && own.positiveFrom != shared.positiveFrom),
      ] where isOther {
        throw RunConfigurationError(
          setting: name, problem: "is not that of the comparison: contenders predict the same")
      }
      try own.requireNoCheckpoint()
      let bagging = own.foldModels == .bagging ? own.folds : nil
      for field in Self.ofTable { own.remove(field) }
      if bagging != nil { (own.folds, own.foldModels) = (bagging, .bagging) }
      return shared.over(own)
    }
  }
}

extension Contender: CustomStringConvertible {
  public var description: String { name }
}
