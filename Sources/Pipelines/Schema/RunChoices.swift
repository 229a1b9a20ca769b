/// Whose arithmetic the points of the Playground are trained with.
public enum Numerics: String, Sendable, CaseIterable {
  case playground, keras
}

/// The models that training by folds writes.
public enum FoldModels: String, Sendable, CaseIterable {
  /// One that is trained on all rows, for as many epochs as the folds' models needed on average.
  case all
  /// That of each fold.
  case each
  /// One ensemble of the folds' models.
  case bagging
}
