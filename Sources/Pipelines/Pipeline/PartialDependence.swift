import Charts
import LinearAlgebra
import NeuralNetworks
import Tabular

/// What a model predicts on average where one column has the same value in every row.
///
///     let alcohol = try model.partialDependence(on: "alcohol", in: wine)
///     print(alcohol.grid, alcohol.averages.column(0))
public struct PartialDependence: Sendable {
  /// The column.
  public let column: String
  /// The values that the rows are given, in order: numbers, or categories.
  public let grid: [Column.Value]
  /// What each output is: a target's name, or a class's.
  public let outputNames: [String]
  /// The mean prediction over the rows, in the target's units; of classes their probabilities.
  ///
  /// Shape: (grid, outputs)
  public let averages: Matrix<Double>

  /// The number of values at most, by default: scikit-learn's `grid_resolution`.
  public static let defaultGridPoints = 100

  /// The grid where it is of numbers; `nil` for categories.
  package var numbers: [Double]? {
    let numbers = grid.compactMap { value -> Double? in
      switch value {
      case .integer(let value): Double(value)
      case .number(let value): value
      case .text, .boolean: nil
      }
    }
    return numbers.count == grid.count ? numbers : nil
  }

  /// Draws the mean prediction over the column's values: a line, or a bar for each category.
  ///
  /// - Parameter range: of the axis of predictions. Default: that of the predictions.
  public func chart(range: ClosedRange<Double>? = nil) -> any Chart {
    guard let numbers, numbers.count > 1 else { return bars(range) }
    let isOne = outputNames.count == 1
    return LineChart(
      title: column, x: Axis(column, endsAtTicks: false),
      y: Axis(isOne ? outputNames[0] : "prediction", range: range),
      series: outputNames.indices.map { output in
        LineChart.Series(
          isOne ? "" : outputNames[output],
          points: numbers.indices.map { ChartPoint(x: numbers[$0], y: averages[$0, output]) })
      })
  }

  private func bars(_ range: ClosedRange<Double>?) -> BarChart {
    let isOne = outputNames.count == 1
    return BarChart(
      title: column, value: Axis(isOne ? outputNames[0] : "prediction", range: range),
      bars: grid.indices.flatMap { place in
        outputNames.indices.map { output in
          BarChart.Bar(
            isOne ? "\(grid[place])" : "\(grid[place]): \(outputNames[output])", averages[place, output])
        }
      })
  }
}

extension [PartialDependence] {
  /// Draws the charts of several columns side by side, with one axis of predictions for all.
  public var chart: ChartGrid {
    let predictions = flatMap(\.averages.scalars).filter(\.isFinite)
    let (low, high) = (predictions.min() ?? 0, predictions.max() ?? 0)
    let margin = high > low ? 0.05 * (high - low) : 1
    return ChartGrid(
      map { $0.chart(range: low - margin...high + margin) }, columns: Swift.min(2, Swift.max(1, count)),
      title: "Partial dependence")
  }

  /// The mean predictions as CSV: a row for each value of each column.
  public var csv: String {
    let names = first?.outputNames ?? []
    func cells<Cell>(_ cell: (PartialDependence, Int) -> Cell) -> [Cell] {
      flatMap { dependence in dependence.grid.indices.map { cell(dependence, $0) } }
    }
    let frame = DataFrame(
      columns: [
        Column(name: "column", cells { dependence, _ in dependence.column }),
        Column(name: "value", cells { "\($0.grid[$1])" }),
      ]
        + names.indices.map { output in
          Column(name: "output_\(output + 1)", cells { $0.averages[$1, output] })
        })
    return frame.csvRepresentation()
  }
}

extension FittedPipeline {
  /// Computes what the model predicts on average where a column has one value after the other in every row.
  ///
  ///     averageᵥ = Σᵢ prediction(rowᵢ with the column's value replaced by v) / rows
  ///
  /// The values are the column's own where it has fewer than `gridPoints`; otherwise as many equally spaced ones from
  /// its 5 % quantile to its 95 % quantile, or so many of its categories. Where columns depend on each other, some of these
  /// rows may be such as do not exist. Rows that training would have left out, because they lack a value, are left out.
  /// - Parameters:
  ///   - column: a column of the table that the model predicts from.
  ///   - frame: the rows; the target is not needed.
  ///   - gridPoints: how many values there are at most, 2 or more. Default 100.
  ///   - threads: as in ``predict(_:threads:)``.
  /// - Throws: as ``predictionTable(_:threads:)``; `TabularError.unknownColumn` where the model does not predict from
  ///   the column.
  /// Source: J. Friedman, "Greedy function approximation", Annals of Statistics 29, 2001, section 8.2; scikit-learn,
  /// `inspection.partial_dependence` with `kind="average"`.
  public func partialDependence(
    on column: String, in frame: DataFrame, gridPoints: Int = PartialDependence.defaultGridPoints,
    threads: Int? = nil
  ) throws(VintnerError) -> PartialDependence {
    precondition(gridPoints > 1, "A grid has 2 points or more, received \(gridPoints).")
    let (frame, names) = try explainedRows(of: frame, withTargets: false)
    let given = try tabular(frame.selecting(columns: names)[column])
    let isCategorical = preprocessor.encoder?.columns.contains { $0.name == column } ?? false
    let grid = given.grid(points: gridPoints, isCategorical: isCategorical)
    var averages = Matrix<Double>(rows: grid.count, columns: target.outputs)
    for (place, value) in grid.enumerated() {
      let same = Column(name: column, repeating: value, count: frame.rowCount)
      let values = try values(try tabular(frame.replacing(column: same)), threads: threads)
      for output in 0..<values.columns {
        averages[place, output] = values.column(output).reduce(0, +) / Double(values.rows)
      }
    }
    return PartialDependence(
      column: column, grid: grid, outputNames: target.outputNames(of: schema), averages: averages)
  }

  /// The columns of a table that the model predicts from: those that it has, rather than what is computed from them.
  ///
  /// - Throws: as ``predictionTable(_:threads:)``.
  package func explainedColumns(of frame: DataFrame) throws(VintnerError) -> [String] {
    try explainedRows(of: frame, withTargets: false).columns
  }
}

extension Column {
  fileprivate init(name: String, repeating value: Value, count: Int) {
    switch value {
    case .integer(let value): self.init(name: name, [Int](repeating: value, count: count))
    case .number(let value): self.init(name: name, [Double](repeating: value, count: count))
    case .text(let value): self.init(name: name, [String](repeating: value, count: count))
    case .boolean(let value): self.init(name: name, [Bool](repeating: value, count: count))
    }
  }

  /// The values of a partial dependence: the column's own, or equally spaced ones between two quantiles.
  ///
  /// Source: scikit-learn, `_grid_from_X` with percentiles of 0.05 and 0.95.
  fileprivate func grid(points: Int, isCategorical: Bool) -> [Value] {
    let values = Set((0..<count).compactMap { self[$0] }).sorted()
    if values.count < points { return values }
    guard !isCategorical, let numbers = try? self.values(as: Double.self), type != .boolean else {
      return (0..<points).map { values[$0 * (values.count - 1) / (points - 1)] }
    }
    let sorted = numbers.compactMap { $0 }.sorted()
    var (low, high) = (sorted.plottingQuantile(0.05), sorted.plottingQuantile(0.95))
    if low == high { (low, high) = (sorted[0], sorted[sorted.count - 1]) }
    let length = high - low
    return (0..<points).map {
      let share = Double($0) / Double(points - 1)
      // Beyond the largest number, the difference is infinite.
      return .number(
        length.isFinite ? low + length * Double($0) / Double(points - 1) : (1 - share) * low + share * high)
    }
  }
}

extension [Double] {
  /// A quantile of sorted numbers.
  ///
  ///     p·n + 0.4 + 0.2·p = k + γ,  1 ≤ k ≤ n − 1        (1 − γ)·xₖ + γ·xₖ₊₁, k counted from 1
  ///
  /// Source: SciPy, `mstats.mquantiles` with its default, `alphap = betap = 0.4`.
  fileprivate func plottingQuantile(_ share: Double) -> Double {
    guard count > 1 else { return self[0] }
    let place = share * Double(count) + 0.4 + 0.2 * share
    let below = Swift.min(Swift.max(Int(place), 1), count - 1)
    let part = Swift.min(Swift.max(place - Double(below), 0), 1)
    return (1 - part) * self[below - 1] + part * self[below]
  }
}
