import LinearAlgebra
import NeuralNetworks
import Tabular

/// Points of the Playground as a network takes them.
package struct PlaygroundRows: Sendable {
  /// Shapes: x (points, features), y (points, 1)
  package enum Matrices: Sendable {
    case single((x: Matrix<Float>, y: Matrix<Float>))
    case double((x: Matrix<Double>, y: Matrix<Double>))
  }

  package let points: [PlaygroundPoint]
  package let matrices: Matrices

  /// - Parameter features: of ``PlaygroundData/features``.
  package init(_ points: [PlaygroundPoint], features: [String], precision: Precision) {
    self.points = points
    let known = features.map { PlaygroundFeature(named: $0) }
    let x = Matrix(
      rows: points.count, columns: features.count,
      scalars: points.flatMap { point in known.map { $0.value(point.x1, point.x2) } })
    let y = Matrix(column: points.map(\.label))
    matrices =
      switch precision {
      case .single: .single((Matrix(x), Matrix(y)))
      case .double: .double((x, y))
      }
  }

  /// The rows in double precision, whatever the network's is.
  package var doubles: (x: Matrix<Double>, y: Matrix<Double>) {
    switch matrices {
    case .single(let rows): (Matrix(rows.x), Matrix(rows.y))
    case .double(let rows): rows
    }
  }

  package var frame: DataFrame {
    DataFrame(columns: [
      Column(name: "x1", points.map(\.x1)), Column(name: "x2", points.map(\.x2)),
      Column(name: "label", points.map(\.label)),
    ])
  }

  /// The loss and the share of right signs, rounded to the network's precision as training reports them.
  package func figures(of network: TrainedNetwork) -> (loss: Double, accuracy: Double) {
    switch matrices {
    case .single(let rows):
      let outputs = network.predict(rows.x, threads: 1)
      return (
        Double(Float(HalfSquaredError()(outputs, rows.y))), Double(Float(SignAccuracy()(outputs, rows.y)))
      )
    case .double(let rows):
      let outputs = network.predict(rows.x, threads: 1)
      return (HalfSquaredError()(outputs, rows.y), SignAccuracy()(outputs, rows.y))
    }
  }

  /// What the network answers to the points.
  package func outputs(of network: TrainedNetwork) -> [Double] {
    switch matrices {
    case .single(let rows): network.predict(rows.x).scalars.map(Double.init)
    case .double(let rows): network.predict(rows.x).scalars
    }
  }
}

/// A feature of the Playground, computed without a frame.
package struct PlaygroundFeature {
  private let places: [Int]
  private let derived: DerivedFeature?

  /// - Precondition: the name is one of ``PlaygroundData/features``.
  package init(named name: String) {
    let columns = ["x1", "x2"]
    derived = columns.contains(name) ? nil : DerivedFeature(named: name) { columns.contains($0) }
    places = (derived?.columns ?? [name]).map { name in
      guard let place = columns.firstIndex(of: name) else { preconditionFailure("\(name) is no feature.") }
      return place
    }
  }

  package func value(_ x1: Double, _ x2: Double) -> Double {
    let values = [x1, x2]
    guard let derived else { return values[places[0]] }
    return derived.rule.value(values[places[0]], values[places[places.count - 1]])
  }
}
