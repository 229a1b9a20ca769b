import NeuralNetworks

/// What a training came to, whatever it predicts.
public struct RunReport: Sendable {
  /// The number of rows that were trained on.
  public let trainRows: Int
  /// The number of rows that were measured on.
  public let validationRows: Int
  /// The number of epochs that were trained.
  public let epochs: Int
  /// The epoch, counted from 1, whose weights the model has.
  public let bestEpoch: Int?
  /// The lowest validation loss of all epochs. Under a `minDelta` another epoch may be the best.
  public let lowestValidationLoss: Double
  /// The time all epochs took, in seconds.
  public let fitSeconds: Double
  /// The median time of an epoch with its validation, in milliseconds.
  public let millisecondsPerEpoch: Double
  /// How many threads trained.
  public let threads: Int
  /// How the training ended.
  public let ending: History.Ending
  /// The places of the validation rows that repeat no training row.
  let freshRows: [Int]

  /// How many validation rows are exactly the same as a training row.
  public var repeatedRows: Int { validationRows - freshRows.count }

  init(_ history: History, trainRows: Int, validationRepeats: [Bool]) {
    self.trainRows = trainRows
    validationRows = validationRepeats.count
    freshRows = validationRepeats.indices.filter { !validationRepeats[$0] }
    epochs = history.epochs
    bestEpoch = history.keptEpoch
    lowestValidationLoss = history.validationLoss.min() ?? .nan
    fitSeconds = history.seconds.reduce(0, +)
    let sorted = history.seconds.sorted()
    millisecondsPerEpoch = sorted.isEmpty ? .nan : sorted[sorted.count / 2] * 1000
    threads = history.threads
    ending = history.ending
  }
}
