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
    let (divisor, shift) = (scale?.divisor ?? 1, scale?.shift ?? 0)
    let unscaled: @Sendable (Double) -> Double = { $0 * divisor + shift }
    let (train, validation) = (prepared.train, prepared.validation)
    let plane = try TablePlane(preprocessor, rows: train.x, axes: axes)
    func rows(_ part: (x: Matrix<Double>, y: Matrix<Double>)) -> Rows {
      Rows(
        x: part.x, y: part.y, targets: part.y.scalars.map(unscaled),
        points: (0..<part.x.rows).map { plane.point(part.x, row: $0) })
    }
    let targets = train.y.scalars
    let (least, most) = (targets.min() ?? 0, targets.max() ?? 1)
    return SessionMaterial(
      inputs: preprocessor.outputNames.map { Input(name: $0, picture: nil) },
      train: rows(train), test: rows(validation), threshold: state.isClassification ? 0.5 : nil,
      outputRange: Target.outputRange ?? least...(most > least ? most : least + 1), unscaled: unscaled,
      plane: plane.plane, model: { prepared.joined(with: $0).modelBytes() },
      preprocessor: preprocessor, notices: prepared.notices)
  }
}

/// Two columns of a table that a picture shows, with the others at the medians of the training rows.
struct TablePlane {
  let plane: SessionPlane
  private typealias Axis = (place: Int, scale: ColumnScale)
  private let axes: (x: Axis, y: Axis)

  /// - Parameters:
  ///   - rows: the training rows. Shape: (rows, inputs)
  ///   - names: of two columns of numbers; `nil` for the first two.
  init(
    _ preprocessor: FittedPreprocessor, rows: Matrix<Double>, axes names: [String]?
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
    let places = chosen.map { preprocessor.outputs(of: $0.name)!.lowerBound }
    let columns = (0..<rows.columns).map { column in (0..<rows.rows).map { rows[$0, column] }.sorted() }
    let medians = columns.map { $0.isEmpty ? 0 : $0[$0.count / 2] }
    let ranges = zip(places, chosen).map { place, scale -> ClosedRange<Double> in
      let least = scale.raw(columns[place].first ?? 0)
      let most = scale.raw(columns[place].last ?? 1)
      return least...(most > least ? most : least + 1)
    }
    let (x, y) = ((place: places[0], scale: chosen[0]), (place: places[1], scale: chosen[1]))
    axes = (x, y)
    plane = SessionPlane(
      names: chosen.map(\.name), columns: scales.map(\.name), x: ranges[0], y: ranges[1]
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
  func point(_ x: Matrix<Double>, row: Int) -> (x1: Double, x2: Double) {
    (axes.x.scale.raw(x[row, axes.x.place]), axes.y.scale.raw(x[row, axes.y.place]))
  }
}

extension ColumnScale {
  fileprivate func raw(_ scaled: Double) -> Double { scaled * divisor + shift }
  fileprivate func scaled(_ raw: Double) -> Double { divisor == 0 ? 0 : (raw - shift) / divisor }
}
