import LinearAlgebra

// What a network and its training print, and what a debugger shows of them.

// MARK: Networks

extension Sequential: CustomStringConvertible {
  /// The layers, a line each, ten at most: ``summary(inputs:)`` has all.
  public var description: String {
    "Sequential of \(Brief.count(layers.count, "layer"))\n" + layerLines
  }

  fileprivate var layerLines: String { Brief.lines(layers.map { "  \($0.swiftSource)" }) }
}

extension TrainedNetwork: CustomStringConvertible, CustomReflectable {
  /// Its size, the layers, a line each, ten at most, and how it was trained: ``summary()`` has more.
  public var description: String {
    size + "\n" + network.layerLines
      + (history.epochs > 0 ? "\n  trained for " + Brief.count(history.epochs, "epoch") : "")
  }

  private var size: String {
    let count = parameterCount
    let parts = combination.map { "\($0) of \(members.count) networks, " } ?? ""
    return "TrainedNetwork: \(parts)\(Brief.count(inputs, "input")), \(Brief.count(outputs, "output")),"
      + " \(NetworkSummary.grouped(count)) parameter\(count == 1 ? "" : "s"), \(precision) precision"
  }

  private var parameterCount: Int {
    members.count
      * zip(network.layers, network.widths(inputs: inputs)).reduce(0) { sum, layer in
        layer.0.parameters(inputs: layer.1).reduce(sum) { $0 + $1.count }
      }
  }

  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "network": network, "inputs": inputs, "outputs": outputs, "precision": precision, "history": history,
      ], displayStyle: .struct)
  }
}

extension Ensemble: CustomStringConvertible {
  /// `median of 6 networks`
  public var description: String { "\(combination) of \(members) networks" }
}

// Its `description` is the layer.
extension TrainedLayer: CustomDebugStringConvertible {
  /// `layer 0: Dense(8), kernel (3, 8), bias (8)`
  public var debugDescription: String {
    let shapes = parameters.map { "\($0.name.split(separator: ".").last ?? "") (\(Brief.list($0.shape)))" }
    return (["layer \(index): \(description.swiftSource)"] + shapes).joined(separator: ", ")
  }
}

extension Parameter: CustomStringConvertible {
  /// `layers.0.bias (8): 0.1, 0.2, 0.3, 0.4 and 4 more`
  public var description: String { "\(name) (\(Brief.list(shape))): \(values)" }
}

extension Parameter.Values: CustomStringConvertible {
  public var description: String {
    switch self {
    case .single(let values): Brief.list(values, limit: 4)
    case .double(let values): Brief.list(values, limit: 4)
    }
  }
}

extension ParameterDescription: CustomStringConvertible {
  public var description: String { "\(name) (\(Brief.list(shape))), \(initializer)" }
}

extension NetworkPredictor: CustomStringConvertible {
  public var description: String {
    "NetworkPredictor: \(Brief.count(inputs, "input")), \(Brief.count(outputs, "output"))"
  }
}

// MARK: Training

extension Training: CustomStringConvertible {
  /// Optimizer, loss, batches, epochs, seed, and what else watches it.
  public var description: String {
    var lines = [
      "Training: \(optimizer.swiftSource), \(loss.swiftSource)",
      "  batches of \(batchSize), \(Brief.count(epochs, "epoch"))\(shuffles ? ", shuffled" : ""), seed \(seed)",
    ]
    if !allMetrics.isEmpty { lines.append("  metrics: \(Brief.list(allMetrics.map(\.name)))") }
    if !callbacks.isEmpty { lines.append("  callbacks: \(Brief.list(callbacks))") }
    return lines.joined(separator: "\n")
  }
}

extension History: CustomStringConvertible, CustomReflectable {
  /// How training ended, and each metric's first, last and lowest value, a line each.
  public var description: String {
    guard epochs > 0 else { return "History of no epochs" }
    let kept = keptEpoch.map { ", the weights are those of epoch \($0)" } ?? ""
    let width = names.map(\.count).max() ?? 0
    return "History of \(Brief.count(epochs, "epoch")): \(ending)\(kept)\n"
      + Brief.lines(names.map { "  \($0.padded(to: width))  \(Self.course(of: self[$0]))" })
  }

  private static func course(of values: [Double]) -> String {
    let known = values.enumerated().filter { !$0.element.isNaN }
    guard let first = known.first, let last = known.last,
      let lowest = known.min(by: { $0.element < $1.element })
    else {
      return "not evaluated"
    }
    return "\(Brief.number(first.element)) → \(Brief.number(last.element)),"
      + " lowest \(Brief.number(lowest.element)) in epoch \(lowest.offset + 1)"
  }

  public var customMirror: Mirror {
    Mirror(
      self,
      children: [("epochs", epochs as Any), ("ending", ending), ("keptEpoch", keptEpoch as Any)]
        + names.map { ($0, self[$0]) }, displayStyle: .struct)
  }
}

extension History.Ending: CustomStringConvertible {
  public var description: String {
    switch self {
    case .completed: "all epochs done"
    case .stopped(let reason): reason
    case .interrupted: "interrupted"
    case .diverged(let epoch, let batch): "diverged in epoch \(epoch), batch \(batch)"
    }
  }
}

extension EpochMetrics: CustomStringConvertible {
  /// `epoch 3 of 40: loss 0.5211, val_loss 0.55 (0.01 s)`
  public var description: String {
    let texts = names.compactMap { name in self[name].map { "\(name) \(Brief.number($0))" } }
    return "epoch \(epoch) of \(lastEpoch): \(Brief.list(texts, limit: 12)) (\(Brief.number(seconds)) s)"
  }
}

extension UpdateMetrics: CustomStringConvertible {
  public var description: String {
    "epoch \(epoch), batch \(batch): loss \(Brief.number(loss)), learning rate \(Brief.number(learningRate))"
  }
}

extension TrainingRun: CustomStringConvertible {
  public var description: String {
    "TrainingRun after epoch \(epoch), \(Brief.count(updates, "update"))"
      + (ending.map { ": \($0)" } ?? ", in progress")
  }
}

extension TrainingRun.Advance: CustomStringConvertible {
  public var description: String {
    ([Brief.count(updates, "update")] + [epoch.map { "\($0)" }, ending.map { "\($0)" }].compactMap { $0 })
      .joined(separator: ", ")
  }
}

extension TrainingState: CustomStringConvertible, CustomReflectable {
  public var description: String {
    "TrainingState after epoch \(epoch), \(Brief.count(iteration, "update")), \(precision) precision"
  }

  public var customMirror: Mirror { Mirror(self, children: ["epoch": epoch], displayStyle: .struct) }
}

extension BackgroundTraining: CustomStringConvertible {
  public var description: String { "BackgroundTraining of a \(Model.self)" }
}

extension BestEpoch: CustomStringConvertible {
  public var description: String {
    "BestEpoch \(history.keptEpoch ?? 0) of \(history.epochs): \(Brief.count(parameters.count, "parameter array"))"
  }
}

extension ClassWeights: CustomStringConvertible {
  /// `class 0: 1, class 1: 2.5`
  public var description: String {
    Brief.list(weights.sorted { $0.key < $1.key }.map { "class \($0.key): \(Brief.number($0.value))" })
  }
}

extension LearningRateFinder: CustomStringConvertible {
  public var description: String { Brief.properties(of: self) }
}

extension LearningRateSweep: CustomStringConvertible {
  public var description: String {
    guard let first = rates.first, let last = rates.last else { return "LearningRateSweep of no updates" }
    return "LearningRateSweep of \(Brief.count(rates.count, "update")): rates from \(Brief.number(first)) to"
      + " \(Brief.number(last)), \(suggestion.map { "\(Brief.number($0)) suggested" } ?? "none suggested")"
  }
}

extension PermutationImportance: CustomStringConvertible {
  public var description: String {
    "column \(column): \(Brief.number(mean)) ± \(Brief.number(standardDeviation))"
  }
}

extension OptimizerStep: CustomStringConvertible {
  public var description: String { Brief.properties(of: self) }
}

extension Pass: CustomStringConvertible {
  public var description: String { Brief.properties(of: self) }
}

extension String {
  /// The text with blanks behind it.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
