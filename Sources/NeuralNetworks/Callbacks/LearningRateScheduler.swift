/// Sets the learning rate before every epoch.
///
///     LearningRateScheduler { epoch, rate in epoch < 10 ? rate : rate * 0.9 }
///
/// The history gets a column `learning_rate`. For a rate that changes with every update, give the optimizer
/// a ``LearningRate`` that is a schedule.
/// Source: Keras, `keras.callbacks.LearningRateScheduler`.
public struct LearningRateScheduler: Callback {
  private let rate: @Sendable (_ epoch: Int, _ learningRate: Double) -> Double

  /// Creates the callback. A rate that is not above 0 stops the program.
  ///
  /// - Parameter rate: gets the epoch, counted from 0 as Keras counts here, and the rate so far; returns the
  ///   rate of the epoch, above 0.
  public init(_ rate: @escaping @Sendable (_ epoch: Int, _ learningRate: Double) -> Double) {
    self.rate = rate
  }

  public var reportsLearningRate: Bool { true }

  public mutating func epochBegins(_ epoch: Int, learningRate: Double) -> [TrainingRequest] {
    [.setLearningRate(rate(epoch - 1, learningRate))]
  }
}
