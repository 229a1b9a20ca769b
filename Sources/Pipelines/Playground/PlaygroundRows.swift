import LinearAlgebra
import NeuralNetworks
import Tabular

/// Points of the Playground as a network takes them.
package struct PlaygroundRows: Sendable {
  private let points: [PlaygroundPoint]
  /// Shape: (points, features)
  let x: Matrix<Double>
  /// Shape: (points, 1)
  let y: Matrix<Double>

  /// - Parameter features: of ``PlaygroundData/features``.
  package init(_ points: [PlaygroundPoint], features: [String]) {
    self.points = points
    let known = features.map { PlaygroundFeature(named: $0) }
    x = Matrix(
      rows: points.count, columns: features.count,
      scalars: points.flatMap { point in known.map { $0.value(point.x1, point.x2) } })
    y = Matrix(column: points.map(\.label))
  }

  var frame: DataFrame { DataFrame(points) }

  /// - Parameter places: x1 and x2 of points without a label.
  package init(at places: [(x1: Double, x2: Double)], features: [String]) {
    self.init(places.map { PlaygroundPoint(x1: $0.x1, x2: $0.x2, label: 0) }, features: features)
  }

  /// The loss and the share of right signs, computed and rounded in the network's precision as training reports
  /// them.
  func evaluate(_ network: TrainedNetwork) -> (loss: Double, accuracy: Double) {
    switch network.precision {
    case .single: evaluate(network, as: Float.self)
    case .double: evaluate(network, as: Double.self)
    }
  }

  private func evaluate<Scalar: MatrixScalar>(
    _ network: TrainedNetwork, as precision: Scalar.Type
  ) -> (loss: Double, accuracy: Double) {
    let (outputs, labels) = (network.predict(Matrix<Scalar>(x), threads: 1), Matrix<Scalar>(y))
    return (
      Double(Scalar(HalfSquaredError()(outputs, labels))), Double(Scalar(SignAccuracy()(outputs, labels)))
    )
  }

  /// The network's predictions of the points.
  package func outputs(of network: TrainedNetwork) -> [Double] { network.predict(x).scalars }
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
