import Charts
import LinearAlgebra
import NeuralNetworks
import Tabular

/// How much a model's predictions depend on each column of a table.
///
///     let importances = try model.permutationImportance(on: wine)
///     for importance in importances.sorted {
///       print(importances.columns[importance.column], importance.mean, importance.standardDeviation)
///     }
public struct ColumnImportances: Sendable, Equatable {
  /// The metric that drops, as `vintner evaluate --json` names it: `r2`, `accuracy`.
  public let metric: String
  /// The metric with all columns as they are.
  public let baseline: Double
  /// The number of rows that it was measured on.
  public let rows: Int
  /// The columns that the model predicts from.
  public let columns: [String]
  /// The importance of each, in their order.
  public let importances: [PermutationImportance]

  /// The importances, the largest first.
  public var sorted: [PermutationImportance] {
    importances.sorted { ($1.mean, $0.column) < ($0.mean, $1.column) }
  }

  /// Draws the importances, the largest first, with whiskers of one standard deviation.
  public var chart: BarChart {
    BarChart(
      title: "Permutation importance", value: Axis(title),
      bars: sorted.map { importance in
        let (mean, spread) = (importance.mean, importance.standardDeviation)
        let isKnown = mean.isFinite && spread.isFinite
        return BarChart.Bar(
          columns[importance.column], mean, spread: isKnown ? mean - spread...mean + spread : nil)
      })
  }

  /// What is measured: "drop of r2".
  package var title: String { "\(MonitorMode.prefersHigher(metric) ? "drop" : "increase") of \(metric)" }

  /// The importances as CSV, the largest first: a column for each repetition last.
  public var csv: String {
    let repetitions = importances.first?.drops.count ?? 0
    let sorted = sorted
    let frame = DataFrame(
      columns: [
        Column(name: "column", sorted.map { columns[$0.column] }), Column(name: "mean", sorted.map(\.mean)),
        Column(name: "standard_deviation", sorted.map(\.standardDeviation)),
      ]
        + (0..<repetitions).map { place in
          Column(name: "repetition_\(place + 1)", sorted.map { $0.drops[place] })
        })
    return frame.csvRepresentation()
  }
}

extension FittedPipeline {
  /// Measures how much a metric drops when the values of each column in turn are put in a random order.
  ///
  ///     importance = metric(rows) − metric(rows with the column permuted)
  ///
  /// For an error, which is better lower, it is the increase. The columns are those of the table, before categories,
  /// indicators and computed features are made of them. Columns with the same information replace each other: each of
  /// them alone may seem to be of no use. On rows that the model was trained on, it may count what was learned by
  /// heart. Rows that training would have left out, because they lack a value, are left out.
  /// - Parameters:
  ///   - frame: the rows, with the target.
  ///   - metric: what is measured, as `vintner evaluate --json` names it. Default: `r2` for numbers, `accuracy` for
  ///     classes, as scikit-learn's.
  ///   - repetitions: over how many random orders the mean is taken, 1 or more. Default 5.
  ///   - seed: of the orders. Default 0.
  ///   - threads: as in ``predict(_:threads:)``.
  ///   - progress: called after each order with the share that is done, from 0 to 1. Default: nothing.
  /// - Throws: as ``evaluate(_:threads:)``; ``VintnerError/configuration(_:)`` for a metric that the target does not
  ///   have.
  /// Source: L. Breiman, "Random forests", Machine Learning 45, 2001, section 10; scikit-learn,
  /// `inspection.permutation_importance`.
  public func permutationImportance(
    on frame: DataFrame, metric: String? = nil, repetitions: Int = 5, seed: UInt64 = 0, threads: Int? = nil,
    progress: (Double) -> Void = { _ in }
  ) throws(VintnerError) -> ColumnImportances {
    var rows = try explainedRows(of: frame, withTargets: true)
    rows.frame = try rows.frame.measured(schema.targetNames)
    let truth = try target.truth(of: rows.frame)
    func metrics(_ frame: DataFrame) throws(VintnerError) -> [(name: String, value: Double)] {
      let metrics = target.metrics(try values(frame, threads: threads), truth: truth)
      let described = Target.summary(of: self).members.map(\.0)
      return Target.summary(of: metrics, self).members.compactMap { name, value in
        guard case .number(let number) = value, !described.contains(name) else { return nil }
        return (name, number)
      }
    }
    let base = try metrics(rows.frame)
    let name = try chosen(metric, among: base.map(\.name))
    func value(_ metrics: [(name: String, value: Double)]) -> Double {
      metrics.first { $0.name == name }!.value
    }
    let (baseline, sign) = (value(base), MonitorMode.prefersHigher(name) ? 1.0 : -1)
    var done = 0
    let importances = try PermutationImportance.measured(
      columns: rows.columns.count, rows: truth.rows, repetitions: repetitions, seed: seed
    ) { column, order throws(VintnerError) in
      let permuted = try tabular(rows.frame.selecting(columns: [rows.columns[column]])[rows: order])
      let frame = try tabular(rows.frame.replacing(column: permuted.columns[0]))
      let metric = value(try metrics(frame))
      done += 1
      progress(Double(done) / Double(rows.columns.count * repetitions))
      return sign * (baseline - metric)
    }
    return ColumnImportances(
      metric: name, baseline: baseline, rows: truth.rows, columns: rows.columns, importances: importances)
  }

  private func chosen(_ metric: String?, among names: [String]) throws(VintnerError) -> String {
    let usual = ["r2", "accuracy"].first(where: names.contains) ?? names.first
    guard let metric = metric ?? usual, names.contains(metric) else {
      throw .configuration(
        RunConfigurationError(
          setting: "metric",
          problem: "is \(metric ?? "missing"), where one of \(names.joined(separator: ", ")) is expected"))
    }
    return metric
  }

  /// The rows that a model can be explained by, and the names of the columns that it predicts from: those that the
  /// table has, rather than what is computed from them.
  ///
  /// - Throws: as ``evaluate(_:threads:)``; `TabularError.noRows` where no row is left.
  func explainedRows(
    of frame: DataFrame, withTargets: Bool
  ) throws(VintnerError) -> (frame: DataFrame, columns: [String]) {
    let places = try completeRows(of: try frame.computing(schema, withTargets: withTargets)).places
    guard !places.isEmpty else { throw .table(.noRows) }
    let columns = schema.features.flatMap { feature in
      (frame.index(ofColumn: feature.name) == nil ? feature.derivation?.columns : nil) ?? [feature.name]
    }.distinct
    let isColumn = Set(columns)
    let targets = withTargets ? schema.targetNames.filter { !isColumn.contains($0) } : []
    let used = try tabular(frame.selecting(columns: columns + targets))
    return (places.count == frame.rowCount ? used : used[rows: places], columns)
  }
}
