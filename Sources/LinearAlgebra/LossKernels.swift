/// The loops of a loss, each with its gradient.
public protocol LossKernels {
  /// Returns Σ_r weights[r]·Σ_c loss[r, c] of a loss that goes element by element.
  ///
  /// Shapes: predictions, targets, gradient (count, outputs) · weights (count)
  /// - Parameter option: the loss's own number, as ``LossKernel`` says.
  /// - Parameter kernel: which loss.
  /// - Parameter rows: predictions, targets and weights.
  static func loss(_ kernel: LossKernel, option: Self, of rows: LossRows<Self>) -> Double

  /// Returns Σ_r weights[r]·loss[r] of the cross-entropy between each row's classes.
  ///
  /// Shapes: predictions, targets, gradient (count, outputs) · weights (count)
  static func categoricalCrossEntropy(fromLogits: Bool, labelSmoothing: Self, of rows: LossRows<Self>)
    -> Double
}

/// The element-wise losses that `LossKernels.loss` knows.
public enum LossKernel: UInt32, Sendable {
  case absoluteError, squaredError
  /// The option is delta.
  case huber
  case logCosh
  /// The option is the quantile.
  case quantile
  /// The option is the label smoothing.
  case binaryCrossEntropy
  /// The option is the label smoothing.
  case binaryCrossEntropyFromLogits
}

/// Rows of predictions with their targets, and where their gradient goes.
public struct LossRows<Scalar> {
  /// What the network gives. Shape: (count, outputs)
  public var prediction: UnsafePointer<Scalar>
  /// What it should give. Shape: (count, outputs)
  public var target: UnsafePointer<Scalar>
  /// How much each row counts. Shape: (count); `nil` where every row counts 1.
  public var weights: UnsafePointer<Scalar>?
  /// Gets scale · weight · ∂loss/∂prediction. Shape: (count, outputs); `nil` where none is wanted.
  public var gradient: UnsafeMutablePointer<Scalar>?
  /// What the gradient is multiplied by.
  public var scale: Scalar
  /// The number of rows.
  public let count: Int
  /// The number of predictions a row.
  public let outputs: Int

  /// Describes rows in memory that stays the caller's.
  ///
  /// - Parameters:
  ///   - prediction: what the network gives, shape (count, outputs).
  ///   - target: what it should give, shape (count, outputs).
  ///   - weights: how much each row counts, shape (count). Default: every row counts 1.
  ///   - gradient: where the gradient goes, shape (count, outputs). Default: none is computed.
  ///   - scale: what the gradient is multiplied by.
  ///   - count: the number of rows.
  ///   - outputs: the number of predictions a row.
  public init(
    prediction: UnsafePointer<Scalar>, target: UnsafePointer<Scalar>, weights: UnsafePointer<Scalar>? = nil,
    gradient: UnsafeMutablePointer<Scalar>? = nil, scale: Scalar, count: Int, outputs: Int
  ) {
    self.prediction = prediction
    self.target = target
    self.weights = weights
    self.gradient = gradient
    self.scale = scale
    self.count = count
    self.outputs = outputs
  }
}
