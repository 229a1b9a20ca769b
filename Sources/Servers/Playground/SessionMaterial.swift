import Vintner

/// What a run works on: rows to learn from and to measure on, and the plane that its pictures show.
struct SessionMaterial: Sendable {
  /// What the network takes: a feature's name, and what it looks like over the plane.
  struct Input: Sendable {
    let name: String
    let picture: [UInt8]?
  }

  /// Rows for the network. Shapes: x (rows, inputs), y (rows, 1)
  struct Rows: Sendable {
    let x: Matrix<Double>
    let y: Matrix<Double>
    /// The targets in their own units.
    let targets: [Double]
    /// Where the rows stand in the plane.
    let points: [(x1: Double, x2: Double)]
  }

  let inputs: [Input]
  let train: Rows
  let test: Rows
  let isClassification: Bool
  /// The output above which a row is called positive.
  let threshold: Double
  /// The outputs between which the output's picture lies.
  let outputRange: ClosedRange<Double>
  /// An output in the target's own units.
  let unscaled: @Sendable (Double) -> Double
  /// The last unit's function.
  let output: Activation
  let plane: SessionPlane
  /// Makes a network a model that `vintner` reads: the bytes of its file.
  let model: @Sendable (TrainedNetwork) throws(SessionError) -> [UInt8]
  /// How a table's features become numbers; `nil` in the Playground.
  let preprocessor: FittedPreprocessor?
  /// What whoever trains should know, a sentence each.
  var notices: [String]

  /// A table's features: those that stay numbers, and those that become categories.
  var columns: (numbers: [String], categories: [String])? {
    preprocessor.map { preprocessor in
      let categories = preprocessor.encoder?.columns.map(\.name) ?? []
      return (preprocessor.featureNames.filter { !categories.contains($0) }, categories)
    }
  }
}

/// Where tables are found by their ids.
protocol TableSource: Sendable {
  /// The table of an id; `nil` where there is none.
  func table(_ id: String) -> DataFrame?
}

/// No tables at all.
struct NoTables: TableSource {
  init() {}
  func table(_ id: String) -> DataFrame? { nil }
}

extension SessionMaterial {
  /// What a state runs on.
  init(
    _ state: PlaygroundState, _ tables: any TableSource, axes: [String]? = nil
  ) throws(SessionError) {
    guard state.isTable else {
      try self.init(playground: state)
      return
    }
    guard let frame = tables.table(state.data) else {
      throw .absent("This table is no longer here: load the CSV file again.")
    }
    try self.init(table: frame, state: state, axes: axes)
  }
}

/// The plane of the pictures: two of the columns, the others at their medians.
struct SessionPlane: Sendable {
  /// What the axes are called.
  let names: [String]
  /// What they can be, in a table; `nil` in the Playground.
  let columns: [String]?
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>
  /// The rows for the network of points of the plane. Shape: (points, inputs)
  let rows: @Sendable ([(x1: Double, x2: Double)]) -> Matrix<Double>

  /// The points of a square picture, row after row, the first row the highest.
  func grid(_ size: Int) -> [(x1: Double, x2: Double)] {
    (0..<size * size).map { place in
      let (row, column) = (Double(place / size), Double(place % size))
      let last = Double(size - 1)
      return (
        x1: x.lowerBound + (x.upperBound - x.lowerBound) * column / last,
        x2: y.upperBound - (y.upperBound - y.lowerBound) * row / last
      )
    }
  }
}

/// Pictures as messages have them: a byte a point, row after row.
enum Picture {
  /// The side of a neuron's picture, in points.
  static let unit = 20
  /// The side of the output's picture.
  static let output = 60
  /// The same of a network so large that the picture would take long.
  static let coarseOutput = 30

  /// Bytes of values: 0 at the range's lower end, 255 at its upper; 128 of what is no number.
  static func bytes(_ values: some Sequence<Double>, in range: ClosedRange<Double>) -> [UInt8] {
    let width = range.upperBound - range.lowerBound
    return values.map { value in
      let share = (value - range.lowerBound) / width
      return share.isNaN ? 128 : UInt8((min(max(share, 0), 1) * 255).rounded())
    }
  }
}
