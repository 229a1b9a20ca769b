import LinearAlgebra

/// A loss as a metric: its mean over an epoch's rows.
///
///     Training(loss: .meanSquaredError, metrics: [.meanAbsoluteError])
///
/// Source: Keras, `keras.metrics.MeanMetricWrapper`.
public struct MeanLoss: Metric {
  public var loss: any Loss
  public var name: String

  /// - Parameters:
  ///   - loss: the mean of which is reported.
  ///   - name: default: the loss's.
  public init(_ loss: any Loss, name: String? = nil) {
    self.loss = loss
    self.name = name ?? loss.name
  }

  public init(from decoder: any Decoder) throws { self.init(try LossDescription(from: decoder).loss) }

  public func encode(to encoder: any Encoder) throws { try loss.encode(to: encoder) }

  public func stateCount(rows: Int, outputs: Int) -> Int { 2 }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    state[0] += loss.sum(
      LossRows(
        prediction: rows.prediction, target: rows.target, scale: 1, count: rows.count, outputs: rows.outputs))
    state[1] += Double(rows.count)
  }

  public func result(of state: UnsafePointer<Double>, outputs: Int) -> Double { state[0] / state[1] }
}

/// The root of the mean squared error, in the target's units.
///
/// Source: Keras, `keras.metrics.RootMeanSquaredError`.
public struct RootMeanSquaredError: Metric, Configurable, Equatable {
  public static let kind = "root_mean_squared_error"
  public static var defaults: Self { Self() }
  public static var options: [ConfigurableOption<Self>] { [] }

  public var name: String

  /// - Parameter name: default `root_mean_squared_error`.
  public init(name: String = "root_mean_squared_error") { self.name = name }

  public func stateCount(rows: Int, outputs: Int) -> Int { 2 }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    MeanLoss(.meanSquaredError).add(rows, to: state)
  }

  public func result(of state: UnsafePointer<Double>, outputs: Int) -> Double {
    (state[0] / state[1]).squareRoot()
  }
}

/// The share of the targets' variance that predictions explain: 1 is perfect, 0 no better than the mean.
///
///     R² = 1 − Σ(ŷ − y)² / Σ(y − ȳ)²,   the mean over the outputs
///
/// Where all targets of an output are equal, its R² is 0, and NaN where the predictions hit them.
/// Source: Keras, `keras.metrics.R2Score`.
public struct RSquared: Metric, Configurable, Equatable {
  public static let kind = "r2_score"
  public static var defaults: Self { Self() }
  public static var options: [ConfigurableOption<Self>] { [] }

  public var name: String

  /// - Parameter name: default `r2_score`.
  public init(name: String = "r2_score") { self.name = name }

  /// The rows, then for each output its first target f, Σ(y − f), Σ(y − f)² and Σ(ŷ − y)².
  public func stateCount(rows: Int, outputs: Int) -> Int { 1 + 4 * outputs }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    for output in 0..<rows.outputs {
      let sums = state + 1 + 4 * output
      if state[0] == 0 { sums[0] = rows.target[output] }
      for row in 0..<rows.count {
        let target = rows.target[row * rows.outputs + output]
        let error = rows.prediction[row * rows.outputs + output] - target
        sums[1] += target - sums[0]
        sums[2] += (target - sums[0]) * (target - sums[0])
        sums[3] += error * error
      }
    }
    state[0] += Double(rows.count)
  }

  public func result(of state: UnsafePointer<Double>, outputs: Int) -> Double {
    var total = 0.0
    for output in 0..<outputs {
      let sums = state + 1 + 4 * output
      let score = 1 - sums[3] / (sums[2] - sums[1] * sums[1] / state[0])
      total += score.isInfinite ? 0 : score
    }
    return total / Double(outputs)
  }
}

extension Metric where Self == MeanLoss {
  /// The mean absolute error, `mae`.
  public static var meanAbsoluteError: Self { Self(MeanAbsoluteError()) }
  /// The mean squared error, `mse`.
  public static var meanSquaredError: Self { Self(MeanSquaredError()) }
  /// The mean of a loss.
  public static func mean(of loss: any Loss) -> Self { Self(loss) }
}

extension Metric where Self == RootMeanSquaredError {
  /// The root of the mean squared error.
  public static var rootMeanSquaredError: Self { Self() }
}

extension Metric where Self == RSquared {
  /// The share of explained variance.
  public static var rSquared: Self { Self() }
}
