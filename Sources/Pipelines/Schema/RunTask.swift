/// What a run trains a network for.
public enum RunTask: String, Sendable, CaseIterable {
  /// To predict a figure.
  case regression
  /// To tell two classes apart.
  case classification
}

/// The pipeline of a run, by its task.
public enum RunPipeline: Sendable {
  case regression(RegressionPipeline)
  case classification(ClassificationPipeline)
}
