import LinearAlgebra
import NeuralNetworks

/// The result of a training, with those of simple models on the same rows.
public struct Report<Target: PredictionTarget>: Sendable {
  /// The number of rows that were trained on.
  public let trainRows: Int
  /// The number of rows that were measured on.
  public let validationRows: Int
  /// How many validation rows are exactly the same as a training row; `nil` where that is unknown, as in a
  /// streamed table.
  public let repeatedRows: Int?
  /// The saved model on the validation rows, in the target's units.
  public let metrics: Target.Fitted.Metrics
  /// The same without the validation rows that repeat a training row; `nil` where all do, or that is unknown.
  public let metricsWithoutRepeated: Target.Fitted.Metrics?
  /// The results of simple models on the same rows; `nil` where they need rows in memory and these are not.
  public let baselines: Target.Baseline?
  /// Whether the losses count rows by their weights.
  public let isWeighted: Bool
  /// How many networks there are and how they predict together; `nil` of one.
  public let ensemble: Ensemble?
  private let history: History
  /// The loss of an ensemble's combined predictions, without penalties.
  private let ensembleLoss: Double?

  init(_ prepared: PreparedPipeline<Target>, network: TrainedNetwork) {
    history = network.history
    isWeighted = prepared.pipeline.sampleWeight != nil
    let (values, truth) = prepared.measured(network)
    let repeatsTraining = prepared.rows.repeatsTraining
    let fresh = repeatsTraining.map { repeats in repeats.indices.filter { !repeats[$0] } } ?? []
    ensemble = network.ensembleDescription
    ensembleLoss = ensemble == nil ? nil : prepared.validationLoss(of: network)
    trainRows = prepared.rows.train.y.rowCount
    validationRows = truth.rows
    repeatedRows = repeatsTraining.map { $0.count - fresh.count }
    metrics = prepared.target.metrics(values, truth: truth)
    metricsWithoutRepeated =
      fresh.isEmpty ? nil : prepared.target.metrics(values[rows: fresh], truth: truth[rows: fresh])
    baselines = prepared.pipeline.kind.baselines(of: prepared, truth: truth)
  }
}

extension Report {
  /// The number of epochs that were trained.
  public var epochs: Int { history.epochs }
  /// The epoch, counted from 1, whose weights the model has; of an ensemble the median of ``bestEpochs``.
  public var bestEpoch: Int? { history.keptEpoch }
  /// The epoch, counted from 1, whose weights each member of an ensemble has; `nil` of one network.
  public var bestEpochs: [Int]? { history.keptEpochsOfMembers }
  /// The validation loss of that epoch, with what penalties on the weights add; of an ensemble that of its combined
  /// predictions, without penalties.
  public var validationLoss: Double {
    ensembleLoss ?? bestEpoch.map { history.validationLoss[$0 - 1] } ?? .nan
  }
  /// The validation loss of that epoch without penalties on the weights, to be compared with that of other models; the
  /// same where nothing is penalized.
  public var validationLossWithoutPenalty: Double {
    ensembleLoss ?? bestEpoch.map { history.validationLossWithoutPenalty[$0 - 1] } ?? .nan
  }
  /// Whether ``validationLoss`` includes a penalty on the weights.
  public var includesPenalty: Bool { ensembleLoss == nil && history.includesPenalty }
  /// The lowest validation loss of all epochs, with penalties; of an ensemble the lowest mean of its members' losses.
  /// Under a `minDelta` another epoch may be the best.
  public var lowestValidationLoss: Double { history.validationLoss.filter { !$0.isNaN }.min() ?? .nan }
  /// The time all epochs took, in seconds.
  public var fitSeconds: Double { history.seconds.reduce(0, +) }
  /// The median time of an epoch with its validation, in milliseconds.
  public var millisecondsPerEpoch: Double {
    let sorted = history.seconds.sorted()
    return sorted.isEmpty ? .nan : sorted[sorted.count / 2] * 1000
  }
  /// How many threads trained.
  public var threads: Int { history.threads }
  /// How the training ended.
  public var ending: History.Ending { history.ending }

  /// What follows the loss's name where it counts rows by their weights.
  var weighting: String { isWeighted ? ", weighted" : "" }

  /// The validation loss without penalties as text, with the lowest of all epochs where that is not the best one's.
  ///
  /// - Parameter unit: what follows the number: "scaled".
  func validationLoss(in unit: String) -> String {
    let text = "\(Format.number(validationLossWithoutPenalty)) \(unit)"
    return includesPenalty ? text : text + lowest
  }

  /// The loss that training minimizes, where it includes a penalty: a second line of the report.
  package var penalizedLoss: String? {
    includesPenalty ? "\(Format.number(validationLoss)), which training minimizes" + lowest : nil
  }

  /// The lowest validation loss of all epochs, where it is not the best one's.
  private var lowest: String {
    guard ensembleLoss == nil, let lowestEpoch = history.lowestEpoch, lowestValidationLoss < validationLoss
    else { return "" }
    return " (the lowest was \(Format.number(lowestValidationLoss)), in epoch \(lowestEpoch))"
  }
}
