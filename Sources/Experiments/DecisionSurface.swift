import Charts
import Pipelines
import Tabular

/// A network's predictions over the plane of two features, and the points that it was trained on.
///
///     let surface = results["8-8"].surface
///     surface?.chart(title: "8-8").svg()
public struct DecisionSurface: Sendable, Equatable, Codable {
  /// The number of cells on each side.
  static let side = 50
  /// The centres of the cells of the Playground's plane, row by row from the lowest x2.
  static let places = PointGrid(cellsOf: PlaygroundData.domain, side: side).points

  /// The prediction at the centre of each of 50 × 50 cells, row by row from the lowest x2: −1 to 1 in a
  /// classification.
  public let values: [Float]
  /// x1 and x2 of the training points of each class.
  let positives: [[Float]]
  let negatives: [[Float]]

  /// - Parameters:
  ///   - values: the predictions at `places`.
  ///   - train: the training points: the columns x1, x2 and label. Default: none.
  init(values: [Double], train: DataFrame? = nil) {
    precondition(values.count == Self.places.count, "A value for each cell, received \(values.count).")
    self.values = values.map(Self.rounded)
    let points = train.map(Self.points) ?? []
    positives = points.filter { $0.label > 0 }.map(\.place)
    negatives = points.filter { $0.label <= 0 }.map(\.place)
  }

  /// Draws the predictions as colours, with the points on top.
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

  /// To three decimals; more would not be visible.
  private static func rounded(_ value: Double) -> Float {
    value.isFinite ? Float((value * 1000).rounded() / 1000) : .nan
  }
}

extension VariationResults {
  /// The predictions over the plane of ``medianRun``'s network or, where networks are not kept, of the first seed's;
  /// `nil` if the features are not x1 and x2, or that run diverged.
  public var surface: DecisionSurface? { drawnRun?.surface }

  /// The run whose surface is drawn.
  var drawnRun: ExperimentRun? {
    guard !runs.isEmpty else { return nil }
    return medianRun.surface == nil ? runs.first { $0.surface != nil } : medianRun
  }

  /// The results with the surface of their median run, where its network is kept.
  func drawingMedianRun(of trial: some Trial) throws(VintnerError) -> VariationResults {
    guard !runs.isEmpty, !medianRun.isDiverged, medianRun.surface == nil, let network = medianRun.network
    else {
      return self
    }
    var drawn = runs
    let place = runs.firstIndex { $0.seed == medianRun.seed }!
    drawn[place].surface = try trial.surface(of: network, seed: medianRun.seed)
    return VariationResults(label: label, changes: changes, runs: drawn, convergence: convergence)
  }
}
