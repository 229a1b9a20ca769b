import Foundation

/// What can go wrong with a network through data or files rather than through the caller.
///
/// `description` is one sentence that says where and what to do.
public enum NetworkError: Error, Sendable {
  /// The loss became NaN or infinite. `best` holds the weights of the best epoch, `nil` where none ended.
  case diverged(epoch: Int, batch: Int, best: BestEpoch?)
  /// The loss became NaN or infinite because a value of the rows is, in the network's precision: in which of them
  /// (`inputs`, `targets`, `validation inputs`, `validation targets`), and where, counted from 0.
  case notFinite(values: String, row: Int, column: Int)
  /// A network that a callback requested to save could not be saved.
  case notSaved(path: String, reason: String)
  /// The state of a run could not be saved: see ``Training/checkpoints``.
  case checkpointNotSaved(reason: String)
  /// A callback remembers something in a property that its ``Callback/memory`` lacks, so that its run cannot be resumed.
  case undeclaredProperty(callback: String, property: String)
  /// Weights lack a parameter that the network has.
  case missingParameter(name: String, shape: [Int])
  /// A parameter among the weights has another shape than the network's.
  case wrongShape(name: String, expected: [Int], found: [Int])
  /// Weights hold a parameter that the network does not have.
  case unknownParameter(name: String)
  /// A layer, counted from 0, cannot take what the layers before it give.
  case layerDoesNotFit(layer: Int, kind: String, problem: String)
  /// A softmax over one unit, in a layer counted from 0: its output is always 1.
  case softmaxOfOneUnit(layer: Int)
  /// The loss does not compare so many targets a row with so many outputs.
  case targetsDoNotFit(loss: String, targets: Int, outputs: Int)
  /// A target is no index of a class, where the network has an output for each.
  case foreignClass(Double, classes: Int)
  /// A weight is given for a class that no row has.
  case absentClass(Int, present: [Int])
  /// The environment's `VINTNER_THREADS` is not a whole number from 1 to 1,024.
  case invalidThreadCount(String)
  /// A network takes more memory to train than there is: its parameters, the bytes that they take with a batch, and
  /// those that there are.
  case noMemory(parameters: Int, bytes: Double, available: Double)
  /// A saved state of a training belongs to another network, other rows or other settings.
  case stateOfAnotherTraining(problem: String)
}

extension NetworkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .diverged(let epoch, let batch, _):
      "The loss became NaN or infinite in epoch \(epoch), batch \(batch): lower the learning rate."
    case .notFinite(let values, let row, let column):
      "The \(values) are NaN or infinite in row \(row), column \(column) (counted from 0): correct the value or leave"
        + " the row out."
    case .notSaved(let path, let reason):
      "The network could not be saved to \(path) during training: \(reason)"
    case .checkpointNotSaved(let reason):
      "A checkpoint could not be saved during training: \(reason)"
    case .undeclaredProperty(let callback, let property):
      "The callback \(callback) remembers something in its property \(property) that its `memory` lacks, so a resumed"
        + " run would differ: add it to `memory`."
    case .missingParameter(let name, let shape):
      "The weights lack \(name) of shape \(shape): they belong to another network."
    case .wrongShape(let name, let expected, let found):
      "\(name) has the shape \(found), where this network has \(expected): the weights belong to another one."
    case .unknownParameter(let name):
      "The weights hold \(name), which this network does not have: they belong to another one."
    case .layerDoesNotFit(let layer, let kind, let problem):
      "Layer \(layer), \(kind), \(problem)."
    case .softmaxOfOneUnit(let layer):
      "Layer \(layer) is a softmax of one unit, whose output is always 1: use a sigmoid."
    case .targetsDoNotFit(let loss, let targets, let outputs):
      "The loss \(loss) does not compare \(targets) \(targets == 1 ? "target" : "targets") a row with \(outputs)"
        + " \(outputs == 1 ? "output" : "outputs"): give the last layer other units, or choose another loss."
    case .foreignClass(let number, let classes):
      "A target is \(number), where a network of \(classes) outputs takes the indices of classes, 0 to"
        + " \(classes - 1): number the classes, or choose another loss."
    case .absentClass(let absent, let present):
      "There is a weight for class \(absent), but no row has it: the classes are"
        + " \(present.map(String.init).joined(separator: ", "))."
    case .invalidThreadCount(let text):
      "The environment variable VINTNER_THREADS is \"\(text)\": give a whole number from 1 to 1024, or unset it."
    case .noMemory(let parameters, let bytes, let available):
      "The network's \(NetworkSummary.grouped(parameters)) parameters and its rows take \(Self.gigabytes(bytes)) of"
        + " memory, more than the \(Self.gigabytes(available)) that there are: give it fewer units, inputs or rows."
    case .stateOfAnotherTraining(let problem):
      "The training cannot be resumed, because \(problem): give the network, the rows and the settings with"
        + " which its state was saved."
    }
  }
}

extension NetworkError {
  /// A callback requests to save, and nothing was given to do it with.
  static func noSaving(_ path: String) -> NetworkError {
    .notSaved(path: path, reason: "nothing was given to save networks with (`Training.save`).")
  }

  private static func gigabytes(_ bytes: Double) -> String { String(format: "%.1f GB", bytes / 1e9) }
}

/// The best epoch of a training that diverged: `TrainedNetwork(network, best:)` makes a network of it.
public struct BestEpoch: Sendable {
  /// The weights after that epoch.
  public let parameters: [Parameter]
  /// The epochs of the training; ``History/keptEpoch`` is the one that the weights belong to.
  public let history: History
  let inputs: Int
  let precision: Precision
  /// The ensemble, whose members' weights these are; `nil` of one network.
  var ensemble: Ensemble?
}
