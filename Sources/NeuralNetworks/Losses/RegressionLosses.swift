import LinearAlgebra

/// The mean absolute error.
///
///     loss = |ŷ − y|,   gradient = sign(ŷ − y), 0 where there is no error
///
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: Keras, `keras.losses.MeanAbsoluteError`.
public struct MeanAbsoluteError: Loss, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("mae", also: ["mean_absolute_error", "MAE", "MeanAbsoluteError"], defaults: Self())
  }
  /// Creates the loss. It has no options.
  public init() {}

  public func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    rows.block.mean(.absoluteError, option: 0)
  }
}

/// The mean squared error.
///
///     loss = (ŷ − y)²,   gradient = 2(ŷ − y)
///
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: Keras, `keras.losses.MeanSquaredError`.
public struct MeanSquaredError: Loss, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("mse", also: ["mean_squared_error", "MSE", "MeanSquaredError"], defaults: Self())
  }
  /// Creates the loss. It has no options.
  public init() {}

  public func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    rows.block.mean(.squaredError, option: 0)
  }
}

/// Huber's loss: squared for small errors, absolute for large ones.
///
///     loss = e² / 2            where |e| ≤ δ, with e = ŷ − y
///     loss = δ·|e| − δ² / 2    elsewhere
///     gradient = e within δ, δ·sign(e) beyond
///
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: P. Huber, "Robust Estimation of a Location Parameter", 1964; Keras, `keras.losses.Huber`.
public struct Huber: Loss, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "huber", also: ["Huber"], defaults: Self(), options: [ConfigurableOption("delta", \.delta, .aboveZero)])
  }

  /// The error from which on the loss is linear, in the target's units, above 0.
  public var delta: Double

  /// Creates the loss from its properties; the defaults are Keras's.
  ///
  /// - Precondition: delta is above 0.
  public init(delta: Double = 1) {
    self.delta = delta
    checkOptions()
  }

  public func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    rows.block.mean(.huber, option: delta)
  }
}

/// The logarithm of the hyperbolic cosine of the error: e² / 2 near 0, |e| − log 2 far from it.
///
///     loss = |e| + log(1 + e^(−2|e|)) − log 2,   gradient = tanh e,   with e = ŷ − y
///
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: Keras, `keras.losses.LogCosh`.
public struct LogCosh: Loss, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("log_cosh", also: ["logcosh", "LogCosh"], defaults: Self())
  }
  /// Creates the loss. It has no options.
  public init() {}

  public func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    rows.block.mean(.logCosh, option: 0)
  }
}

/// The pinball loss, which is minimal where predictions are the targets' quantile.
///
///     loss = q·(y − ŷ)          where y > ŷ
///     loss = (1 − q)·(ŷ − y)    elsewhere
///     gradient = −q, 1 − q, or 0 where there is no error
///
/// With q = 0.5 it is half the absolute error. Keras has none.
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: R. Koenker, G. Bassett, "Regression Quantiles", 1978.
public struct Quantile: Loss, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "quantile", inKeras: nil, defaults: Self(0.5),
      options: [
        ConfigurableOption(
          "quantile", \.quantile, AllowedValues("lies in (0, 1)") { $0 > 0 && $0 < 1 }, isRequired: true,
          label: .some(nil))
      ])
  }

  /// q, the share of targets below the prediction that is aimed at, in (0, 1).
  public var quantile: Double

  /// Creates the loss from its properties.
  ///
  /// - Precondition: the quantile lies in its range.
  public init(_ quantile: Double) {
    self.quantile = quantile
    checkOptions()
  }

  public func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    rows.block.mean(.quantile, option: quantile)
  }
}

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
  public static var configuration: Configuration<Self> {
    Configuration("half_squared_error", inKeras: nil, defaults: Self())
  }
  /// Creates the loss. It has no options.
  public init() {}

  public func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    var rows = rows
    rows.scale /= 2
    return rows.block.mean(.squaredError, option: 0) / 2
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

extension Loss where Self == Huber {
  /// Huber's loss with δ = 1.
  public static var huber: Self { Self() }
}

extension Loss where Self == LogCosh {
  /// The logarithm of the hyperbolic cosine.
  public static var logCosh: Self { Self() }
}

extension Loss where Self == Quantile {
  /// The pinball loss of a quantile.
  public static func quantile(_ quantile: Double) -> Self { Self(quantile) }
}

extension Loss where Self == HalfSquaredError {
  /// Half the squared error.
  public static var halfSquaredError: Self { Self() }
}
