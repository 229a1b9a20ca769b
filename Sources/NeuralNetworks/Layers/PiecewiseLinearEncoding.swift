import LinearAlgebra

/// A layer that replaces numbers by how far they reach into each of some bins, so that a network learns steps and bends
/// of its own for each range.
///
///     e_t = (x − edge_t) / (edge_t+1 − edge_t), at least 0 but in the first bin, at most 1 but in the last
///     Y   = e   or, with outputs,   V·e + w·x + c
///
/// Shapes, for each encoded number: e (bins) · V (outputs, bins) · w, c (outputs); X (batch, inputs) → Y (batch, inputs
/// + encoded · (bins − 1)), with outputs inputs + encoded · (outputs − 1)
///
/// The edges are quantiles of the training rows, `bins + 1` of them; where several are equal, bins are left out, and
/// their places at the end are 0. They come from the rows of the first training and stay; in a network that has not been
/// trained they are 0, and so is e. Each number is replaced in its place; the other inputs pass, all in their order. The
/// parameters are `edges`, which is not trained, and, with outputs, `weight` (w) and `bias` (c), uniform in ±1/√outputs,
/// and `kernel` (V), zeros; the first size of each is the number of encoded inputs.
/// Source: Y. Gorishniy, I. Rubachev, A. Babenko, "On embeddings for numerical features in tabular deep learning",
/// NeurIPS 2022, sections 3.2 and 3.2.1; rtdl_num_embeddings 0.0.12, `compute_bins`, `PiecewiseLinearEncoding` and
/// `PiecewiseLinearEmbeddings` of version B without activation. TabM has 48 bins and 16 outputs.
public struct PiecewiseLinearEncoding: ReplacingLayer, Equatable, CustomStringConvertible {
  public static var configuration: Configuration<Self> {
    Configuration(
      "piecewise_linear_encoding", inKeras: nil, defaults: Self(),
      options: [
        ConfigurableOption("bins", \.bins, .within(1...10_000)),
        ConfigurableOption("outputs", \.outputs, .within(1...10_000)),
        ConfigurableOption("columns", \.columns, ReplacedColumns.allowed),
      ])
  }

  /// The bins of a number, 1 or more.
  public var bins: Int
  /// The outputs of each number's linear layer, 1 or more; `nil` for none.
  public var outputs: Int?
  /// The inputs that are encoded; `nil` for all, of a table for all columns of numbers: categories, booleans and indicators
  /// pass.
  public var columns: [InputColumn]?

  /// Creates the layer from its properties.
  ///
  /// - Precondition: bins and outputs lie in their ranges; one column or more, none twice.
  public init(bins: Int = 48, outputs: Int? = nil, columns: [InputColumn]? = nil) {
    self.bins = bins
    self.outputs = outputs
    self.columns = columns
    checkOptions()
  }

  /// The numbers that replace one.
  var width: Int { outputs ?? bins }

  private func replaced(inputs: Int) -> ReplacedColumns {
    ReplacedColumns(columns, inputs: inputs, width: width)
  }

  public func fault(inputs: Int) -> String? {
    ReplacedColumns.fault(columns, inputs: inputs, width: width)
  }

  public func outputs(inputs: Int) -> Int { replaced(inputs: inputs).outputs }

  public func parameters(inputs: Int) -> [ParameterDescription] {
    let count = replaced(inputs: inputs).columns.count
    guard count > 0 else { return [] }
    let edges = ParameterDescription(
      "edges", shape: [count, bins + 1], initializer: .zeros, isTrainable: false)
    guard let outputs else { return [edges] }
    let limit = 1 / Double(outputs).squareRoot()
    let uniform = Initializer.randomUniform(minimum: -limit, maximum: limit)
    return [
      edges, ParameterDescription("weight", shape: [count, outputs], initializer: uniform),
      ParameterDescription("bias", shape: [count, outputs], initializer: uniform),
      ParameterDescription("kernel", shape: [count, outputs, bins], initializer: .zeros),
    ]
  }

  /// e, where it enters a linear layer.
  public func scratch(inputs: Int) -> Int {
    outputs == nil ? 0 : replaced(inputs: inputs).columns.count * bins
  }

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    let replaced = replaced(inputs: inputs)
    return PiecewiseLinearEncodingNode(
      rule: PiecewiseRule(replaced, bins: bins, width: outputs), inputs: inputs, outputs: replaced.outputs,
      width: width, bins: bins, parameters: parameters)
  }
}

// MARK: - First values from data

extension PiecewiseLinearEncoding {
  public var firstRows: FirstRows { .all }

  public func initialize<Scalar>(
    _ parameters: [ParameterMemory<Scalar>], from rows: Matrix<Scalar>, stream: inout RandomStream
  ) {
    for (place, column) in replaced(inputs: rows.columns).columns.enumerated() {
      let edges = Self.edges(of: rows.column(column), bins: bins)
      for index in 0...bins { parameters[0].value[place * (bins + 1) + index] = edges[index] }
    }
  }

  /// The distinct ones among the quantiles k / bins, linear between two numbers, ascending, and the last one again for
  /// each that is missing. Numbers that are not finite are left out; without any other all are 0.
  static func edges<Scalar: MatrixScalar>(of numbers: [Scalar], bins: Int) -> [Scalar] {
    let sorted = numbers.filter(\.isFinite).sorted()
    guard let greatest = sorted.last else { return [Scalar](repeating: 0, count: bins + 1) }
    var edges: [Scalar] = []
    for index in 0...bins {
      // In whole numbers: rounding would make two edges of one number, and a bin between them.
      let (below, rest) = (index * (sorted.count - 1)).quotientAndRemainder(dividingBy: bins)
      let (low, high) = (Double(sorted[below]), Double(sorted[min(below + 1, sorted.count - 1)]))
      let edge = Scalar(low + (high - low) * (Double(rest) / Double(bins)))
      if edges.last != edge { edges.append(edge) }
    }
    return edges + [Scalar](repeating: edges.last ?? greatest, count: bins + 1 - edges.count)
  }
}

// MARK: - The work

/// Forward:   Y = e or V·e + w·x + c
/// Backward:  ∂x = e′·∂e, with ∂e = ∂Y or Vᵀ·∂Y, and w·∂Y;  ∂V = Σ over rows of ∂Y·eᵀ,  ∂w = Σ of x·∂Y,  ∂c = Σ of ∂Y
final class PiecewiseLinearEncodingNode<Scalar: MatrixScalar>: LayerNode {
  private let rule: PiecewiseRule<Scalar>
  private let inputs: Int
  private let outputs: Int
  /// Of a column.
  private let width: Int
  private let bins: Int
  private let edges: UnsafePointer<Scalar>
  private let weight: ParameterMemory<Scalar>?
  private let bias: ParameterMemory<Scalar>?
  private let kernel: ParameterMemory<Scalar>?

  init(
    rule: PiecewiseRule<Scalar>, inputs: Int, outputs: Int, width: Int, bins: Int,
    parameters: [ParameterMemory<Scalar>]
  ) {
    self.rule = rule
    self.inputs = inputs
    self.outputs = outputs
    self.width = width
    self.bins = bins
    edges = UnsafePointer(parameters[0].value)
    let isLinear = parameters.count > 1
    weight = isLinear ? parameters[1] : nil
    bias = isLinear ? parameters[2] : nil
    kernel = isLinear ? parameters[3] : nil
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    rule.forward(
      memory.input + rows.lowerBound * inputs, into: memory.output + rows.lowerBound * outputs, edges: edges,
      kernel: kernel?.value, weights: weight?.value, bias: bias?.value,
      keeping: memory.scratch(fromRow: rows.lowerBound, width: rule.kept), rows: rows.count)
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    guard let inputGradient = memory.inputGradient else { return }
    rule.backward(
      memory.input + rows.lowerBound * inputs, gradient: memory.outputGradient + rows.lowerBound * outputs,
      into: inputGradient + rows.lowerBound * inputs, edges: edges, kernel: kernel?.value,
      weights: weight?.value, rows: rows.count)
  }

  func gradient(ofParameter index: Int, block: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>) {
    guard let weight, let bias, let kernel, let gradient = memory.outputGradient else { return }
    switch index {
    case 1:
      rule.memory.sumGradients(
        gradient, times: memory.input, width: width, into: weight.gradient, columns: block, rows: rows)
    case 2:
      rule.memory.sumGradients(gradient, width: width, into: bias.gradient, columns: block, rows: rows)
    default:
      rule.memory.kernelGradient(
        gradient, width: width, kept: memory.scratch!, step: bins, inner: bins, into: kernel.gradient,
        kernelRows: block, rows: rows)
    }
  }
}
