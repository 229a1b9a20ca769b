/// Why a request cannot be fulfilled. `description` is one sentence that says what to do.
enum SessionError: Error, Sendable, Equatable {
  /// A message that cannot be carried out.
  case malformed(String)
  /// Something that is not there, or no longer.
  case absent(String)
  /// Something that the run's state does not allow.
  case conflict(String)
  /// A body of another type than the request takes.
  case wrongType(String)
  /// More than the server takes.
  case tooLarge(String)
  /// More than the server takes at a time.
  case busy(String)
}

extension SessionError: CustomStringConvertible {
  var description: String {
    switch self {
    case .malformed(let sentence), .absent(let sentence), .conflict(let sentence), .wrongType(let sentence),
      .tooLarge(let sentence), .busy(let sentence):
      sentence
    }
  }
}

/// Runs a body whose errors, from whichever module, are sentences about what was requested.
func refusing<Value>(_ body: () throws -> Value) throws(SessionError) -> Value {
  do {
    return try body()
  } catch let error as SessionError {
    throw error
  } catch {
    throw .malformed("\(error)")
  }
}
