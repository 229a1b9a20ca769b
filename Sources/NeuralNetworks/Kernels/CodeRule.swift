import CVectorKernels
import LinearAlgebra

/// Codes of categories as rows of tables, as a node runs them; `EmbeddingKernels.h` has the formula.
final class CodeRule<Scalar: MatrixScalar> {
  let memory: ColumnMemory<Scalar>
  private let width: Int
  /// The categories of each column, then the first row of each one's table.
  private let numbers: UnsafeMutablePointer<Int>

  /// - Parameter categories: of each replaced column.
  init(_ replaced: ReplacedColumns, categories: [Int]) {
    memory = ColumnMemory(replaced)
    width = replaced.width
    numbers = .allocate(capacity: 2 * categories.count)
    var offset = 0
    for (column, count) in categories.enumerated() {
      (numbers + column).initialize(to: count)
      (numbers + categories.count + column).initialize(to: offset)
      offset += count + 1
    }
  }

  deinit { numbers.deallocate() }

  private var offsets: UnsafePointer<Int> { UnsafePointer(numbers + memory.columns.count) }

  /// Shapes: input (rows, inputs), output (rows, outputs)
  func forward(
    _ input: UnsafePointer<Scalar>, into output: UnsafeMutablePointer<Scalar>, table: UnsafePointer<Scalar>,
    rows: Int
  ) {
    memory.passOn(input, into: output, rows: rows)
    Scalar.kernels.embedCodes(
      memory.columns, categories: numbers, offsets: offsets, width: width, input, into: output, table: table,
      rows: rows)
  }

  /// Codes have no gradient. Shapes: gradient (rows, outputs), inputGradient (rows, inputs)
  func backward(
    _ gradient: UnsafePointer<Scalar>, into inputGradient: UnsafeMutablePointer<Scalar>, rows: Int
  ) {
    memory.passBack(gradient, into: inputGradient, rows: rows)
    Scalar.kernels.clearColumns(memory.columns, in: inputGradient, rows: rows)
  }

  /// The gradient of some rows of the table.
  func tableGradient(
    _ input: UnsafePointer<Scalar>, gradient: UnsafePointer<Scalar>,
    into target: UnsafeMutablePointer<Scalar>,
    tableRows: Range<Int>, rows: Int
  ) {
    Scalar.kernels.codeSums(
      memory.columns, categories: numbers, offsets: offsets, width: width, input, gradient: gradient,
      into: target, from: tableRows.lowerBound, to: tableRows.upperBound, rows: rows)
  }
}
