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
  /// How many validation rows are exactly the same as a training row; `nil` where nobody looked, as in a
  /// table that is streamed.
  public let repeatedRows: Int?

  init(_ history: History, trainRows: Int, validationRows: Int, repeatedRows: Int? = nil) {
    self.trainRows = trainRows
    self.validationRows = validationRows
    self.repeatedRows = repeatedRows
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
