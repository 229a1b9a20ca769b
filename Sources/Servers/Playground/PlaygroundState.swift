import Vintner

/// All settings of a run in one flat value: what stands in the page's address, and what a page sends.
public struct PlaygroundState: Sendable, Equatable {
  /// What is to be found: a class or a figure.
  public enum Problem: String, Sendable, CaseIterable {
    case classification, regression
  }

  /// Whose arithmetic the run does: the Playground's or Keras's.
  public enum Numerics: String, Sendable, CaseIterable {
    case playground, keras
  }

  /// What `data` is where a table is trained on.
  public static let tableName = "table"

  public var problem = Problem.classification.rawValue
  /// A data set's name, or ``tableName``.
  public var data = PlaygroundData.circle.rawValue
  /// In percent, 0 to 50.
  public var noise = 0.0
  /// The share of the rows to train on, in percent, 10 to 90.
  public var trainPercent = 50.0
  /// Rows an update, 1 or more.
  public var batchSize = 10
  /// Of ``PlaygroundData/features``; a table has `columns`.
  public var features = ["x1", "x2"]
  /// The units of each hidden layer.
  public var layers = [4, 2]
  public var activation = "tanh"
  /// The size of a step, above 0.
  public var learningRate = 0.03
  public var regularization = "none"
  /// λ, 0 or more.
  public var regularizationRate = 0.0
  /// Of the points and of the first weights.
  public var seed = 0
  public var numerics = Numerics.playground.rawValue
  public var optimizer = "sgd"
  public var loss = "mse"
  public var schedule = "constant"
  /// The updates that a schedule takes.
  public var scheduleSteps = 1_000
  /// The share of each hidden layer's outputs to leave out, 0 to 0.9.
  public var dropout = 0.0
  public var batchNormalization = false
  /// The last epoch; 0 for none.
  public var stopEpoch = 0
  /// The test loss at or below which the run ends.
  public var stopLoss: Double?
  public var earlyStopping = false
  public var patience = 20
  public var minDelta = 0.001
  /// The table's name on this server.
  public var table: String?
  /// The table's column to predict.
  public var target: String?
  /// From which value of the target on a row is positive, in a classification.
  public var positiveFrom: Double?
  /// The table's columns to predict from; `nil` for all others.
  public var columns: [String]?
  /// What is done about missing values, in the words of run files.
  public var missing = "refuse"
  /// What becomes of texts: `refuse` or `one-hot`.
  public var encode = "refuse"
  public var scaling = "min-max"
  /// The seed of the table's split.
  public var splitSeed = 0

  /// The state that the page begins with.
  public init() {}

  /// Whether a table is trained on rather than a data set of the Playground.
  public var isTable: Bool { data == Self.tableName }
  /// Whether the Playground's arithmetic is done.
  public var isPlayground: Bool { !isTable && numerics == Numerics.playground.rawValue }
  /// Whether a class is to be found.
  public var isClassification: Bool { problem == Problem.classification.rawValue }
}
