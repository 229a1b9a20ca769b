import Charts
import Pipelines
import Tabular

/// What a network answers over the plane of two features, and the points that it was trained on.
///
///     let surface = results["8-8"].surface
///     surface?.chart(title: "8-8").svg()
public struct DecisionSurface: Sendable, Equatable, Codable {
  /// How many cells there are across and up.
  static let side = 50
  /// The middles of the cells over the Playground's plane, a row after the other from the lowest x2 on.
  static let places = ScalarField.cellPoints(
    PlaygroundData.domain, PlaygroundData.domain, columns: side, rows: side)

  /// The answer in the middle of each cell, a row of 50 after the other from the lowest x2 on: −1 to 1 where two
  /// classes are told apart.
  public let values: [Float]
  /// x1 and x2 of the training points of either class.
  let positives: [[Float]]
  let negatives: [[Float]]

  /// - Parameters:
  ///   - values: the answers at ``places``.
  ///   - train: the training points, the columns x1, x2 and label. Default: none are drawn.
  init(values: [Double], train: DataFrame? = nil) {
    precondition(values.count == Self.places.count, "An answer a cell, received \(values.count).")
    self.values = values.map(Self.rounded)
    let points = train.map(Self.points) ?? []
    positives = points.filter { $0.label > 0 }.map(\.place)
    negatives = points.filter { $0.label <= 0 }.map(\.place)
  }

  /// The surface as a picture: the answers in colours, the points on top.
  public func chart(title: String = "") -> HeatMap {
    let groups = positives.isEmpty && negatives.isEmpty ? [] : [("+1", positives), ("−1", negatives)]
    return HeatMap(
      title: title, over: PlaygroundData.domain, resolution: Self.side,
      groups: groups.map { name, points in
        .init(name, points: points.map { ChartPoint(x: Double($0[0]), y: Double($0[1])) })
      }
    ) { _ in values.map(Double.init) }
  }

  private static func points(_ frame: DataFrame) -> [(place: [Float], label: Double)] {
    func column(_ name: String) -> [Double] {
      guard case .number(let values)? = frame.columns[name]?.storage else { return [] }
      return values
    }
    return zip(zip(column("x1"), column("x2")), column("label")).map {
      ([rounded($0.0), rounded($0.1)], $1)
    }
  }

  /// To three decimals: more cannot be seen.
  private static func rounded(_ value: Double) -> Float {
    value.isFinite ? Float((value * 1000).rounded() / 1000) : .nan
  }
}

extension VariationResults {
  /// What the network of the first seed answers over the plane; `nil` where the data has no two features x1 and
  /// x2, or that run diverged.
  public var surface: DecisionSurface? { runs.lazy.compactMap(\.surface).first }
}
