import LinearAlgebra

/// A layer that replaces the codes of categories by vectors that the network learns.
///
///     Y's numbers of a column = the row of its table that belongs to the code
///
/// Shapes: X (batch, inputs) · tables (Σ (categories + 1), dimension) → Y (batch, inputs + columns · (dimension − 1))
///
/// A code is a whole number from 1 to the number of the column's categories. Everything else, such as 0, a larger number
/// and NaN, is an unknown or missing category, which has a vector of its own: row 0 of the column's table. Numbers that
/// are not whole are rounded to the nearest. Each column is replaced in its place; the other inputs pass, all in their
/// order. The parameter is `embeddings`, the tables one below the other in the order of the columns' places; it begins
/// with the normal distribution of deviation 1, but for row 0 of each table: training, in which it may have no row, begins
/// with zeros there, the middle of the others.
///
/// In a table's pipeline, columns and categories may be left out: the layer takes all columns that become codes
/// (`OneHotEncoder.encodesManyAsCodes`), or those that it names, and counts their categories in the training rows.
/// Source: C. Guo, F. Berkhahn, "Entity embeddings of categorical variables", 2016; pytabkit 1.8, `cat_emb` in
/// `models/realmlp/model.py`, with its dimension as default; the zeros are those of `SingleEmbeddingFitter` with
/// `emb_init_mode="kaiming-uniform-t"`.
public struct Embedding: ReplacingLayer, Equatable, CustomStringConvertible {
  public static var configuration: Configuration<Self> {
    Configuration(
      "embedding", inKeras: nil, defaults: Self(),
      options: [
        ConfigurableOption("columns", \.columns, ReplacedColumns.allowed),
        ConfigurableOption("categories", \.categories, allowedCategories).and {
          guard let categories = $0.categories, categories.count != $0.columns?.count else { return nil }
          return
            "categories are one number a column, received \(categories.count) for \($0.columns?.count ?? 0)"
        },
        ConfigurableOption("dimension", \.dimension, .within(1...10_000)),
        ConfigurableOption("embeddings_initializer", \.embeddingsInitializer),
      ])
  }

  private static var allowedCategories: AllowedValues<[Int]> {
    AllowedValues("are 1 to 1000000 a column") { $0.allSatisfy((1...1_000_000).contains) }
  }

  /// The inputs that hold codes, none twice; `nil` for all of a table's columns that do.
  public var columns: [InputColumn]?
  /// The number of categories of each column; `nil` for those of the table's training rows.
  public var categories: [Int]?
  /// The numbers that replace a code, 1 or more.
  public var dimension: Int
  /// How the vectors begin.
  public var embeddingsInitializer: Initializer

  /// Creates the layer from its properties.
  ///
  /// - Precondition: one column or more, none twice; a number of categories for each of them, 1 or more; 1 dimension or
  ///   more.
  public init(
    columns: [InputColumn]? = nil, categories: [Int]? = nil, dimension: Int = 8,
    embeddingsInitializer: Initializer = .randomNormal(standardDeviation: 1)
  ) {
    self.columns = columns
    self.categories = categories
    self.dimension = dimension
    self.embeddingsInitializer = embeddingsInitializer
    checkOptions()
  }

  var width: Int { dimension }
  static var replacement: NetworkInput.Kind { .other }
  static func suits(_ input: NetworkInput) -> Bool { input.categories != nil }

  mutating func complete(from inputs: [NetworkInput]) -> String? {
    guard categories == nil else { return nil }
    if let input = inputs.first(where: { $0.categories == nil }) {
      return
        "takes codes of categories, where \(input.name.map { "the column \"\($0)\"" } ?? "an input") holds none"
    }
    categories = inputs.map { $0.categories! }
    return nil
  }

  /// Whether a table's codes complete it.
  package var takesCodes: Bool { categories == nil }

  private func replaced(inputs: Int) -> ReplacedColumns {
    ReplacedColumns(columns ?? [], inputs: inputs, width: dimension)
  }

  /// The categories of the columns in the order of their places.
  private func categories(of replaced: ReplacedColumns) -> [Int] {
    guard let columns, let categories else { return [] }
    return replaced.columns.map { categories[columns.firstIndex(of: .place($0))!] }
  }

  public func fault(inputs: Int) -> String? {
    if let fault = ReplacedColumns.fault(columns ?? [], inputs: inputs, width: dimension) { return fault }
    return columns == nil || categories == nil
      ? "takes its columns and their categories from a table's pipeline, in front of layers that mix columns: give both"
      : nil
  }

  public func outputs(inputs: Int) -> Int { replaced(inputs: inputs).outputs }

  public func parameters(inputs: Int) -> [ParameterDescription] {
    let rows = categories(of: replaced(inputs: inputs)).reduce(0) { $0 + $1 + 1 }
    guard rows > 0 else { return [] }
    return [ParameterDescription("embeddings", shape: [rows, dimension], initializer: embeddingsInitializer)]
  }

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    let replaced = replaced(inputs: inputs)
    return EmbeddingNode(
      rule: CodeRule(replaced, categories: categories(of: replaced)), inputs: inputs,
      outputs: replaced.outputs,
      table: parameters[0])
  }
}

// MARK: - First values

extension Embedding {
  public var firstRows: FirstRows { .batch }

  /// Zeros for categories that the training rows do not have.
  public func initialize<Scalar>(
    _ parameters: [ParameterMemory<Scalar>], from rows: Matrix<Scalar>, stream: inout RandomStream
  ) {
    var row = 0
    for count in categories(of: replaced(inputs: rows.columns)) {
      (parameters[0].value + row * dimension).update(repeating: 0, count: dimension)
      row += count + 1
    }
  }
}

/// Forward:   Y = the table's row of each code
/// Backward:  ∂X = 0 for the codes,  ∂table's row = Σ over the rows with its code of ∂Y
final class EmbeddingNode<Scalar: MatrixScalar>: LayerNode {
  private let rule: CodeRule<Scalar>
  private let inputs: Int
  private let outputs: Int
  private let table: ParameterMemory<Scalar>

  init(rule: CodeRule<Scalar>, inputs: Int, outputs: Int, table: ParameterMemory<Scalar>) {
    self.rule = rule
    self.inputs = inputs
    self.outputs = outputs
    self.table = table
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    rule.forward(
      memory.input + rows.lowerBound * inputs, into: memory.output + rows.lowerBound * outputs,
      table: table.value, rows: rows.count)
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    guard let inputGradient = memory.inputGradient else { return }
    rule.backward(
      memory.outputGradient + rows.lowerBound * outputs, into: inputGradient + rows.lowerBound * inputs,
      rows: rows.count)
  }

  func gradient(ofParameter index: Int, block: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>) {
    rule.tableGradient(
      memory.input, gradient: memory.outputGradient, into: table.gradient, tableRows: block, rows: rows)
  }
}
