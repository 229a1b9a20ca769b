import LinearAlgebra

/// How a parameter's first values are drawn.
public enum Initializer: String, Sendable, Codable {
  /// Uniform in [−l, l) with l = √(6 / (fan in + fan out)): Keras's default for kernels.
  ///
  /// Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural
  /// networks", AISTATS 2010, equation 16.
  case glorotUniform = "glorot_uniform"
  /// 0 everywhere: Keras's default for biases.
  case zeros
  /// 1 everywhere.
  case ones

  /// Fills a parameter.
  ///
  /// The numbers are drawn in double precision and rounded, so that both precisions begin alike.
  /// Shape: values (shape[0], shape[1]…), row after row; the first size is the fan in, the last the fan out.
  func fill<Scalar: MatrixScalar>(
    _ values: UnsafeMutableBufferPointer<Scalar>, shape: [Int], from stream: inout RandomStream
  ) {
    switch self {
    case .zeros: values.update(repeating: 0)
    case .ones: values.update(repeating: 1)
    case .glorotUniform:
      let limit = (6 / Double(shape.first! + shape.last!)).squareRoot()
      for index in values.indices { values[index] = Scalar(limit * (2 * stream.uniform() - 1)) }
    }
  }
}
