/// What a run trains a network for: the kinds of target that there are.
public enum RunTask: String, Sendable, CaseIterable {
  /// To predict a number.
  case regression
  /// To distinguish two classes.
  case classification

  /// The kind of target. To be passed to a generic function:
  ///
  ///     func train<Target: PredictionTarget>(_: Target.Type) throws {
  ///       let pipeline = try Pipeline<Target>(run)
  ///     }
  ///     try train(run.runTask.target)
  public var target: any PredictionTarget.Type {
    switch self {
    case .regression: NumberTarget.self
    case .classification: TwoClassTarget.self
    }
  }
}
