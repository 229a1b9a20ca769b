/// What a page asked for and cannot have. `description` is one sentence that says what to do.
public enum SessionError: Error, Sendable, Equatable {
  /// A message that says nothing that can be done.
  case malformed(String)
  /// Something that is not there, or not any more.
  case absent(String)
  /// What does not go with the state that the run is in.
  case conflict(String)
  /// More than there is room for.
  case tooLarge(String)
  /// More at a time than there is room for.
  case busy(String)
}

extension SessionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let sentence), .absent(let sentence), .conflict(let sentence), .tooLarge(let sentence),
      .busy(let sentence):
      sentence
    }
  }
}
