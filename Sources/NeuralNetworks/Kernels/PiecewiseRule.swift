import CVectorKernels
import LinearAlgebra

/// Columns as shares of bins and, possibly, a linear layer over them, as a node runs them; `EmbeddingKernels.h` has the
/// formula.
struct PiecewiseRule<Scalar: MatrixScalar> {
  let memory: ColumnMemory<Scalar>
  private let bins: Int
  /// The outputs of a column's linear layer; `nil` without one.
  private let width: Int?

  init(_ replaced: ReplacedColumns, bins: Int, width: Int?) {
    memory = ColumnMemory(replaced)
    self.bins = bins
    self.width = width
  }

  /// The scalars a row that are kept from forward to backward where there is a linear layer.
  var kept: Int { memory.columns.count * bins }

  /// Shapes: input (rows, inputs), output (rows, outputs), kept (rows, kept)
  func forward(
    _ input: UnsafePointer<Scalar>, into output: UnsafeMutablePointer<Scalar>, edges: UnsafePointer<Scalar>,
    kernel: UnsafePointer<Scalar>?, weights: UnsafePointer<Scalar>?, bias: UnsafePointer<Scalar>?,
    keeping kept: UnsafeMutablePointer<Scalar>?, rows: Int
  ) {
    memory.passOn(input, into: output, rows: rows)
    Scalar.kernels.embedBins(
      memory.columns, bins: bins, width: width ?? bins, input, into: output, edges: edges, kernel: kernel,
      weights: weights, bias: bias, keeping: kept, rows: rows)
  }

  /// Shapes: input, inputGradient (rows, inputs), gradient (rows, outputs)
  func backward(
    _ input: UnsafePointer<Scalar>, gradient: UnsafePointer<Scalar>,
    into inputGradient: UnsafeMutablePointer<Scalar>, edges: UnsafePointer<Scalar>,
    kernel: UnsafePointer<Scalar>?, weights: UnsafePointer<Scalar>?, rows: Int
  ) {
    memory.passBack(gradient, into: inputGradient, rows: rows)
    Scalar.kernels.embedBinsBackward(
      memory.columns, bins: bins, width: width ?? bins, input, gradient: gradient, into: inputGradient,
      edges: edges, kernel: kernel, weights: weights, rows: rows)
  }
}
