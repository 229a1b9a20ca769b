/// Why a model cannot be exchanged with another program. `description` is one sentence that says what to do.
public enum ExportError: Error, Sendable, Equatable {
  /// A text that is not a Keras model, or is one of an unsupported kind.
  case keras(problem: String)
}

extension ExportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .keras(let problem): "The Keras model cannot be read: \(problem)."
    }
  }
}
