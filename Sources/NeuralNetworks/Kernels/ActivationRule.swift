import CVectorKernels
import LinearAlgebra

/// An activation as a node runs it.
struct ActivationRule<Scalar: MatrixScalar> {
  private let kernel: ActivationKernel
  private let parameter: Double

  init(_ activation: Activation) {
    if let fault = activation.fault { preconditionFailure("\(activation.name): \(fault).") }
    (kernel, parameter) = activation.kernel
  }

  /// Z = f(Z + bias). Shapes: Z, sums (rows, units) · bias (units)
  func apply(
    to z: UnsafeMutablePointer<Scalar>, bias: UnsafePointer<Scalar>? = nil,
    keepingSums sums: UnsafeMutablePointer<Scalar>? = nil, rows: Int, units: Int
  ) {
    Scalar.kernels.activate(
      kernel, parameter: parameter, z, bias: bias, keepingSums: sums, rows: rows, units: units)
  }

  /// gradient = gradient · f′. Shapes: all (rows, units)
  func backward(
    sums: UnsafePointer<Scalar>?, output: UnsafePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>,
    rows: Int, units: Int
  ) {
    Scalar.kernels.activateBackward(
      kernel, parameter: parameter, sums: sums, output: output, gradient: gradient, rows: rows, units: units)
  }
}

extension Activation {
  /// The loop and the number that it takes, 0 where it takes none.
  fileprivate var kernel: (ActivationKernel, parameter: Double) {
    switch self {
    case .linear: (.linear, 0)
    case .relu: (.relu, 0)
    case .leakyReLU(let negativeSlope): (.leakyReLU, negativeSlope)
    case .elu(let alpha): (.elu, alpha)
    case .selu: (.selu, 0)
    case .gelu(let approximate): (approximate ? .geluTanh : .gelu, 0)
    case .swish: (.swish, 0)
    case .softplus: (.softplus, 0)
    case .sigmoid: (.sigmoid, 0)
    case .tanh: (.tanh, 0)
    case .softmax: (.softmax, 0)
    }
  }

  /// Whether f′ is computed from what f was applied to rather than from its output.
  var needsSums: Bool {
    switch self {
    case .gelu, .swish, .softplus: true
    case .linear, .relu, .leakyReLU, .elu, .selu, .sigmoid, .tanh, .softmax: false
    }
  }
}
