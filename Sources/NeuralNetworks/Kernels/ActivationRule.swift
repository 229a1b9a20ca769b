import CVectorKernels
import LinearAlgebra

/// An activation as a node runs it.
struct ActivationRule<Scalar: MatrixScalar> {
  let kernel: ActivationKernel
  /// Leaky relu's slope, elu's α; the others take none.
  var parameter = 0.0

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
