import LinearAlgebra
import Pipelines
import Tabular

// What experiments and their results print. `ExperimentResults` prints its table.

extension Experiment: CustomStringConvertible {
  /// What varies, how often, and the base.
  public var description: String {
    Brief.lines(
      [
        "Experiment\(title.isEmpty ? "" : " \"\(title)\""): \(Brief.count(runCount, "run")),"
          + " \(Brief.count(seeds.count, "seed")), \(combination)",
        "  base: \(displayed("\(Brief.list(base.settings))", limit: 200))",
      ] + variations.map { "  varying \($0)" })
  }
}

extension Variation: CustomStringConvertible {
  /// `learningRate: 0.03, 0.3, 3`
  public var description: String {
    switch source {
    case .list(let choices): "\(name): \(Brief.list(choices))"
    case .range(let text, _): "\(name): \(text)"
    }
  }
}

extension Variation.Choice: CustomStringConvertible {
  public var description: String { label }
}

extension Combination: CustomStringConvertible {
  public var description: String {
    switch self {
    case .oneAtATime: "one setting at a time"
    case .grid: "all combinations"
    case .random(let count, let seed): "\(Brief.count(count, "random sample")), seed \(seed)"
    }
  }
}

extension VariationResults: CustomStringConvertible {
  /// `0.3: 20 runs, test loss 0.01 (median of …)`
  public var description: String {
    "\(label): \(Brief.count(runs.count, "run"))"
      + (statistics(of: .testLoss).map { ", test loss \($0)" } ?? "")
  }
}

extension ExperimentRun: CustomStringConvertible {
  public var description: String {
    "run of variation \(variation) with seed \(seed): "
      + (final.map { "\($0)" } ?? (isDiverged ? "diverged" : "unfinished"))
  }
}

extension RunPoint: CustomStringConvertible {
  public var description: String {
    "epoch \(epoch), training loss \(Format.number(trainLoss)), test loss \(Format.number(testLoss))"
      + (testAccuracy.map { ", test accuracy \(Format.number($0))" } ?? "")
  }
}

extension RunStatistics: CustomStringConvertible {
  /// `median 0.02, quartiles 0.01 to 0.03, mean 0.02 ± 0.01 (20)`
  public var description: String {
    "median \(Format.number(median)), quartiles \(Format.number(lowerQuartile)) to \(Format.number(upperQuartile)),"
      + " mean \(Format.number(mean)) ± \(Format.number(standardDeviation)) (\(count))"
  }
}

extension Convergence: CustomStringConvertible {
  public var description: String { "\(metric.title) \(isBelow ? "below" : "above") \(Format.number(bound))" }
}

extension TrialSetting: CustomStringConvertible {
  public var description: String { "\(name) \(value)" }
}

extension TrialRecording: CustomStringConvertible {
  public var description: String { "TrialRecording of a point in \(Brief.count(every, "epoch"))" }
}

extension TrialOutcome: CustomStringConvertible {
  public var description: String { "\(ending)" + (final.map { ": \($0)" } ?? "") }
}

extension TableTrial: CustomStringConvertible {
  /// The pipeline, and the size of its table.
  public var description: String {
    "\(pipeline)\n  on a table of \(Format.count(table.rowCount, "row"))"
      + (folds.map { " in \(Brief.count($0, "fold"))" } ?? "")
  }
}

extension DescribedTrial: CustomStringConvertible {
  public var description: String { "\(run)" }
}

extension DecisionSurface: CustomStringConvertible {
  public var description: String { "DecisionSurface of \(Brief.count(values.count, "value"))" }
}

extension BandCurve: CustomStringConvertible {
  public var description: String { "\(label): \(Brief.count(epochs.count, "point"))" }
}

extension ExperimentProgress: CustomStringConvertible {
  public var description: String {
    "\(finishedRuns) of \(Brief.count(runs, "run"))"
      + (secondsLeft.map { ", \(Format.duration($0)) left" } ?? "")
  }
}

extension ExperimentReport: CustomStringConvertible {
  public var description: String { "ExperimentReport" }
}

extension ExperimentFolder: CustomStringConvertible {
  public var description: String { "ExperimentFolder \(path)" }
}
