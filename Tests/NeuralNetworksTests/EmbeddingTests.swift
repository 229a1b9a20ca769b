import Foundation
import LinearAlgebra
import TestSupport
import Testing
import VintnerTesting

@testable import NeuralNetworks

/// Layers that replace columns by several numbers each.
struct EmbeddingTests {
  /// By hand: row 0 of the table for codes that are none.
  @Test func looksCodesUp() throws {
    let layer = Embedding(columns: [1], categories: [2], dimension: 2)
    let network = try TrainedNetwork(
      Sequential([layer]), inputs: 3,
      parameters: [
        Parameter(name: "layers.0.embeddings", shape: [3, 2], values: .single([-1, -2, 10, 20, 30, 40]))
      ])
    let x = Matrix<Float>([
      [7, 1, 8], [7, 2, 8], [7, 0, 8], [7, 3, 8], [7, -1, 8], [7, .nan, 8], [7, .infinity, 8], [7, 1.6, 8],
    ])
    #expect(
      network.predict(x)
        == Matrix([
          [7, 10, 20, 8], [7, 30, 40, 8], [7, -1, -2, 8], [7, -1, -2, 8], [7, -1, -2, 8], [7, -1, -2, 8],
          [7, -1, -2, 8], [7, 30, 40, 8],
        ]))
  }

  @Test func hasTheGradientOfItsDifferenceQuotient() throws {
    var check = GradientCheck([
      Embedding(columns: [2, 0], categories: [2, 3], dimension: 3), Dense(2, activation: .tanh),
    ])
    check.x = Matrix([[1, 0.3, 2], [3, -0.2, 1], [1, 0.9, 0], [0, 0.1, 2], [2, 0.5, 9], [3, -0.7, 1]])
    #expect(try check.faults() == [])
  }

  /// By hand: edges 0, 2 and 4; in front of the first and behind the last one the numbers go on.
  @Test func measuresHowFarNumbersReachIntoBins() throws {
    #expect(PiecewiseLinearEncoding.edges(of: [4, 0, 3, 1, 2] as [Float], bins: 2) == [0, 2, 4])
    let trained = TrainedNetwork(Sequential([PiecewiseLinearEncoding(bins: 2)]), inputs: 1)
      .initialized(
        from: Matrix<Float>(column: [0, 1, 2, 3, 4]), with: Training(loss: .meanSquaredError, batchSize: 1))
    #expect(
      trained.predict(Matrix<Float>(column: [-1, 0, 1, 2, 3, 5]))
        == Matrix([[-0.5, 0], [0, 0], [0.5, 0], [1, 0], [1, 0.5], [1, 1.5]]))
  }

  /// Quantiles 1, 1, 1 and 2; one number alone; none.
  @Test func leavesBinsWithoutAWidthOut() throws {
    #expect(PiecewiseLinearEncoding.edges(of: [1, 1, 1, 2] as [Float], bins: 3) == [1, 2, 2, 2])
    #expect(PiecewiseLinearEncoding.edges(of: [5, 5] as [Float], bins: 2) == [5, 5, 5])
    #expect(PiecewiseLinearEncoding.edges(of: [.nan] as [Float], bins: 1) == [0, 0])
    let network = try TrainedNetwork(
      Sequential([PiecewiseLinearEncoding(bins: 3)]), inputs: 2,
      parameters: [
        Parameter(
          name: "layers.0.edges", shape: [2, 4], isTrainable: false,
          values: .single([1, 2, 2, 2, 5, 5, 5, 5]))
      ])
    #expect(
      network.predict(Matrix<Float>([[1.5, 7], [9, 5]]))
        == Matrix([[0.5, 0, 0, 0, 0, 0], [8, 0, 0, 0, 0, 0]]))
  }

  /// Whole turns beyond what single precision reduces by itself; 2π·x·w is 0 for x = 0.
  @Test func wavesKeepTheirBoundsFarOut() throws {
    let layer = PeriodicEmbedding(form: .pl, frequencies: 1, outputs: 2)
    let network = try TrainedNetwork(
      Sequential([layer]), inputs: 1,
      parameters: [
        Parameter(name: "layers.0.frequencies", shape: [1, 1], values: .single([1])),
        Parameter(name: "layers.0.kernel", shape: [1, 2, 2], values: .single([1, 0, 0, 1])),
        Parameter(name: "layers.0.bias", shape: [1, 2], values: .single([0, 0])),
      ])
    #expect(network.predict(Matrix<Float>([[0]])) == Matrix([[1, 0]]))
    for x in [1e4, 1.6e4, 1e6, -3e9] as [Float] {
      let waves = network.predict(Matrix<Float>([[x]])).scalars
      #expect(abs(waves[0] * waves[0] + waves[1] * waves[1] - 1) < 1e-6, "\(x)")
    }
    #expect(network.predict(Matrix<Float>([[.infinity], [.nan]])).scalars.allSatisfy { $0.isNaN })
  }

  static let misplaced: [any Layer] = [
    PeriodicEmbedding(columns: [0, 3]), PiecewiseLinearEncoding(columns: [3]),
    Embedding(columns: [3], categories: [2]),
  ]

  @Test(arguments: misplaced.indices) func refusesColumnsThatThereAreNot(_ index: Int) {
    let network = Sequential([Self.misplaced[index], Dense(1)])
    let x: Matrix<Float> = randomMatrix(rows: 4, columns: 3, seed: 1)
    let error = #expect(throws: NetworkError.self) {
      _ = try network.fitted(
        to: x, randomMatrix(rows: 4, columns: 1, seed: 2), with: Training(loss: .meanSquaredError))
    }
    #expect(
      error.map { "\($0)" }
        == "Layer 0, \(type(of: Self.misplaced[index]).kind), takes column 3, where the last of its 3 inputs is 2."
    )
  }

  @Test func keepsOtherColumnsInTheirPlaces() {
    let replaced = ReplacedColumns([3, 1], inputs: 5, width: 3)
    #expect(replaced.columns == [1, 3] && replaced.places == [1, 5] && replaced.outputs == 9)
    #expect(replaced.others.map(\.from) == [0, 2, 4] && replaced.others.map(\.to) == [0, 4, 8])
  }

  // MARK: - From a table

  /// A number, a code of 5 categories, a yes or no, a code of 2 and a number.
  private static let inputs = [
    NetworkInput(name: "size", kind: .number), NetworkInput(name: "city", kind: .code(categories: 5)),
    NetworkInput(name: "red", kind: .other), NetworkInput(name: "zone", kind: .code(categories: 2)),
    NetworkInput(name: "age", kind: .number),
  ]

  /// By hand: an embedding of 4 numbers from place 1 on moves `zone` to 6 and `age` to 7; the second one `age` to 14.
  @Test func layersTakeTheColumnsThatSuitThem() throws {
    let described: [any Layer] = [
      Embedding(columns: ["city"], dimension: 4), PiecewiseLinearEncoding(bins: 3, columns: ["age"]),
      Embedding(), PeriodicEmbedding(columns: ["size"]), Dense(1),
    ]
    let completed = try Sequential(described).completed(for: Self.inputs).layers
    #expect(completed[0] as? Embedding == Embedding(columns: [1], categories: [5], dimension: 4))
    #expect(completed[1] as? PiecewiseLinearEncoding == PiecewiseLinearEncoding(bins: 3, columns: [7]))
    #expect(completed[2] as? Embedding == Embedding(columns: [6], categories: [2]))
    #expect(completed[3] as? PeriodicEmbedding == PeriodicEmbedding(columns: [0]))
    // 4 numbers of `size`, 4 of `city`, `red`, 8 of `zone` and 3 of `age`.
    #expect(Sequential(Array(completed.dropLast())).widths(inputs: 5).last == 20)
  }

  /// Numbers are the first and the last column, before and behind the embedding of the codes.
  @Test(arguments: [[0, 18], [0, 4]]) func numbersAloneAreReplacedByDefault(_ places: [Int]) throws {
    let isBehind = places[1] == 18
    let layers: [any Layer] =
      isBehind ? [Embedding(), PeriodicEmbedding()] : [PeriodicEmbedding(), Embedding()]
    let completed = try Sequential(layers + [Dense(1)]).completed(for: Self.inputs).layers
    let periodic = try #require(completed.lazy.compactMap { $0 as? PeriodicEmbedding }.first)
    #expect(periodic.columns == places.map(InputColumn.place))
    let embedding = try #require(completed.lazy.compactMap { $0 as? Embedding }.first)
    // Each number in front has become 4.
    #expect(embedding.columns == (isBehind ? [1, 3] : [4, 6]) && embedding.categories == [5, 2])
    try Sequential(completed).checkLayers(inputs: 5)
  }

  /// A description of numbers alone stays what it was; a layer with nothing to replace is left out.
  @Test func tablesOfNumbersLeaveDescriptionsAsTheyAre() throws {
    let numbers = [NetworkInput(name: "a", kind: .number), NetworkInput(name: "b", kind: .number)]
    let completed = try Sequential([Embedding(), PeriodicEmbedding(), Dense(1)]).completed(for: numbers)
    #expect(completed.layers.count == 2 && completed.layers[0] as? PeriodicEmbedding == PeriodicEmbedding())
    let flags = [NetworkInput(name: "a=x", kind: .other)]
    #expect(try Sequential([PeriodicEmbedding(), Dense(1)]).completed(for: flags).layers.count == 1)
  }

  static let unsuited: [(layers: [any Layer], problem: String)] = [
    (
      [Dense(1)],
      "Layer 0, dense, takes numbers, where the column \"city\" holds codes of 5 categories: put an embedding before it."
    ),
    (
      [Embedding(columns: ["zone"]), Dense(1)],
      "Layer 1, dense, takes numbers, where the column \"city\" holds codes of 5 categories: put an embedding before it."
    ),
    (
      [Embedding(columns: ["town"])],
      "Layer 0, embedding, takes the column \"town\", which is not among its inputs: give another name."
    ),
    (
      [Embedding(columns: ["age"])],
      "Layer 0, embedding, takes codes of categories, where the column \"age\" holds none."
    ),
    (
      [PeriodicEmbedding(columns: ["city"])],
      "Layer 0, periodic_embedding, takes numbers, where the column \"city\" holds codes of categories: put an embedding"
        + " before it."
    ),
    (
      [Embedding(columns: ["city", 1])],
      "Layer 0, embedding, takes a column twice."
    ),
  ]

  @Test(arguments: unsuited.indices) func refusesColumnsThatDoNotSuit(_ index: Int) {
    let error = #expect(throws: NetworkError.self) {
      _ = try Sequential(Self.unsuited[index].layers).completed(for: Self.inputs)
    }
    #expect(error.map { "\($0)" } == Self.unsuited[index].problem)
  }

  /// Without a table nothing completes a layer.
  @Test(arguments: [
    (
      Embedding(),
      "takes its columns and their categories from a table's pipeline, in front of layers that mix columns: give both"
    ),
    (
      Embedding(columns: ["city"], categories: [2]),
      "names the column \"city\", where names are known in a table's pipeline alone, in front of layers that mix columns:"
        + " give its place"
    ),
  ]) func refusesWhatIsLeftOpen(_ layer: Embedding, _ problem: String) {
    let error = #expect(throws: NetworkError.self) {
      try Sequential([layer, Dense(1)]).checkLayers(inputs: 2)
    }
    #expect(error.map { "\($0)" } == "Layer 0, embedding, \(problem).")
  }

  /// Row 0 of each table, for what training has no row of.
  @Test func unknownCategoriesBeginInTheMiddle() throws {
    let network = Sequential([Embedding(columns: [1, 0], categories: [2, 1], dimension: 2), Dense(1)])
    let x = Matrix<Double>([[1, 1], [1, 2], [1, 1]])
    let trained = try network.fitted(
      to: x, Matrix(column: [1, 2, 3]),
      with: Training(optimizer: Adam(learningRate: 0.1), loss: .meanSquaredError, batchSize: 2, epochs: 5),
      precision: .double)
    let table = trained.parameters[0].scalars
    // Column 0 comes first: its rows 0 and 1, then rows 0 to 2 of column 1.
    #expect(table[0..<2] == [0, 0] && table[4..<6] == [0, 0])
    #expect(!table[2..<4].contains(0) && !table[6..<10].contains(0))
  }

  @Test func filesNameColumns() throws {
    let json = #"[{"type": "embedding", "columns": ["city", 3], "dimension": 4}, "embedding"]"#
    let network = try JSONDecoder().decode(Sequential.self, from: Data(json.utf8))
    #expect(network.layers[0] as? Embedding == Embedding(columns: ["city", 3], dimension: 4))
    #expect(network.layers[1] as? Embedding == Embedding())
    #expect(Embedding(columns: ["city", 3]).swiftSource == #"Embedding(columns: ["city", 3])"#)
    #expect(Embedding().swiftSource == "Embedding()")
    let coded = String(decoding: try JSONEncoder().encode(network), as: UTF8.self)
    #expect(coded.contains(#""columns":["city",3]"#) && !coded.contains("null"))
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        Sequential.self, from: Data(#"[{"type": "embedding", "columns": [1], "categories": [2, 3]}]"#.utf8))
    }
  }
}
