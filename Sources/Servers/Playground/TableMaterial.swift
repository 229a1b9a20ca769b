import Vintner

extension SessionMaterial {
  /// Prepares a table as `vintner train` does: categories, missing values, split and scaling.
  static func material<Target: PredictionTarget>(
    of _: Target.Type, _ frame: DataFrame, _ state: PlaygroundState, _ axes: [String]?
  ) throws -> SessionMaterial {
    let pipeline = try Pipeline<Target>(state.configuration(epochs: state.epochLimit))
    let prepared = try pipeline.prepared(frame)
    let preprocessor = prepared.preprocessor
    let scale = prepared.target.scaling?.columnScales[0]
    let unscaled: @Sendable (Double) -> Double = { scale?.unscaled($0) ?? $0 }
    let axes = try TablePlane.Axes(preprocessor, prepared.schema, named: axes)
    let (train, validation) = prepared.singles
    let plane = TablePlane(preprocessor, axes, rows: train.x)
    func rows(_ part: (x: Matrix<Float>, y: Matrix<Double>)) -> Rows {
      Rows(
        x: part.x, y: part.y, targets: part.y.scalars.map(unscaled),
        points: (0..<min(part.x.rows, shownPoints)).map { plane.point(part.x, row: $0) })
    }
    let targets = train.y.scalars
    let (least, most) = (targets.min() ?? 0, targets.max() ?? 1)
    return SessionMaterial(
      state: state, inputs: preprocessor.outputNames.map { Input(name: $0, picture: nil) },
      train: rows(train), test: rows(validation), threshold: state.isClassification ? 0.5 : nil,
      outputRange: Target.outputRange ?? SessionPlane.range(least, most), unscaled: unscaled,
      plane: plane.plane,
      model: { prepared.joined(with: $0).modelBytes() },
      preprocessor: preprocessor, notices: prepared.notices)
  }
}

/// Two columns of a table that a picture shows, with the others at the medians of the training rows.
struct TablePlane {
  /// The columns, and what is known of them without the rows.
  struct Axes {
    fileprivate typealias Axis = (place: Int, scale: ColumnScale, range: ClosedRange<Double>)
    fileprivate let x: Axis
    fileprivate let y: Axis
    /// The columns that can be axes.
    fileprivate let columns: [String]

    /// - Parameter names: of two columns of numbers; `nil` for the first two.
    init(
      _ preprocessor: FittedPreprocessor, _ schema: Schema, named names: [String]?
    ) throws(SessionError) {
      let scales = preprocessor.scaling?.columnScales ?? []
      let numbers = scales.filter { $0.divisor != 0 }
      guard let first = numbers.first ?? scales.first else {
        throw .malformed("All features are categories: add a column of numbers for the picture.")
      }
      var chosen = [first, numbers.dropFirst().first ?? first]
      if let names {
        guard names.count == 2 else { throw .malformed("A picture has two axes: choose two columns.") }
        chosen = try names.map { name throws(SessionError) in
          guard let scale = scales.first(where: { $0.name == name }) else {
            throw .malformed("The column \(name.quoted) cannot be an axis: choose a feature of numbers.")
          }
          return scale
        }
      }
      let axes = chosen.map { scale -> Axis in
        let column = schema.features.first { $0.name == scale.name }
        let least = column?.minimum ?? scale.shift
        let most = column?.maximum ?? least
        return (preprocessor.outputs(of: scale.name)!.lowerBound, scale, SessionPlane.range(least, most))
      }
      (x, y, columns) = (axes[0], axes[1], scales.map(\.name))
    }
  }

  let plane: SessionPlane
  private let axes: Axes

  /// - Parameter rows: the training rows. Shape: (rows, inputs)
  init(_ preprocessor: FittedPreprocessor, _ axes: Axes, rows: Matrix<Float>) {
    self.axes = axes
    let (x, y, medians) = (axes.x, axes.y, rows.columnMedians)
    plane = SessionPlane(
      names: [x.scale.name, y.scale.name], columns: axes.columns, x: x.range, y: y.range
    ) { points in
      var scalars: [Double] = []
      scalars.reserveCapacity(points.count * medians.count)
      for point in points {
        let first = scalars.count
        scalars += medians
        scalars[first + x.place] = x.scale.scaled(point.x1)
        if y.place != x.place { scalars[first + y.place] = y.scale.scaled(point.x2) }
      }
      return Matrix(rows: points.count, columns: medians.count, scalars: scalars)
    }
  }

  /// Where a row is in the plane.
  func point(_ x: Matrix<Float>, row: Int) -> (x1: Double, x2: Double) {
    (axes.x.scale.unscaled(Double(x[row, axes.x.place])), axes.y.scale.unscaled(Double(x[row, axes.y.place])))
  }
}

extension Matrix<Float> {
  /// Of each column the value in the middle.
  fileprivate var columnMedians: [Double] {
    /// The columns that are copied at a time: those of a cache line.
    let width = 16
    return stride(from: 0, to: columns, by: width).flatMap { first -> [Double] in
      var values = [[Float]](repeating: [], count: Swift.min(width, columns - first))
      for place in values.indices { values[place].reserveCapacity(rows) }
      withUnsafeBufferPointer { scalars in
        for row in 0..<rows {
          for place in values.indices { values[place].append(scalars[row * columns + first + place]) }
        }
      }
      return values.map { $0.median }
    }
  }
}

extension [Float] {
  /// The value in the middle. That of categories, which are 0 and 1, is found without sorting.
  fileprivate var median: Double {
    guard !isEmpty else { return 0 }
    let ones = count(where: { $0 == 1 })
    if ones + self.count(where: { $0 == 0 }) == count { return count - ones > count / 2 ? 0 : 1 }
    return Double(sorted()[count / 2])
  }
}
