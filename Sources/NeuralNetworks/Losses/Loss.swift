import LinearAlgebra

/// What training makes small: a figure for how far predictions are from their targets.
///
/// Shapes: prediction (rows, outputs), target (rows, outputs) → one figure, the mean over all of them.
public protocol Loss: Sendable {
  /// The name in files and reports, as Keras's short one: `mae`.
  var name: String { get }

  /// Sums the loss over some rows and, where asked to, computes its gradient.
  ///
  ///     returns Σ loss(prediction, target)
  ///     gradient = scale · ∂loss/∂prediction
  ///
  /// - Parameter count: rows × outputs.
  func sum<Scalar: MatrixScalar>(
    prediction: UnsafePointer<Scalar>, target: UnsafePointer<Scalar>,
    gradient: UnsafeMutablePointer<Scalar>?, scale: Scalar, count: Int
  ) -> Double
}

/// The mean absolute error, |ŷ − y|. Its gradient is the sign of the error, 0 where there is none.
/// Source: Keras, `keras.losses.MeanAbsoluteError`.
public struct MeanAbsoluteError: Loss, Equatable {
  public var name: String { "mae" }
  public init() {}

  public func sum<Scalar: MatrixScalar>(
    prediction: UnsafePointer<Scalar>, target: UnsafePointer<Scalar>,
    gradient: UnsafeMutablePointer<Scalar>?, scale: Scalar, count: Int
  ) -> Double {
    Scalar.loss(
      .absoluteError, prediction: prediction, target: target, gradient: gradient, scale: scale, count: count)
  }
}

/// The mean squared error, (ŷ − y)². Its gradient is 2(ŷ − y).
/// Source: Keras, `keras.losses.MeanSquaredError`.
public struct MeanSquaredError: Loss, Equatable {
  public var name: String { "mse" }
  public init() {}

  public func sum<Scalar: MatrixScalar>(
    prediction: UnsafePointer<Scalar>, target: UnsafePointer<Scalar>,
    gradient: UnsafeMutablePointer<Scalar>?, scale: Scalar, count: Int
  ) -> Double {
    Scalar.loss(
      .squaredError, prediction: prediction, target: target, gradient: gradient, scale: scale, count: count)
  }
}

extension Loss where Self == MeanAbsoluteError {
  /// The mean absolute error.
  public static var meanAbsoluteError: Self { Self() }
}

extension Loss where Self == MeanSquaredError {
  /// The mean squared error.
  public static var meanSquaredError: Self { Self() }
}
