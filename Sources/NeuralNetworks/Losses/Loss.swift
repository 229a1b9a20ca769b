import LinearAlgebra

/// What training minimizes: a measure of how far predictions are from their targets.
///
/// Shapes: prediction (rows, outputs), target (rows, outputs) → one number, the mean over the rows; a row's
/// loss is the mean over its outputs unless the loss says otherwise.
///
///     MeanAbsoluteError()(predictions, targets)
///
/// Source: Keras, `keras.losses.Loss` with the reduction `sum_over_batch_size`.
public protocol Loss: Configurable {
  /// Sums the loss over some rows and computes its gradient on request.
  ///
  ///     returns Σ_r weight_r · loss_r
  ///     gradient = scale · weight_r · ∂loss_r/∂prediction
  func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double

  /// Whether it compares so many targets a row with so many outputs. Default: where they are equally many.
  ///
  /// A loss of classes also takes one target for several outputs: the index of the class, from 0.
  func takes(targets: Int, outputs: Int) -> Bool

  /// The loss that gives on an activation's inputs what this loss gives on its outputs, numerically more stable.
  ///
  /// Training combines the two where one follows the other. Default: there is none.
  func onLogits(of activation: Activation) -> (any Loss)?

  /// Why the loss does not suit a layer of this activation, in one sentence. Default: `nil`, it does.
  ///
  /// - Parameter outputs: the layer's units; `nil` where they are not known.
  /// - Parameter activation: the layer's.
  func warning(after activation: Activation, outputs: Int?) -> String?
}

extension Loss {
  public static var kerasModule: String? { "keras.losses" }

  /// The name in files and reports: `mae`.
  public var name: String { Self.kind }

  public func takes(targets: Int, outputs: Int) -> Bool { targets == outputs }

  public func onLogits(of activation: Activation) -> (any Loss)? { nil }

  public func warning(after activation: Activation, outputs: Int?) -> String? { nil }

  /// Computes the mean loss over rows.
  ///
  /// Shapes: predictions (rows, outputs), targets (rows, outputs) or the indices of classes (rows, 1),
  /// sampleWeights (rows)
  /// - Parameter predictions: what the network predicts.
  /// - Parameter targets: what it should predict.
  /// - Parameter sampleWeights: how much each row counts. The sum is divided by the number of rows, not by
  ///   the sum of the weights, as in Keras. Default: every row counts 1.
  /// - Precondition: shapes that the loss takes, 1 row or more.
  public func callAsFunction<Scalar: MatrixScalar>(
    _ predictions: Matrix<Scalar>, _ targets: Matrix<Scalar>, sampleWeights: [Scalar]? = nil
  ) -> Double {
    checkShapes(predictions, targets) { takes(targets: $0, outputs: $1) }
    checkTargets(targets, outputs: predictions.columns)
    precondition(
      sampleWeights?.count ?? targets.rows == targets.rows,
      "Each of \(targets.rows) rows has a weight, received \(sampleWeights?.count ?? 0).")
    let outputs = predictions.columns
    let sum = predictions.withUnsafeBufferPointer { predictions in
      targets.withUnsafeBufferPointer { scalars in
        sampleWeights.withUnsafeBaseAddress { weights in
          self.sum(
            LossRows(
              prediction: predictions.baseAddress!, target: scalars.baseAddress!, weights: weights, scale: 1,
              count: targets.rows, outputs: outputs, targets: targets.columns))
        }
      }
    }
    return sum / Double(targets.rows)
  }
}

/// - Parameter fit: whether so many targets a row go with so many predictions. Default: the same number.
func checkShapes<Scalar>(
  _ predictions: Matrix<Scalar>, _ targets: Matrix<Scalar>,
  _ fit: (_ targets: Int, _ outputs: Int) -> Bool = { $0 == $1 }
) {
  precondition(targets.rows > 0, "A mean is over 1 row or more, received none.")
  precondition(
    predictions.rows == targets.rows && fit(targets.columns, predictions.columns),
    "Predictions have the targets' shape (\(targets.rows), \(targets.columns)), received "
      + "(\(predictions.rows), \(predictions.columns)).")
}

/// Makes sure that targets of one column, where there are several outputs, are the indices of classes.
func checkTargets<Scalar: MatrixScalar>(_ targets: Matrix<Scalar>, outputs: Int) {
  let foreign = targets.firstForeignClass(outputs: outputs)
  precondition(
    foreign == nil,
    "A class is a whole number from 0 to \(outputs - 1), received \(foreign.map { "\($0)" } ?? "").")
}

extension Matrix {
  /// Of targets of one column, where there are several outputs, the first that is no index of a class.
  func firstForeignClass(outputs: Int) -> Scalar? {
    guard columns != outputs else { return nil }
    return withUnsafeBufferPointer { scalars in
      scalars.first { !($0 >= 0 && $0 < Scalar(outputs) && $0 == $0.rounded()) }
    }
  }
}

extension Optional {
  /// Calls a closure with the elements of an array, or with `nil` where there is none.
  func withUnsafeBaseAddress<Element, Result>(
    _ body: (UnsafePointer<Element>?) -> Result
  ) -> Result where Wrapped == [Element] {
    guard let self else { return body(nil) }
    return self.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}

/// A loss of any kind as files describe it: `"mae"`, `{"name": "huber", "delta": 0.5}`.
///
/// Keras's other spellings are known, too: `mean_absolute_error`, `MeanAbsoluteError`.
public typealias LossDescription = Described<LossKinds>

extension Registry {
  /// The losses that files can name: add those of your own.
  public static let losses = PartRegistry<any Loss.Type>("losses", "a loss", of: LossKinds.self) {
    [
      MeanAbsoluteError.self, MeanSquaredError.self, Huber.self, LogCosh.self, Quantile.self,
      HalfSquaredError.self, BinaryCrossEntropy.self, CategoricalCrossEntropy.self,
      SparseCategoricalCrossEntropy.self,
    ]
  }
}

/// The losses that files can name.
public enum LossKinds: KindList {
  public typealias Member = any Loss
  public static var registry: PartRegistry<any Loss.Type> { Registry.losses }
}
