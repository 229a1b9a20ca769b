import LinearAlgebra

/// A layer that replaces numbers by waves of them, so that a network learns functions that are not smooth.
///
///     PBLD   [x, V·cos(2π·x·w + b) + c]
///     PLR    max(V·[cos(2π·x·w), sin(2π·x·w)] + c, 0)
///     PL     V·[cos(2π·x·w), sin(2π·x·w)] + c
///
/// Shapes, for each embedded number: w, b (frequencies) · V (outputs, frequencies), twice as many in PLR and PL ·
/// c (outputs); X (batch, inputs) → Y (batch, inputs + embedded · outputs), or inputs + embedded · (outputs − 1) in PLR
/// and PL
///
/// Each embedded number has parameters of its own and is replaced in its place; the other inputs pass, all in their
/// order. The parameters are `frequencies` (w, from N(0, deviation²)), in PBLD `phases` (b, uniform in ±π), `kernel` (V)
/// and `bias` (c), both uniform in ±1/√(the columns of V); the first size of each is the number of embedded inputs.
///
/// Numbers are to be of size 1, as scaling leaves them. Values that suit PLR are 48 frequencies, 24 outputs and a
/// deviation of 0.01.
/// Source: PLR and PL: Y. Gorishniy, I. Rubachev, A. Babenko, "On embeddings for numerical features in tabular deep
/// learning", NeurIPS 2022, section 3.3; rtdl_num_embeddings 0.0.12, `PeriodicEmbeddings` with `lite=False`. PBLD: D.
/// Holzmüller, L. Grinsztajn, I. Steinwart, "Better by default", NeurIPS 2024; pytabkit 1.8, `RealMLP` in
/// `models/realmlp/model.py`, whose values are the defaults.
public struct PeriodicEmbedding: ReplacingLayer, Equatable, CustomStringConvertible {
  public static var configuration: Configuration<Self> {
    Configuration(
      "periodic_embedding", inKeras: nil, defaults: Self(),
      options: [
        ConfigurableOption("form", \.form),
        ConfigurableOption("frequencies", \.frequencies, .within(1...10_000)),
        ConfigurableOption("outputs", \.outputs, .within(1...10_000)),
        ConfigurableOption("deviation", \.deviation, .aboveZero),
        ConfigurableOption("columns", \.columns, ReplacedColumns.allowed),
        ConfigurableOption("rate_factor", \.rateFactor, .zeroOrMore),
        ConfigurableOption("decay_factor", \.decayFactor, .zeroOrMore),
      ])
  }

  /// What replaces a number.
  public enum Form: String, Sendable, Codable, CaseIterable, OptionValue {
    case pbld, plr, pl
  }

  /// What replaces a number.
  public var form: Form
  /// The waves of a number, 1 or more.
  public var frequencies: Int
  /// The outputs of a number's linear layer, 1 or more.
  public var outputs: Int
  /// The deviation of the first frequencies, above 0.
  public var deviation: Double
  /// The inputs that are embedded; `nil` for all, of a table for all columns of numbers: categories, booleans and indicators
  /// pass.
  public var columns: [InputColumn]?
  /// What the optimizer's rate is multiplied by, 0 or more.
  public var rateFactor: Double
  /// What the optimizer's weight decay is multiplied by, 0 or more.
  public var decayFactor: Double

  /// Creates the layer from its properties.
  ///
  /// - Precondition: all lie in their ranges; one column or more, none twice.
  public init(
    form: Form = .pbld, frequencies: Int = 16, outputs: Int = 3, deviation: Double = 0.1,
    columns: [InputColumn]? = nil,
    rateFactor: Double = 0.1, decayFactor: Double = 0.1
  ) {
    self.form = form
    self.frequencies = frequencies
    self.outputs = outputs
    self.deviation = deviation
    self.columns = columns
    self.rateFactor = rateFactor
    self.decayFactor = decayFactor
    checkOptions()
  }

  private var hasPhases: Bool { form == .pbld }

  /// The columns of V.
  private var waves: Int { hasPhases ? frequencies : 2 * frequencies }

  private func replaced(inputs: Int) -> ReplacedColumns {
    ReplacedColumns(columns, inputs: inputs, width: width)
  }

  /// The numbers that replace one.
  var width: Int { hasPhases ? outputs + 1 : outputs }

  public func fault(inputs: Int) -> String? {
    ReplacedColumns.fault(columns, inputs: inputs, width: width)
  }

  public func outputs(inputs: Int) -> Int { replaced(inputs: inputs).outputs }

  public func parameters(inputs: Int) -> [ParameterDescription] {
    let count = replaced(inputs: inputs).columns.count
    guard count > 0 else { return [] }
    func parameter(_ name: String, _ sizes: Int..., from initializer: Initializer) -> ParameterDescription {
      ParameterDescription(
        name, shape: [count] + sizes, initializer: initializer, rateFactor: rateFactor,
        decayFactor: decayFactor)
    }
    let limit = 1 / Double(waves).squareRoot()
    let uniform = Initializer.randomUniform(minimum: -limit, maximum: limit)
    let phases = Initializer.randomUniform(minimum: -.pi, maximum: .pi)
    return [parameter("frequencies", frequencies, from: .randomNormal(standardDeviation: deviation))]
      + (hasPhases ? [parameter("phases", frequencies, from: phases)] : [])
      + [parameter("kernel", outputs, waves, from: uniform), parameter("bias", outputs, from: uniform)]
  }

  /// The cosines, the sines and the gradient by their angles, which in PBLD takes the place of the sines.
  public func scratch(inputs: Int) -> Int {
    replaced(inputs: inputs).columns.count * frequencies * (hasPhases ? 2 : 3)
  }

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    PeriodicEmbeddingNode(
      rule: WaveRule(
        replaced(inputs: inputs), frequencies: frequencies, outputs: outputs, hasPhases: hasPhases,
        rectifies: form == .plr),
      inputs: inputs, outputs: outputs(inputs: inputs), parameters: parameters)
  }
}

/// Forward:   A = 2π·x·w + b,  C = [cos A, sin A] or cos A,  Z = V·C + c, rectified in PLR
/// Backward:  ∂A = −sin A ⊙ ∂cos + cos A ⊙ ∂sin with [∂cos, ∂sin] = Vᵀ·∂Z,  ∂x = 2π·w·∂A and, in PBLD, x's own;
///            ∂w = Σ over rows of 2π·x·∂A,  ∂b = Σ of ∂A,  ∂V = Σ of ∂Z·Cᵀ,  ∂c = Σ of ∂Z
final class PeriodicEmbeddingNode<Scalar: MatrixScalar>: LayerNode {
  private let rule: WaveRule<Scalar>
  private let inputs: Int
  private let outputs: Int
  private let frequencies: ParameterMemory<Scalar>
  private let phases: ParameterMemory<Scalar>?
  private let kernel: ParameterMemory<Scalar>
  private let bias: ParameterMemory<Scalar>

  init(rule: WaveRule<Scalar>, inputs: Int, outputs: Int, parameters: [ParameterMemory<Scalar>]) {
    self.rule = rule
    self.inputs = inputs
    self.outputs = outputs
    frequencies = parameters[0]
    phases = parameters.count == 4 ? parameters[1] : nil
    kernel = parameters[parameters.count - 2]
    bias = parameters[parameters.count - 1]
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    rule.forward(
      memory.input + rows.lowerBound * inputs, into: memory.output + rows.lowerBound * outputs,
      frequencies: frequencies.value, phases: phases?.value, kernel: kernel.value, bias: bias.value,
      keeping: memory.scratch(fromRow: rows.lowerBound, width: rule.kept), rows: rows.count)
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    rule.backward(
      output: memory.output + rows.lowerBound * outputs,
      gradient: memory.outputGradient + rows.lowerBound * outputs,
      into: memory.inputGradient.map { $0 + rows.lowerBound * inputs }, frequencies: frequencies.value,
      kernel: kernel.value, kept: memory.scratch(fromRow: rows.lowerBound, width: rule.kept)!,
      rows: rows.count)
  }

  func gradient(ofParameter index: Int, block: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>) {
    switch (index, phases) {
    case (0, _):
      rule.waveGradient(
        memory.input, kept: memory.scratch!, into: frequencies.gradient, columns: block, rows: rows)
    case (1, let phases?):
      rule.waveGradient(nil, kept: memory.scratch!, into: phases.gradient, columns: block, rows: rows)
    case (2, .some), (1, nil):
      rule.kernelGradient(
        memory.outputGradient, kept: memory.scratch!, into: kernel.gradient, kernelRows: block, rows: rows)
    default:
      rule.biasGradient(memory.outputGradient, into: bias.gradient, columns: block, rows: rows)
    }
  }
}
