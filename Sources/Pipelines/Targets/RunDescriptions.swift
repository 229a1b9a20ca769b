import LinearAlgebra
import NeuralNetworks
import Tabular

// What runs and the contents of files print.

// MARK: Runs

extension RunConfiguration: CustomStringConvertible, CustomReflectable {
  /// The settings as a run file has them, a line each, fourteen at most.
  public var description: String {
    let lines = settingLines
    return lines.isEmpty ? "RunConfiguration: all defaults" : Brief.lines(lines, limit: 14)
  }

  private var settingLines: [String] {
    given.map { "\($0.name): \(displayed($0.text(of: self) ?? "", limit: 80))" }
  }

  public var customMirror: Mirror {
    Mirror(self, children: given.map { ($0.name, ($0.text(of: self) ?? "") as Any) }, displayStyle: .struct)
  }
}

extension RunTask: CustomStringConvertible {
  public var description: String { rawValue }
}

extension Field: CustomStringConvertible {
  public var description: String { "\(name): \(help)" }
}

extension RunFields: CustomStringConvertible {
  public var description: String { "RunFields: \(Brief.list(Self.all.map(\.name)))" }
}

extension TargetNames: CustomStringConvertible {
  public var description: String { Brief.list(names) }
}

extension MissingRule: CustomStringConvertible {
  public var description: String { (column.map { "\($0)=" } ?? "") + rule.settingName }
}

extension ColumnTypeRule: CustomStringConvertible {
  public var description: String { "\(column)=\(type.rawValue)" }
}

extension PlaygroundRun: CustomStringConvertible {
  /// Data, network and how it is trained.
  public var description: String {
    "PlaygroundRun on \(data.rawValue): \(Brief.list(features)) → hidden layers \(hidden), \(activation),"
      + " rate \(Format.number(learningRate)), batches of \(batchSize), \(Format.count(epochs, "epoch")), seed \(seed)"
  }
}

extension PlaygroundResult: CustomStringConvertible, CustomReflectable {
  /// The run, and the last losses.
  public var description: String {
    "\(run)\n" + (curve.last.map { "  \($0)" } ?? "  not trained")
  }

  public var customMirror: Mirror {
    Mirror(self, children: ["run": run, "epoch": epoch, "last": curve.last as Any], displayStyle: .struct)
  }
}

extension PlaygroundResult.Record: CustomStringConvertible {
  public var description: String {
    "epoch \(epoch): training loss \(Format.number(trainLoss)), test loss \(Format.number(testLoss)),"
      + " accuracies \(Format.number(trainAccuracy)) and \(Format.number(testAccuracy))"
  }
}

// MARK: Files and curves

extension SafeTensors: CustomStringConvertible {
  /// A line for each tensor, ten at most.
  public var description: String {
    Brief.lines(
      [
        "SafeTensors: \(Format.count(tensors.count, "tensor")), metadata \(Brief.list(metadata.keys.sorted()))"
      ]
        + tensors.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value.size)" }, limit: 11)
  }
}

extension Tensor: CustomStringConvertible, CustomReflectable {
  /// `F32 (3, 8): 0.1, 0.2, 0.3, 0.4 and 20 more`
  public var description: String { "\(size): \(Brief.list(scalars(as: Double.self), limit: 4))" }

  fileprivate var size: String { "\(elementType.rawValue) (\(Brief.list(shape)))" }

  public var customMirror: Mirror {
    Mirror(self, children: ["elementType": elementType, "shape": shape], displayStyle: .struct)
  }
}

extension LearningCurves: CustomStringConvertible {
  public var description: String { "\(chart)" }
}

extension LearningRateCurve: CustomStringConvertible {
  public var description: String { "\(chart)" }
}
