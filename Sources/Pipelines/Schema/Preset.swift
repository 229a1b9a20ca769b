import NeuralNetworks
import Tabular

/// A recipe with a name: the settings that say how a network is built and trained, whatever the table.
///
///     var run = RunConfiguration()
///     run.target = "quality"
///     let pipeline = try RegressionPipeline(run.over(.kerasRedWine, for: .regression))
///
/// A preset is a value like ``kerasRedWine`` that is listed in ``all``; the command line and the comparison follow from
/// that list.
public struct Preset: Sendable {
  /// The name in commands: `keras-red-wine`.
  public let name: String
  /// What it is, a sentence.
  public let summary: String
  private let settings: @Sendable (RunTask) -> RunConfiguration

  /// Creates a preset.
  ///
  /// - Parameters:
  ///   - name: the name in commands.
  ///   - summary: what it is, a sentence.
  ///   - settings: the settings for a task. They leave out what belongs to a table: its file, target, split and seeds.
  public init(
    _ name: String, _ summary: String, settings: @escaping @Sendable (RunTask) -> RunConfiguration
  ) {
    (self.name, self.summary, self.settings) = (name, summary, settings)
  }

  /// The settings for a task.
  public func run(for task: RunTask) -> RunConfiguration { settings(task) }

  /// The presets.
  public static let all: [Preset] = [kerasRedWine, fast, strong]

  /// What `vintner train` does by default.
  public static var standard: Preset { kerasRedWine }

  /// The network and the training of Keras's red-wine lesson.
  public static let kerasRedWine = Preset(
    "keras-red-wine",
    "Keras's red-wine lesson: three dense layers of 512 rectified units, Adam, stopped early."
  ) { task in
    var run = RunConfiguration()
    run.scaling = .minMax
    if task.hasNumbers { run.targetScaling = .minMax }
    run.hidden = [512, 512, 512]
    run.activation = .relu
    run.optimizer = OptimizerDescription(Adam())
    run.loss = task.crossEntropy ?? LossDescription(.meanAbsoluteError)
    run.batchSize = 256
    run.epochs = 500
    run.earlyStopping = true
    run.patience = 20
    run.minDelta = .standard
    run.trainFraction = 0.7
    return run
  }
}

extension RunTask {
  /// Whether numbers are predicted rather than classes.
  var hasNumbers: Bool { crossEntropy == nil }

  /// The loss of classes; `nil` for numbers.
  fileprivate var crossEntropy: LossDescription? {
    switch self {
    case .classification: LossDescription(.binaryCrossEntropy)
    case .multiclass: LossDescription(.sparseCategoricalCrossEntropy)
    default: nil
    }
  }
}

extension Preset {
  /// The preset of a name; `nil` where there is none.
  public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }
}

extension Preset: CustomStringConvertible {
  /// `keras-red-wine: Keras's red-wine lesson: …`
  public var description: String { "\(name): \(summary)" }
}

extension RunConfiguration {
  /// The settings of this configuration, and a preset's where this one sets nothing.
  ///
  /// Some of the preset's give way: what it says of layers in short, where there are `layers`; `refit`, where folds,
  /// validation rows of another file or a stream leave nothing to train again on; bagging, where these or your own
  /// division of the rows or number of networks leave no folds, to an ensemble of as many networks; and how several are
  /// combined, where there is one.
  public func over(_ preset: Preset, for task: RunTask) -> RunConfiguration {
    var recipe = preset.run(for: task)
    if self.layers != nil {
      for field in recipe.given where Self.shorthand.contains(field.name) { recipe.remove(field) }
    }
    let hasOtherRows = self.validation != nil || self.streamWindow != nil
    if self.folds != nil || hasOtherRows { recipe.refit = nil }
    let isDivided = self.trainFraction != nil || self.refit == true || self.ensemble != nil
    let isBagging = self.foldModels ?? .bagging == .bagging
    if recipe.foldModels == .bagging, hasOtherRows || isDivided || !isBagging {
      recipe.ensemble = recipe.folds
      (recipe.folds, recipe.foldModels) = (nil, nil)
    }
    if self.foldModels == .bagging { recipe.ensemble = nil }
    if self.ensemble == 1 { recipe.ensembleCombination = nil }
    return over(recipe)
  }
}
