import Foundation
import LinearAlgebra
import NeuralNetworks
import Tabular

// What pipelines, models and their reports print, and what a debugger shows of models.

// MARK: Pipelines

extension Pipeline: CustomStringConvertible {
  /// What it predicts, how columns become numbers, the network, and how it is trained.
  public var description: String {
    var lines = [
      "\(Target.task.rawValue.capitalized) pipeline for \(Brief.list(kind.columns)) (not fitted)",
      "  \(Format.number(100 * trainFraction)) % of the rows to train on, \(split), seed \(splitSeed)",
    ]
    lines += indented(network)
    lines += indented(training)
    lines += indented(preprocessor)
    return Brief.lines(lines, limit: 12)
  }
}

extension PreparedPipeline: CustomStringConvertible {
  /// The rows, the inputs, and what the user should know.
  public var description: String {
    let weights = sampleWeights == nil ? "" : ", weighted"
    return Brief.lines(
      [
        "\(Target.task.rawValue.capitalized) pipeline for \(Brief.list(schema.targetNames)) (prepared)",
        "  rows: \(Format.integer(rows.train.y.rowCount)) to train on,"
          + " \(Format.integer(rows.validation.y.rowCount)) to validate on\(weights)"
          + (test.map { ", \(Format.integer($0.rowCount)) to test on" } ?? ""),
        "  \(Format.count(inputs, "input")): \(Brief.list(schema.featureNames))",
      ] + notices.map { "  \(displayed($0, limit: 120))" })
  }
}

extension FittedPipeline: CustomStringConvertible, CustomReflectable {
  /// What it predicts from what, its network, how it was trained, and its results.
  public var description: String {
    let trained = provenance.description.split(separator: "\n").first ?? ""
    return Brief.lines(
      [
        "\(Target.task.rawValue.capitalized) model of \(Brief.list(schema.targetNames))",
        "  from \(Format.count(schema.features.count, "column")): \(Brief.list(schema.featureNames))",
        "  \(trained)",
      ] + indented(network.network) + (report.map { indented($0) } ?? []), limit: 14)
  }

  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "schema": schema, "preprocessor": preprocessor, "target": target, "network": network,
        "provenance": provenance, "report": report as Any,
      ], displayStyle: .struct)
  }
}

extension LoadedModel: CustomStringConvertible {
  public var description: String { "\(model)" }
}

extension Report: CustomStringConvertible {
  /// The rows, the epochs and the metrics, with those of simple models.
  public var description: String {
    let epoch =
      bestEpochs.map { "networks with the weights of epochs \(Brief.list($0))" }
      ?? bestEpoch.map { "the weights of epoch \($0)" } ?? "no epoch's weights"
    return Brief.lines(
      [
        "Report on \(Format.count(validationRows, "validation row")), trained on \(Format.integer(trainRows))",
        "  \(Format.count(epochs, "epoch")) in \(Format.duration(fitSeconds)): \(ending); \(epoch)",
        "  validation loss \(Format.number(validationLoss))",
      ] + indented(metrics) + (baselines.map { ["  baselines: \($0)"] } ?? []))
  }
}

extension Provenance: CustomStringConvertible {
  /// `39 of 100 epochs with Adam(), loss mae, by Vintner 0.1.0`
  public var description: String {
    "\(epochs) of \(Format.count(epochLimit, "epoch")) with \(optimizerOptions), \(lossOptions), batches of \(batchSize),"
      + " seed \(seed), by Vintner \(version)"
  }
}

extension RowPredictor: CustomStringConvertible {
  public var description: String {
    "RowPredictor: \(Format.count(featureNames.count, "number")) a row (\(Brief.list(featureNames))) →"
      + " \(Format.count(outputs, "output"))"
  }
}

extension Streaming: CustomStringConvertible {
  public var description: String { Brief.properties(of: self) }
}

// MARK: Columns

extension Schema: CustomStringConvertible {
  /// A line for each column, ten at most, the targets first.
  public var description: String {
    "Schema: \(Format.count(features.count, "feature")), \(Format.count(targets.count, "target"))\n"
      + Brief.lines(targets.map { "  target \($0)" } + features.map { "  \($0)" })
  }
}

extension Schema.Column: CustomStringConvertible {
  /// `alcohol (number, 8.4 … 14.9)`
  public var description: String {
    guard let minimum, let maximum else { return "\(name) (\(type))" }
    return "\(name) (\(type), \(Format.number(minimum)) … \(Format.number(maximum)))"
  }
}

extension PartialDependence: CustomStringConvertible {
  /// The mean predictions at some values of the column.
  public var description: String {
    Brief.lines(
      ["Partial dependence on \(column) (\(Brief.list(outputNames))): \(Format.count(grid.count, "value"))"]
        + grid.enumerated().map { "  \($0.element): \(Brief.list(averages.row($0.offset)))" }, limit: 11)
  }
}

extension ColumnImportances: CustomStringConvertible {
  /// A line for each column, the largest first, ten at most.
  public var description: String {
    Brief.lines(
      [
        "Importances of \(Format.count(columns.count, "column")): \(metric) \(Format.number(baseline)) drops by"
      ]
        + sorted.map {
          "  \(columns[$0.column]): \(Format.number($0.mean)) ± \(Format.number($0.standardDeviation))"
        }, limit: 11)
  }
}

// MARK: Targets and metrics

extension NumberTarget: CustomStringConvertible {
  public var description: String { "the number \(target)" }
}

extension NumberTarget.Fitted: CustomStringConvertible {
  public var description: String { "\(targetScaling)" }
}

extension SeveralNumbersTarget: CustomStringConvertible {
  public var description: String { "the numbers \(Brief.list(targets))" }
}

extension SeveralNumbersTarget.Fitted: CustomStringConvertible {
  public var description: String { "\(targetScaling)" }
}

extension TwoClassTarget: CustomStringConvertible {
  public var description: String { "two classes of \(target), threshold \(Format.number(threshold))" }
}

extension TwoClassTarget.Fitted: CustomStringConvertible {
  public var description: String { "\(classTarget), threshold \(Format.number(threshold))" }
}

extension SeveralClassesTarget: CustomStringConvertible {
  public var description: String { "classes of \(target)" }
}

extension SeveralClassesTarget.Fitted: CustomStringConvertible {
  public var description: String { "\(classTarget)" }
}

extension ClassTarget: CustomStringConvertible {
  public var description: String { "classes \(Brief.list(names))" }
}

extension RegressionMetrics: CustomStringConvertible {
  /// `MAE 0.49, RMSE 0.64, R² 0.37 (480 rows)`
  public var description: String {
    "MAE \(Format.number(meanAbsoluteError)), RMSE \(Format.number(rootMeanSquaredError)),"
      + " R² \(Format.number(rSquared)) (\(Format.count(rows, "row")))"
  }
}

extension MultioutputMetrics: CustomStringConvertible {
  /// A line for each target, ten at most.
  public var description: String {
    "mean R² \(Format.number(rSquared))\n" + Brief.lines(targets.map { "  \($0)" })
  }
}

extension ClassificationMetrics: CustomStringConvertible {
  /// `accuracy 0.75, AUC 0.82, precision 0.76, recall 0.78 (480 rows)`
  public var description: String {
    "accuracy \(Format.number(accuracy)), AUC \(Format.number(auc)), precision \(Format.number(precision)),"
      + " recall \(Format.number(recall)) (\(Format.count(rows, "row")))"
  }
}

extension ClassificationMetrics.ConfusionMatrix: CustomStringConvertible {
  public var description: String { text }
}

extension MulticlassMetrics: CustomStringConvertible {
  /// `accuracy 0.6, log loss 0.9, F1 0.3 macro, 0.58 weighted, AUC 0.7 (480 rows)`
  public var description: String {
    "accuracy \(Format.number(accuracy)), log loss \(Format.number(logLoss)), F1 \(Format.number(macroF1)) macro,"
      + " \(Format.number(weightedF1)) weighted, AUC \(Format.number(auc)) (\(Format.count(rows, "row")))"
  }
}

extension PreparedBagging: CustomStringConvertible {
  /// How many networks, and the rows that are prepared together.
  public var description: String {
    "PreparedBagging: \(combination) of \(folds.count) networks\n\(whole)"
  }
}

extension Bagging: CustomStringConvertible {
  /// The metrics of rows that a network had not seen, and the model.
  public var description: String {
    Brief.lines(["Bagging of \(Format.count(folds.count, "fold"))"] + indented(metrics)) + "\n\(model)"
  }
}

extension Baselines: CustomStringConvertible {
  public var description: String { text }
}

extension Baselines.Ridge: CustomStringConvertible {
  public var description: String { Brief.properties(of: self) }
}

extension TargetSummary: CustomStringConvertible {
  public var description: String { Brief.lines(entries.map { "\($0.label): \($0.text)" }) }
}

/// A value's lines, indented.
private func indented(_ value: Any) -> [String] { "\(value)".split(separator: "\n").map { "  \($0)" } }
