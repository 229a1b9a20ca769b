import Foundation
import Vintner

/// The data of a run: rows to train on and to test on, and the plane that its pictures show.
struct SessionMaterial: Sendable {
  /// An input of the network: its name, and its picture over the plane.
  struct Input: Sendable {
    let name: String
    let picture: String?
  }

  /// Rows for the network, in its precision. Shapes: x (rows, inputs), y (rows, 1)
  struct Rows: Sendable {
    let x: Matrix<Float>
    let y: Matrix<Double>
    /// The targets in their own units.
    let targets: [Double]
    /// The places in the plane of the first rows: ``shownPoints`` at most.
    let points: [(x1: Double, x2: Double)]
  }

  /// The most points of either part that are shown.
  static let shownPoints = 2_000

  /// The state that it was prepared for.
  let state: PlaygroundState
  let inputs: [Input]
  let train: Rows
  let test: Rows
  /// The output above which a row is called positive; `nil` where the target is a number.
  let threshold: Double?
  /// The outputs between which the output's picture lies.
  let outputRange: ClosedRange<Double>
  /// An output in the target's own units.
  let unscaled: @Sendable (Double) -> Double
  let plane: SessionPlane
  /// The bytes of a model file with a network, which `vintner` reads.
  let model: @Sendable (TrainedNetwork) throws -> [UInt8]
  /// How a table's features become numbers; `nil` for points.
  let preprocessor: FittedPreprocessor?
  /// What a user should know about the data, a sentence each.
  var notices: [String]
  /// What the table takes of the memory: it is in use as long as this is held.
  var tableMemory: Reservation?
  /// What the rows take.
  var memory: Reservation?

  /// A table's features: those that stay numbers, and those that become categories.
  var columns: (numbers: [String], categories: [String])? {
    preprocessor.map { preprocessor in
      let categories = preprocessor.encoder?.columns.map(\.name) ?? []
      let texts = Set(categories)
      return (preprocessor.featureNames.filter { !texts.contains($0) }, categories)
    }
  }
}

/// Where tables are found by their ids.
protocol TableSource: Sendable {
  /// The table of an id; `nil` where there is none.
  func table(_ id: String) -> DataFrame?
  /// What the table of an id takes of the memory; `nil` where nobody counts that.
  func memory(of id: String) -> Reservation?
}

extension TableSource {
  func memory(of id: String) -> Reservation? { nil }

  /// The table of a state; `nil` where it has none.
  func table(of state: PlaygroundState) -> DataFrame? { state.isTable ? table(state.data) : nil }
}

extension SessionMaterial {
  /// The data of a state.
  ///
  /// - Parameters:
  ///   - tables: where its table is found, if it has one.
  ///   - axes: the columns of a table that the pictures show. Default: the first two that can be shown.
  ///   - budget: the memory of which the rows of a table take their part.
  /// - Throws: `SessionError.absent` where the table is missing, `.malformed` where the data cannot be used,
  ///   `.tooLarge` or `.busy` where there is no memory.
  init(
    _ state: PlaygroundState, from tables: (any TableSource)? = nil, axes: [String]? = nil,
    _ budget: MemoryBudget
  ) throws(SessionError) {
    guard state.isTable else {
      try self.init(playground: state)
      return
    }
    // Held from here on, so that the table stays.
    let tableMemory = tables?.memory(of: state.data)
    guard let table = tables?.table(state.data) else {
      throw .absent("This table is no longer here: load the CSV file again.")
    }
    let memory = try budget.reserve(
      RunMemory.ofRows(state, table), for: "This run", remedy: "choose fewer features, or load fewer rows")
    self = try refusing { try Self.material(of: state.task.target, table, state, axes) }
    (self.tableMemory, self.memory) = (tableMemory, memory)
  }
}

/// The plane of the pictures: two of the columns, the others at their medians.
struct SessionPlane: Sendable {
  /// The names of the axes.
  let names: [String]
  /// The columns that can be axes, in a table; `nil` for points.
  let columns: [String]?
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>
  /// The rows for the network of points of the plane. Shape: (points, inputs)
  let rows: @Sendable ([(x1: Double, x2: Double)]) -> Matrix<Double>

  /// The range between two values, one wide where they are the same.
  static func range(_ least: Double, _ most: Double) -> ClosedRange<Double> {
    let end = most > least ? most : least + 1
    return least <= end ? least...end : 0...1
  }

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

extension SessionPlane {
  /// Calls `body` with the rows of a square picture's points in order, some at a time, so that a wide table's take no more
  /// memory than others.
  func forEachBlock(of size: Int, inputs: Int, _ body: (Matrix<Double>) -> Void) {
    let points = grid(size)
    let count = max(1, (1 << 20) / max(inputs, 1))
    for first in stride(from: 0, to: points.count, by: count) {
      body(rows(Array(points[first..<min(first + count, points.count)])))
    }
  }

  /// What a network predicts over the plane, as a square picture.
  func predictions(of network: TrainedNetwork, _ size: Int) -> [Double] {
    var values: [Double] = []
    forEachBlock(of: size, inputs: network.inputs) { values += network.predict($0, threads: 1).scalars }
    return values
  }
}

/// Pictures as messages have them: a byte a point, row after row, in base64.
enum Picture {
  /// The side of a neuron's picture, in points.
  static let unit = 20
  /// The side of the output's picture.
  static let output = 60
  /// The same for a network so large that the picture would take long.
  static let coarseOutput = 30

  /// The picture of values: 0 at the range's lower end, 255 at its upper; 128 for NaN.
  static func text(of values: [Double], in range: ClosedRange<Double>) -> String {
    let width = range.upperBound - range.lowerBound
    let bytes = values.map { value in
      let share = (value - range.lowerBound) / width
      return share.isNaN ? 128 : UInt8((min(max(share, 0), 1) * 255).rounded())
    }
    return Data(bytes).base64EncodedString()
  }
}

extension SessionMaterial {
  /// The points of a data set of the Playground, sampled from the state's seed as by ``PlaygroundRun``.
  ///
  /// - Throws: `SessionError.malformed` where the split leaves a part without points.
  private init(playground state: PlaygroundState) throws(SessionError) {
    // `check()` has seen data and features.
    let (features, isProbability) = (state.features, state.isProbability)
    let parts = try refusing {
      let begun = try state.points.begun()
      return (train: begun.train, test: begun.test)
    }
    let plane = SessionPlane(
      names: ["x1", "x2"], columns: nil, x: PlaygroundData.domain, y: PlaygroundData.domain
    ) { points in Self.rows(points, features) }
    func rows(_ frame: DataFrame) -> Rows {
      // The points are numbers, all of them.
      let matrix = try! frame.matrix()
      let points = (0..<matrix.rows).map { (x1: matrix[$0, 0], x2: matrix[$0, 1]) }
      let labels = (0..<matrix.rows).map { matrix[$0, 2] }
      let targets = isProbability ? labels.map { $0 > 0 ? 1 : 0 } : labels
      return Rows(
        x: Matrix(plane.rows(points)), y: Matrix(column: targets), targets: labels,
        points: Array(points.prefix(Self.shownPoints)))
    }
    let square = plane.grid(Picture.unit)
    self.init(
      state: state, inputs: features.map { Input(name: $0, picture: Self.picture(of: $0, square)) },
      train: rows(parts.train), test: rows(parts.test),
      threshold: state.isClassification ? (isProbability ? 0.5 : 0) : nil,
      outputRange: isProbability ? 0...1 : -1...1,
      unscaled: { isProbability ? 2 * $0 - 1 : $0 }, plane: plane,
      model: { network in
        var training = state.training(epochs: 1)
        training.callbacks = []
        return try PlaygroundModel.bytes(
          of: network, features: features, train: parts.train, test: parts.test, training: training,
          isProbability: isProbability)
      }, preprocessor: nil, notices: [])
  }

  /// What a feature looks like over the plane, between −1 and 1.
  static func picture(of feature: String, _ square: [(x1: Double, x2: Double)]) -> String {
    Picture.text(of: rows(square, [feature]).scalars, in: -1...1)
  }

  /// Points' features. Shape: (points, features)
  private static func rows(_ points: [(x1: Double, x2: Double)], _ features: [String]) -> Matrix<Double> {
    let known = features.map { PlaygroundFeature(named: $0) }
    return Matrix(
      rows: points.count, columns: features.count,
      scalars: points.flatMap { point in known.map { $0.value(point.x1, point.x2) } })
  }
}
