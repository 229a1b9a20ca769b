/// What the size of a parameter adds to the loss.
///
///     l1·Σ|w| + l2·Σw²
///
/// It counts in the training loss and the validation loss, once a batch whatever the batch's size, with the
/// weights before the update.
/// Source: Keras, `keras.regularizers`.
public struct Regularizer: Sendable, Equatable, Codable {
  public let l1: Double
  public let l2: Double

  /// - Parameters:
  ///   - l1: the weight of the sum of magnitudes, 0 or more. Default 0.
  ///   - l2: the weight of the sum of squares, 0 or more. Default 0.
  public init(l1: Double = 0, l2: Double = 0) {
    precondition(l1 >= 0 && l1.isFinite, "l1 is a number of 0 or more, received \(l1).")
    precondition(l2 >= 0 && l2.isFinite, "l2 is a number of 0 or more, received \(l2).")
    self.l1 = l1
    self.l2 = l2
  }

  /// The sum of magnitudes, which drives weights to 0. Default weight: Keras's 0.01.
  public static func l1(_ weight: Double = 0.01) -> Self { Self(l1: weight) }

  /// The sum of squares, which keeps weights small. Default weight: Keras's 0.01.
  public static func l2(_ weight: Double = 0.01) -> Self { Self(l2: weight) }

  /// Both. Default weights: Keras's 0.01 each.
  public static func l1l2(l1: Double = 0.01, l2: Double = 0.01) -> Self { Self(l1: l1, l2: l2) }
}
