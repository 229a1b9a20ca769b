import Foundation
import LinearAlgebra

/// A layer that connects every input with every unit.
///
///     Y = f(X·W + b)                  standard
///     Y = f(X·W / √inputs + b)        NTP
///
/// Shapes: X (batch, inputs) · W (inputs, units) · b (units) → Y (batch, units)
///
/// Its parameters are `kernel` (W) and `bias` (b). The number of inputs comes from the data of the first fit. The last
/// layer of a pipeline's network may leave its units out: it gets one for each output of the target.
/// Source: Keras, `keras.layers.Dense`; of the NTP form and of first values from data D. Holzmüller, L. Grinsztajn,
/// I. Steinwart, "Better by default", NeurIPS 2024; pytabkit 1.8, `Weight` and `Bias` in `models/realmlp/model.py`.
public struct Dense: Layer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "dense", defaults: Dense(),
      options: [
        ConfigurableOption("units", \.units, .within(allowedUnits), label: .some(nil)),
        ConfigurableOption("activation", \.activation.named),
        ConfigurableOption("use_bias", \.useBias),
        ConfigurableOption("kernel_initializer", \.kernelInitializer).and {
          $0.kernelInitializer.fault(shape: [1, $0.width])
        },
        ConfigurableOption("bias_initializer", \.biasInitializer).and {
          $0.biasInitializer.fault(shape: [$0.width])
        },
        ConfigurableOption("l1", \.kernelRegularizer.l1, .zeroOrMore),
        ConfigurableOption("l2", \.kernelRegularizer.l2, .zeroOrMore),
        ConfigurableOption("bias_l1", \.biasRegularizer.l1, .zeroOrMore),
        ConfigurableOption("bias_l2", \.biasRegularizer.l2, .zeroOrMore),
        ConfigurableOption("kernel_constraint", \.kernelConstraint, AllowedValues<Constraint?>.any),
        ConfigurableOption("bias_rate_factor", \.biasRateFactor, .zeroOrMore).notInKeras(),
        ConfigurableOption("bias_decay_factor", \.biasDecayFactor, .zeroOrMore).notInKeras(),
        ConfigurableOption("parametrization", \.parametrization).notInKeras(),
        ConfigurableOption("initialization", \.initialization).notInKeras(),
      ],
      arguments: {
        $0.prefix(5) + [
          ConfigurableOption("kernel_regularizer", \.kernelRegularizer),
          ConfigurableOption("bias_regularizer", \.biasRegularizer),
        ] + $0.suffix(5)
      })
  }

  /// The units that a layer can have.
  package static let allowedUnits = 1...1_000_000

  /// The number of outputs a row, 1 to 1,000,000; `nil` in the last layer of a pipeline's network, for as many as the
  /// target needs.
  public var units: Int?
  /// f.
  public var activation: Activation
  /// Whether there is a b.
  public var useBias: Bool
  /// How W begins.
  public var kernelInitializer: Initializer
  /// How b begins.
  public var biasInitializer: Initializer
  /// What W adds to the loss; `nil` for nothing.
  public var kernelRegularizer: Regularizer?
  /// What b adds to the loss; `nil` for nothing.
  public var biasRegularizer: Regularizer?
  /// What is done to W after each update; `nil` for nothing.
  public var kernelConstraint: Constraint?
  /// What the optimizer's rate is multiplied by for b, 0 or more. Keras has only 1.
  public var biasRateFactor: Double
  /// What the optimizer's weight decay is multiplied by for b, 0 or more: 0 for none. Keras has only 1.
  public var biasDecayFactor: Double
  /// What W means.
  public var parametrization: Parametrization
  /// What W and b begin at.
  public var initialization: Initialization

  /// How weights enter the sums.
  public enum Parametrization: String, Sendable, Codable, CaseIterable, OptionValue {
    /// X·W: Keras's.
    case standard
    /// X·W / √inputs, the neural tangent parametrization: weights are of size 1 whatever the number of inputs, and so
    /// is the rate that suits them.
    case ntp
  }

  /// Where first values come from.
  public enum Initialization: String, Sendable, Codable, CaseIterable, OptionValue {
    /// From the initializers.
    case sampled
    /// W is sampled, then each unit's weights are divided so that its sums over the first batch have a deviation of 1
    /// (over n); those of a unit whose sums do not vary stay. b is minus a mean of five of these sums, from rows
    /// sampled with replacement, weighted by samples of the exponential distribution: where units bend, rows lie.
    case data
  }

  /// Creates the layer from its properties; the defaults are Keras's.
  ///
  /// - Precondition: 1 to 1,000,000 units, or `nil`; both factors are finite and 0 or more.
  public init(
    _ units: Int? = nil, activation: Activation = .linear, useBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    kernelRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil,
    kernelConstraint: Constraint? = nil, biasRateFactor: Double = 1, biasDecayFactor: Double = 1,
    parametrization: Parametrization = .standard, initialization: Initialization = .sampled
  ) {
    precondition(
      units.map(Self.allowedUnits.contains) ?? true,
      "A dense layer has 1 to 1,000,000 units, received \(units ?? 0).")
    self.units = units
    self.activation = activation
    self.useBias = useBias
    self.kernelInitializer = kernelInitializer
    self.biasInitializer = biasInitializer
    self.kernelRegularizer = kernelRegularizer
    self.biasRegularizer = biasRegularizer
    self.kernelConstraint = kernelConstraint
    self.biasRateFactor = biasRateFactor
    self.biasDecayFactor = biasDecayFactor
    self.parametrization = parametrization
    self.initialization = initialization
  }

  /// A layer as RealMLP has it: NTP, weights from N(0, 1), first values from data, and a bias that learns at a tenth of
  /// the rate and does not decay.
  public static func ntp(_ units: Int? = nil, activation: Activation = .linear) -> Dense {
    Dense(
      units, activation: activation, kernelInitializer: .randomNormal(standardDeviation: 1),
      biasRateFactor: 0.1, biasDecayFactor: 0, parametrization: .ntp, initialization: .data)
  }

  /// The units; 1 before they are known.
  private var width: Int { units ?? 1 }

  public func outputs(inputs: Int) -> Int { width }

  public func fault(inputs: Int) -> String? {
    units == nil
      ? "has no units, which only the last layer of a pipeline's network gets from the target" : nil
  }

  public func parameters(inputs: Int) -> [ParameterDescription] {
    let kernel = ParameterDescription(
      "kernel", shape: [inputs, width], initializer: kernelInitializer, regularizer: kernelRegularizer,
      constraint: kernelConstraint)
    guard useBias else { return [kernel] }
    let bias = ParameterDescription(
      "bias", shape: [width], initializer: biasInitializer, regularizer: biasRegularizer,
      rateFactor: biasRateFactor, decayFactor: biasDecayFactor)
    return [kernel, bias]
  }

  /// What f is applied to, where f′ is computed from it.
  public func scratch(inputs: Int) -> Int { activation.needsSums ? width : 0 }

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    DenseNode(
      inputs: inputs, units: width, scale: scale(inputs: inputs), activation: ActivationRule(activation),
      kernel: parameters[0], bias: useBias ? parameters[1] : nil)
  }

  /// What X·W is multiplied by.
  private func scale(inputs: Int) -> Double {
    switch parametrization {
    case .standard: 1
    case .ntp: 1 / Double(inputs).squareRoot()
    }
  }
}

// MARK: - First values from data

extension Dense {
  public var firstRows: FirstRows { initialization == .data ? .batch : .none }

  public func initialize<Scalar>(
    _ parameters: [ParameterMemory<Scalar>], from rows: Matrix<Scalar>, stream: inout RandomStream
  ) {
    let (kernel, units) = (parameters[0].value, width)
    var sums = [Scalar](repeating: 0, count: rows.rows * units)
    rows.withUnsafeBufferPointer { x in
      Scalar.multiply(
        rows: rows.rows, columns: units, inner: rows.columns, alpha: scale(inputs: rows.columns),
        x.baseAddress!, leadingA: rows.columns, transposeA: false, kernel, leadingB: units, transposeB: false,
        beta: 0, into: &sums, leadingC: units)
    }
    let factors = Self.factors(of: sums, units: units)
    Scalar.kernels.scaleColumns(kernel, by: factors, into: kernel, rows: rows.columns, columns: units)
    guard useBias else { return }
    for unit in 0..<units {
      var weighted: [(sum: Double, weight: Double)] = []
      for _ in 0..<5 {
        let row = stream.integer(below: rows.rows)
        weighted.append((Double(sums[row * units + unit] * factors[unit]), stream.exponential()))
      }
      parameters[1].value[unit] = Scalar(Self.firstBias(weighted))
    }
  }

  /// 1 / the deviation of each unit's sums; 1 where they do not vary.
  ///
  /// Shapes: sums (rows, units) → (units)
  static func factors<Scalar: MatrixScalar>(of sums: [Scalar], units: Int) -> [Scalar] {
    var (mean, variance) = ([Scalar](repeating: 0, count: units), [Scalar](repeating: 0, count: units))
    Scalar.kernels.columnMoments(
      sums, mean: &mean, variance: &variance, rows: sums.count / units, leading: units, columns: units)
    return variance.map { $0 >= .leastNormalMagnitude && $0.isFinite ? 1 / $0.squareRoot() : 1 }
  }

  /// −Σ weight·sum / Σ weight.
  static func firstBias(_ weighted: [(sum: Double, weight: Double)]) -> Double {
    let total = weighted.reduce(0) { $0 + $1.weight }
    return total > 0 ? -weighted.reduce(0) { $0 + $1.weight * $1.sum } / total : 0
  }
}

extension RandomStream {
  /// A number of the exponential distribution of mean 1.
  fileprivate mutating func exponential() -> Double { -log(1 - uniform()) }
}

// MARK: - The work

/// Forward:   Y = f(s·X·W + b), s being 1 or, in the NTP form, 1/√inputs
/// Backward:  ∂Z = ∂Y ⊙ f′,  ∂X = s·∂Z·Wᵀ,  ∂W = s·Xᵀ·∂Z,  ∂b = Σ over rows of ∂Z
final class DenseNode<Scalar: MatrixScalar>: LayerNode {
  private let inputs: Int
  private let units: Int
  private let scale: Double
  private let activation: ActivationRule<Scalar>
  private let kernel: ParameterMemory<Scalar>
  private let bias: ParameterMemory<Scalar>?

  init(
    inputs: Int, units: Int, scale: Double, activation: ActivationRule<Scalar>,
    kernel: ParameterMemory<Scalar>, bias: ParameterMemory<Scalar>?
  ) {
    self.inputs = inputs
    self.units = units
    self.scale = scale
    self.activation = activation
    self.kernel = kernel
    self.bias = bias
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    let output = memory.output + rows.lowerBound * units
    Scalar.multiply(
      rows: rows.count, columns: units, inner: inputs, alpha: scale,
      memory.input + rows.lowerBound * inputs, leadingA: inputs, transposeA: false,
      kernel.value, leadingB: units, transposeB: false,
      beta: 0, into: output, leadingC: units)
    activation.apply(
      to: output, bias: bias?.value,
      keepingSums: pass.mode == .training ? memory.scratch(fromRow: rows.lowerBound, width: units) : nil,
      rows: rows.count, units: units)
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    let outputGradient = memory.outputGradient + rows.lowerBound * units
    activation.backward(
      sums: memory.scratch(fromRow: rows.lowerBound, width: units),
      output: memory.output + rows.lowerBound * units, gradient: outputGradient, rows: rows.count,
      units: units)
    guard let inputGradient = memory.inputGradient else { return }
    Scalar.multiply(
      rows: rows.count, columns: inputs, inner: units, alpha: scale,
      outputGradient, leadingA: units, transposeA: false,
      kernel.value, leadingB: units, transposeB: true,
      beta: 0, into: inputGradient + rows.lowerBound * inputs, leadingC: inputs)
  }

  func gradient(ofParameter index: Int, block: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>) {
    if index == 0 {
      Scalar.multiply(
        rows: block.count, columns: units, inner: rows, alpha: scale,
        memory.input + block.lowerBound, leadingA: inputs, transposeA: true,
        memory.outputGradient, leadingB: units, transposeB: false,
        beta: 0, into: kernel.gradient + block.lowerBound * units, leadingC: units)
    } else if let bias {
      Scalar.kernels.columnSums(memory.outputGradient, into: bias.gradient, rows: rows, columns: units)
    }
  }
}
