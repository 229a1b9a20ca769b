import CVectorKernels
import LinearAlgebra

/// Replaced columns as the C loops take them.
final class ColumnMemory<Scalar: MatrixScalar> {
  let columns: EmbeddedColumns
  private let memory: UnsafeMutablePointer<Int>
  private let others: Int

  init(_ replaced: ReplacedColumns) {
    let others = replaced.others
    let numbers = replaced.columns + replaced.places + others.map(\.from) + others.map(\.to)
    memory = .allocate(capacity: numbers.count)
    memory.initialize(from: numbers, count: numbers.count)
    self.others = others.count
    columns = EmbeddedColumns(
      inputs: replaced.inputs, outputs: replaced.outputs, columns: memory,
      places: memory + replaced.columns.count, count: replaced.columns.count)
  }

  deinit { memory.deallocate() }

  private var from: UnsafePointer<Int> { UnsafePointer(memory + 2 * columns.count) }
  private var to: UnsafePointer<Int> { from + others }

  /// Copies the other columns of rows to their places.
  ///
  /// Shapes: input (rows, inputs), output (rows, outputs)
  func passOn(_ input: UnsafePointer<Scalar>, into output: UnsafeMutablePointer<Scalar>, rows: Int) {
    guard others > 0 else { return }
    Scalar.kernels.copyColumns(
      input, inputs: columns.inputs, from: from, into: output, outputs: columns.outputs, to: to,
      count: others,
      rows: rows)
  }

  /// Copies the other columns of rows back.
  ///
  /// Shapes: output (rows, outputs), input (rows, inputs)
  func passBack(_ output: UnsafePointer<Scalar>, into input: UnsafeMutablePointer<Scalar>, rows: Int) {
    guard others > 0 else { return }
    Scalar.kernels.copyColumns(
      output, inputs: columns.outputs, from: to, into: input, outputs: columns.inputs, to: from,
      count: others,
      rows: rows)
  }

  /// Sums the gradients by numbers of each replaced column over rows: `width` numbers from `offset` on, of some
  /// columns, counted among the replaced ones, times the column's input where inputs are given.
  func sumGradients(
    _ gradient: UnsafePointer<Scalar>, times input: UnsafePointer<Scalar>? = nil, offset: Int = 0, width: Int,
    into sums: UnsafeMutablePointer<Scalar>, columns range: Range<Int>, rows: Int
  ) {
    Scalar.kernels.placeSums(
      columns, inputs: input, gradient: gradient, offset: offset, width: width, into: sums,
      from: range.lowerBound, to: range.upperBound, rows: rows)
  }

  /// The gradients of some rows of the columns' kernels, counted over all columns: a product for each column.
  ///
  /// - Parameters:
  ///   - offset: where a kernel's outputs begin among the numbers of its column.
  ///   - width: the outputs of a kernel.
  ///   - kept: what kernels are applied to, `step` scalars a column, of which they take `inner`.
  func kernelGradient(
    _ gradient: UnsafePointer<Scalar>, offset: Int = 0, width: Int, kept: UnsafePointer<Scalar>, step: Int,
    inner: Int, into target: UnsafeMutablePointer<Scalar>, kernelRows: Range<Int>, rows: Int
  ) {
    var first = kernelRows.lowerBound
    while first < kernelRows.upperBound {
      let (column, output) = first.quotientAndRemainder(dividingBy: width)
      let count = min(width - output, kernelRows.upperBound - first)
      Scalar.multiply(
        rows: count, columns: inner, inner: rows, alpha: 1,
        gradient + columns.places[column] + offset + output,
        leadingA: columns.outputs, transposeA: true, kept + column * step, leadingB: columns.count * step,
        transposeB: false, beta: 0, into: target + first * inner, leadingC: inner)
      first += count
    }
  }
}
