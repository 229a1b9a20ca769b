import LinearAlgebra

/// A layer that connects every input with every unit.
///
///     Y = f(X·W + b)
///
/// Shapes: X (batch, inputs) · W (inputs, units) · b (units) → Y (batch, units)
///
/// Its parameters are `kernel` (W) and `bias` (b). The number of inputs comes from the data of the first fit.
/// Source: Keras, `keras.layers.Dense`.
public struct Dense: Layer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "dense", defaults: Dense(1),
      options: [
        ConfigurableOption("units", \.units, .within(allowedUnits), isRequired: true, label: .some(nil)),
        ConfigurableOption("activation", \.activation.named),
        ConfigurableOption("use_bias", \.useBias),
        ConfigurableOption("kernel_initializer", \.kernelInitializer).and {
          $0.kernelInitializer.fault(shape: [1, $0.units])
        },
        ConfigurableOption("bias_initializer", \.biasInitializer).and {
          $0.biasInitializer.fault(shape: [$0.units])
        },
        ConfigurableOption("l1", \.kernelRegularizer.l1, .zeroOrMore),
        ConfigurableOption("l2", \.kernelRegularizer.l2, .zeroOrMore),
        ConfigurableOption("bias_l1", \.biasRegularizer.l1, .zeroOrMore),
        ConfigurableOption("bias_l2", \.biasRegularizer.l2, .zeroOrMore),
        ConfigurableOption("kernel_constraint", \.kernelConstraint, AllowedValues<Constraint?>.any),
        ConfigurableOption("bias_rate_factor", \.biasRateFactor, .zeroOrMore).notInKeras(),
        ConfigurableOption("bias_decay_factor", \.biasDecayFactor, .zeroOrMore).notInKeras(),
      ],
      arguments: {
        $0.prefix(5) + [
          ConfigurableOption("kernel_regularizer", \.kernelRegularizer),
          ConfigurableOption("bias_regularizer", \.biasRegularizer),
        ] + $0.suffix(3)
      })
  }

  /// The units that a layer can have.
  package static let allowedUnits = 1...1_000_000

  /// The number of outputs a row, 1 to 1,000,000.
  public var units: Int
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

  /// Creates the layer from its properties; the defaults are Keras's.
  ///
  /// - Precondition: 1 to 1,000,000 units; both factors are finite and 0 or more.
  public init(
    _ units: Int, activation: Activation = .linear, useBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    kernelRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil,
    kernelConstraint: Constraint? = nil, biasRateFactor: Double = 1, biasDecayFactor: Double = 1
  ) {
    precondition(
      Self.allowedUnits.contains(units), "A dense layer has 1 to 1,000,000 units, received \(units).")
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
  }

  public func outputs(inputs: Int) -> Int { units }

  public func parameters(inputs: Int) -> [ParameterDescription] {
    let kernel = ParameterDescription(
      "kernel", shape: [inputs, units], initializer: kernelInitializer, regularizer: kernelRegularizer,
      constraint: kernelConstraint)
    guard useBias else { return [kernel] }
    let bias = ParameterDescription(
      "bias", shape: [units], initializer: biasInitializer, regularizer: biasRegularizer,
      rateFactor: biasRateFactor, decayFactor: biasDecayFactor)
    return [kernel, bias]
  }

  /// What f is applied to, where f′ is computed from it.
  public func scratch(inputs: Int) -> Int { activation.needsSums ? units : 0 }

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    DenseNode(
      inputs: inputs, units: units, activation: ActivationRule(activation), kernel: parameters[0],
      bias: useBias ? parameters[1] : nil)
  }
}

/// Forward:   Y = f(X·W + b)
/// Backward:  ∂Z = ∂Y ⊙ f′,  ∂X = ∂Z·Wᵀ,  ∂W = Xᵀ·∂Z,  ∂b = Σ over rows of ∂Z
final class DenseNode<Scalar: MatrixScalar>: LayerNode {
  private let inputs: Int
  private let units: Int
  private let activation: ActivationRule<Scalar>
  private let kernel: ParameterMemory<Scalar>
  private let bias: ParameterMemory<Scalar>?

  init(
    inputs: Int, units: Int, activation: ActivationRule<Scalar>, kernel: ParameterMemory<Scalar>,
    bias: ParameterMemory<Scalar>?
  ) {
    self.inputs = inputs
    self.units = units
    self.activation = activation
    self.kernel = kernel
    self.bias = bias
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    let output = memory.output + rows.lowerBound * units
    Scalar.multiply(
      rows: rows.count, columns: units, inner: inputs, alpha: 1,
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
      rows: rows.count, columns: inputs, inner: units, alpha: 1,
      outputGradient, leadingA: units, transposeA: false,
      kernel.value, leadingB: units, transposeB: true,
      beta: 0, into: inputGradient + rows.lowerBound * inputs, leadingC: inputs)
  }

  func gradient(ofParameter index: Int, block: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>) {
    if index == 0 {
      Scalar.multiply(
        rows: block.count, columns: units, inner: rows, alpha: 1,
        memory.input + block.lowerBound, leadingA: inputs, transposeA: true,
        memory.outputGradient, leadingB: units, transposeB: false,
        beta: 0, into: kernel.gradient + block.lowerBound * units, leadingC: units)
    } else if let bias {
      Scalar.kernels.columnSums(memory.outputGradient, into: bias.gradient, rows: rows, columns: units)
    }
  }
}
