/// What the size of a parameter adds to the loss.
///
///     l1·Σ|w| + l2·Σw²
///
/// It is a part of the training loss and of the validation loss, once a batch whatever the batch's size, with the
/// weights before the update.
/// Source: Keras, `keras.regularizers.L1`, `L2` and `L1L2`.
public struct Regularizer: Sendable, Equatable, Codable {
  /// The weight of the sum of magnitudes, 0 or more.
  public let l1: Double
  /// The weight of the sum of squares, 0 or more.
  public let l2: Double

  /// Creates a regularizer from its properties; the defaults are those of Keras's `L1L2`.
  ///
  /// - Precondition: both are finite and 0 or more.
  public init(l1: Double = 0, l2: Double = 0) {
    precondition(l1 >= 0 && l1.isFinite, "l1 is a number of 0 or more, received \(l1).")
    precondition(l2 >= 0 && l2.isFinite, "l2 is a number of 0 or more, received \(l2).")
    self.l1 = l1
    self.l2 = l2
  }

  /// Weights as a description holds them while it is read, before their range is checked.
  fileprivate init(unchecked l1: Double, _ l2: Double) { (self.l1, self.l2) = (l1, l2) }

  /// The sum of magnitudes, which drives weights to 0. Default weight: 0.01, as in Keras's `L1`.
  public static func l1(_ weight: Double = 0.01) -> Self { Self(l1: weight) }

  /// The sum of squares, which keeps weights small. Default weight: 0.01, as in Keras's `L2`.
  public static func l2(_ weight: Double = 0.01) -> Self { Self(l2: weight) }

  /// Both. Default weights: 0.01 each, where Keras's `L1L2` has 0.
  public static func l1l2(l1: Double = 0.01, l2: Double = 0.01) -> Self { Self(l1: l1, l2: l2) }
}

extension Regularizer: OptionValue {
  public var swiftLiteral: String? {
    if l2 == 0 { return ".l1(\(l1.swiftLiteral!))" }
    return l1 == 0
      ? ".l2(\(l2.swiftLiteral!))" : ".l1l2(l1: \(l1.swiftLiteral!), l2: \(l2.swiftLiteral!))"
  }

  public var kerasLiteral: String? {
    "keras.regularizers.L1L2(l1=\(l1.kerasLiteral!), l2=\(l2.kerasLiteral!))"
  }
}

extension Regularizer? {
  /// The weight of the magnitudes; 0 where there is no regularizer, and none where both weights are 0.
  var l1: Double {
    get { self?.l1 ?? 0 }
    set { self = Self.weights(newValue, l2) }
  }

  /// The weight of the squares, as above.
  var l2: Double {
    get { self?.l2 ?? 0 }
    set { self = Self.weights(l1, newValue) }
  }

  private static func weights(_ l1: Double, _ l2: Double) -> Self {
    l1 == 0 && l2 == 0 ? nil : Regularizer(unchecked: l1, l2)
  }
}
