import LinearAlgebra

/// An element-wise function behind a layer's sums.
public enum Activation: String, Sendable, Codable, CaseIterable {
  /// f(x) = x
  case linear
  /// f(x) = max(x, 0)
  case relu
  /// f(x) = 1 / (1 + e⁻ˣ), computed without overflow on either side.
  case sigmoid
  /// f(x) = tanh x
  case tanh

  var kernel: ActivationKernel {
    switch self {
    case .linear: .linear
    case .relu: .relu
    case .sigmoid: .sigmoid
    case .tanh: .tanh
    }
  }
}
