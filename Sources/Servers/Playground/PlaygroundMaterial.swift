import Vintner

extension SessionMaterial {
  /// The points of a data set of the Playground, drawn from the state's seed as ``PlaygroundRun`` draws them.
  ///
  /// - Throws: `SessionError.malformed` where the split leaves a part without points.
  init(playground state: PlaygroundState) throws(SessionError) {
    // `check()` has seen data and features.
    let data = PlaygroundData(rawValue: state.data)!
    let (features, isProbability) = (state.features, state.isProbability)
    let parts: (train: DataFrame, test: DataFrame)
    do {
      let begun = try PlaygroundRun(
        data: data, noise: state.noise, trainFraction: state.trainFraction, features: features,
        hidden: [], seed: UInt64(state.seed)
      ).begun()
      parts = (begun.train, begun.test)
    } catch {
      throw .malformed("\(error)")
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
        x: plane.rows(points), y: Matrix(column: targets), targets: labels, points: points)
    }
    let square = plane.grid(Picture.unit)
    self.init(
      inputs: features.map { name in
        Input(name: name, picture: Self.picture(of: name, square))
      },
      train: rows(parts.train), test: rows(parts.test), isClassification: data.isClassification,
      threshold: isProbability ? 0.5 : 0, outputRange: isProbability ? 0...1 : -1...1,
      unscaled: { isProbability ? 2 * $0 - 1 : $0 },
      output: isProbability ? .sigmoid : data.isClassification ? .tanh : .linear, plane: plane,
      model: { network throws(SessionError) in
        do throws(VintnerError) {
          return try PlaygroundModel.bytes(
            of: network, features: features, train: parts.train, test: parts.test, training: state.training,
            isProbability: isProbability)
        } catch {
          throw .malformed("\(error)")
        }
      }, preprocessor: nil, notices: [])
  }

  /// What a feature looks like over the plane, between −1 and 1.
  static func picture(of feature: String, _ square: [(x1: Double, x2: Double)]) -> [UInt8] {
    Picture.bytes(rows(square, [feature]).scalars, in: -1...1)
  }

  /// Points' features. Shape: (points, features)
  private static func rows(_ points: [(x1: Double, x2: Double)], _ features: [String]) -> Matrix<Double> {
    let known = features.map { PlaygroundFeature(named: $0) }
    return Matrix(
      rows: points.count, columns: features.count,
      scalars: points.flatMap { point in known.map { $0.value(point.x1, point.x2) } })
  }
}
