/// What can go wrong in linear algebra through the data rather than through the caller.
public enum LinearAlgebraError: Error, Equatable, Sendable {
  /// A LAPACK routine could not finish, with the routine's name and its `info`.
  case noConvergence(routine: String, info: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noConvergence(let routine, let info):
      "LAPACK's \(routine) did not converge (info \(info)): check the data for columns of extreme size."
    }
  }
}
