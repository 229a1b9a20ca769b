import CVectorKernels
import LinearAlgebra

/// Rows of predictions with their targets, and where their gradient goes.
public struct LossRows<Scalar: MatrixScalar> {
  /// What the network predicts. Shape: (count, outputs)
  public var prediction: UnsafePointer<Scalar>
  /// What it should predict. Shape: (count, targets)
  public var target: UnsafePointer<Scalar>
  /// How much each row counts. Shape: (count); `nil` where every row counts 1.
  public var weights: UnsafePointer<Scalar>?
  /// Gets scale · weight · ∂loss/∂prediction. Shape: (count, outputs); `nil` where none is wanted.
  public var gradient: UnsafeMutablePointer<Scalar>?
  /// What the gradient is multiplied by, rounded to the scalars' precision.
  public var scale: Double
  /// The number of rows.
  public let count: Int
  /// The number of predictions a row.
  public let outputs: Int
  /// The number of targets a row: as many as predictions, or 1 where they are the indices of classes.
  public let targets: Int

  /// Describes rows by their properties, in memory that stays the caller's. Default: as many targets as outputs.
  public init(
    prediction: UnsafePointer<Scalar>, target: UnsafePointer<Scalar>, weights: UnsafePointer<Scalar>? = nil,
    gradient: UnsafeMutablePointer<Scalar>? = nil, scale: Double, count: Int, outputs: Int,
    targets: Int? = nil
  ) {
    self.prediction = prediction
    self.target = target
    self.weights = weights
    self.gradient = gradient
    self.scale = scale
    self.count = count
    self.outputs = outputs
    self.targets = targets ?? outputs
  }

  /// The rows as the C loops of the losses take them: `rows.block.mean(.huber, option: delta)`.
  package var block: LossBlock {
    LossBlock(
      precision: Scalar.kernels, prediction: prediction, target: target, weights: weights, gradient: gradient,
      scale: scale, rows: count, outputs: outputs, targets: targets)
  }
}
