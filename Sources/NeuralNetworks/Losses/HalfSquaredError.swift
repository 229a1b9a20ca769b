import LinearAlgebra

/// Half the squared error, whose gradient is the error itself.
///
///     loss = ½·(ŷ − y)²,   gradient = ŷ − y
///
/// It is the loss of the TensorFlow Playground. Halving is exact in binary, so it shares the squared error's
/// loop.
///
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: TensorFlow Playground, `Errors.SQUARE` in `src/nn.ts`. Keras has none.
public struct HalfSquaredError: Loss, Equatable {
  public static let kind = "half_squared_error"
  public static var defaults: Self { Self() }
  public static var options: [ConfigurableOption<Self>] { [] }

  /// Creates the loss. It has no options.
  public init() {}

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    var rows = rows
    rows.scale /= 2
    return elementwiseSum(.squaredError, of: rows) / 2
  }
}

extension Loss where Self == HalfSquaredError {
  /// Half the squared error.
  public static var halfSquaredError: Self { Self() }
}
