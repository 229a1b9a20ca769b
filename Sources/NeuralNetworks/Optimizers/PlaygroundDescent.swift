import LinearAlgebra

/// Gradient descent as the TensorFlow Playground does it, with the penalty as a separate step.
///
///     u = w − rate·g                               g the mean gradient of the batch
///     v = u − rate·λ·r(w)                          r(w) = sign w (L1, 0 at 0) or w (L2), of w before both
///     w = v,  under L1 0 for good where u·v < 0
///
/// Biases, which are parameters of one dimension, have no penalty: for them w = u. A weight that the penalty
/// carries across 0 is dead: no later update changes it. One that merely is 0 lives on.
///
/// Shapes: under L1 it keeps one number a weight, 1 where the weight is dead; it begins at 0
/// Source: TensorFlow Playground, `updateWeights` in `src/nn.ts`.
public struct PlaygroundDescent: Optimizer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "playground_descent", inKeras: nil, defaults: Self(),
      options: options(
        ConfigurableOption("regularization", \.regularization.kind),
        ConfigurableOption("regularization_rate", \.regularization.rate, .zeroOrMore)),
      arguments: { $0.prefix(1) + [ConfigurableOption("regularization", \.regularization)] })
  }

  public var settings: OptimizerSettings
  /// The penalty r with its λ.
  public var regularization: PlaygroundRegularization

  /// Creates the rule from its properties and ``OptimizerSettings``; the defaults are the Playground's.
  ///
  /// - Precondition: every option lies in its range.
  public init(learningRate: LearningRate = 0.03, regularization: PlaygroundRegularization = .none) {
    settings = OptimizerSettings(learningRate)
    self.regularization = regularization
    checkOptions()
  }

  public var initialState: [Double] { regularization.kind == .l1 ? [0] : [] }

  public var treatsBiasesDifferently: Bool { regularization.kind != .none }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    let rate = Scalar(step.learningRate)
    guard regularization.kind != .none, !block.isBias else {
      return block.update(at: step).descend(momentum: 0, nesterov: false)
    }
    let shrinkage = Scalar(step.learningRate * regularization.rate)
    switch regularization.kind {
    case .none: break
    case .l1: shrinkBySign(block, rate: rate, shrinkage: shrinkage)
    case .l2: shrinkBySize(block, rate: rate, shrinkage: shrinkage)
    }
  }

  @inline(__always)
  private func shrinkBySize<Scalar: MatrixScalar>(
    _ block: ParameterBlock<Scalar>, rate: Scalar, shrinkage: Scalar
  ) {
    for index in 0..<block.count {
      let weight = block.weights[index]
      block.weights[index] = weight - rate * block.gradient[index] - shrinkage * weight
    }
  }

  @inline(__always)
  private func shrinkBySign<Scalar: MatrixScalar>(
    _ block: ParameterBlock<Scalar>, rate: Scalar, shrinkage: Scalar
  ) {
    let dead = block.state(0)
    for index in 0..<block.count where dead[index] == 0 {
      let weight = block.weights[index]
      let moved = weight - rate * block.gradient[index]
      let shrunk = weight > 0 ? moved - shrinkage : weight < 0 ? moved + shrinkage : moved
      if moved * shrunk < 0 {
        block.weights[index] = 0
        dead[index] = 1
      } else {
        block.weights[index] = shrunk
      }
    }
  }
}

/// The penalty on weights that ``PlaygroundDescent`` takes its second step by.
public struct PlaygroundRegularization: Sendable, Equatable, Codable {
  /// Which penalty.
  public enum Kind: String, CaseIterable, OptionValue {
    /// No penalty.
    case none
    /// Σ|w|, whose slope is the sign.
    case l1
    /// ½·Σw², whose slope is the weight.
    case l2
  }

  /// Which penalty.
  public var kind: Kind
  /// λ, what the penalty is multiplied by, 0 or more.
  public var rate: Double

  /// Creates a penalty.
  ///
  /// - Precondition: the rate is finite and 0 or more.
  public init(_ kind: Kind, rate: Double) {
    precondition(rate >= 0 && rate.isFinite, "A penalty's rate is a number of 0 or more, received \(rate).")
    self.kind = kind
    self.rate = rate
  }

  /// No penalty.
  public static let none = Self(.none, rate: 0)
  /// Magnitudes, which become exactly 0.
  public static func l1(_ rate: Double) -> Self { Self(.l1, rate: rate) }
  /// Squares, which become small.
  public static func l2(_ rate: Double) -> Self { Self(.l2, rate: rate) }
}

extension PlaygroundRegularization: OptionValue {
  public var swiftLiteral: String? { kind == .none ? ".none" : ".\(kind)(\(rate.swiftLiteral!))" }
  public var kerasLiteral: String? { nil }
}
