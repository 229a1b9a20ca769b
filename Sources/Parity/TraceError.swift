import NeuralNetworks
import Pipelines
import Tabular

/// Why a recorded trace cannot be replayed. `description` is one sentence that names it.
package enum TraceError: Error, Sendable {
  /// An error of the table, or of weights that do not fit the network.
  case pipeline(VintnerError)
  /// There is no such folder or file.
  case missing(path: String)
  /// A damaged file of the trace.
  case unusable(trace: String, file: String, problem: String)
  /// The trace needs something that is not supported.
  case unsupported(trace: String, what: String)

  static func network(_ error: NetworkError) -> TraceError { .pipeline(.network(error)) }
}

extension TraceError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .pipeline(let error): "\(error)"
    case .missing(let path):
      if let kind = FileKind(path: path), kind != .recordedRun {
        "\(path) seems to be \(kind), not a recorded run: \(kind.use)."
      } else {
        "There is no trace at \(path): name a folder that holds a case.json, or a JSON file of a Playground run."
      }
    case .unusable(let trace, let file, let problem):
      "The trace \(trace) cannot be replayed: \(file): \(problem)"
    case .unsupported(let trace, let what):
      "The trace \(trace) cannot be replayed: it needs \(what), which is not supported."
    }
  }
}
