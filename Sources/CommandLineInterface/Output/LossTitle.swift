import Vintner

/// A loss as people write it.
///
/// - Parameter name: its name in files.
func title(ofLoss name: String) -> String {
  switch name {
  case MeanAbsoluteError.kind, MeanSquaredError.kind: name.uppercased()
  case Huber.kind: "Huber loss"
  case LogCosh.kind: "log-cosh"
  case Quantile.kind: "quantile loss"
  case HalfSquaredError.kind: "half the squared error"
  case BinaryCrossEntropy.kind: "binary cross-entropy"
  case CategoricalCrossEntropy.kind: "categorical cross-entropy"
  default: name
  }
}
