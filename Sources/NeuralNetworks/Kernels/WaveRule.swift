import CVectorKernels
import LinearAlgebra

/// Waves of embedded columns and a linear layer over them, as a node runs them; `EmbeddingKernels.h` has the formula.
struct WaveRule<Scalar: MatrixScalar> {
  let memory: ColumnMemory<Scalar>
  private let waves: Waves

  /// - Parameters:
  ///   - replaced: the embedded columns.
  ///   - frequencies: the waves of each.
  ///   - outputs: the rows of each kernel.
  ///   - hasPhases: whether waves have phases, and cosines alone, and the number itself comes before the outputs.
  ///   - rectifies: whether outputs below 0 become 0.
  init(_ replaced: ReplacedColumns, frequencies: Int, outputs: Int, hasPhases: Bool, rectifies: Bool) {
    memory = ColumnMemory(replaced)
    waves = Waves(
      waves: frequencies, width: outputs, has_phases: hasPhases, passes: hasPhases, rectifies: rectifies)
  }

  /// The scalars a row that are kept from forward to backward: of each column cosines, sines and, in the place of the
  /// sines or behind them, the gradient by the angles.
  var kept: Int { memory.columns.count * keptOfColumn }
  private var keptOfColumn: Int { waves.waves * (waves.has_phases ? 2 : 3) }
  private var inner: Int { waves.waves * (waves.has_phases ? 1 : 2) }
  /// Where the outputs begin among the numbers of a column.
  private var offset: Int { waves.passes ? 1 : 0 }

  /// Shapes: input (rows, inputs), output (rows, outputs), kept (rows, kept)
  func forward(
    _ input: UnsafePointer<Scalar>, into output: UnsafeMutablePointer<Scalar>,
    frequencies: UnsafePointer<Scalar>,
    phases: UnsafePointer<Scalar>?, kernel: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>,
    keeping kept: UnsafeMutablePointer<Scalar>?, rows: Int
  ) {
    memory.passOn(input, into: output, rows: rows)
    Scalar.kernels.embed(
      memory.columns, waves: waves, input, into: output, weights: frequencies, phases: phases, kernel: kernel,
      bias: bias, keeping: kept, rows: rows)
  }

  /// Shapes: output, gradient (rows, outputs), inputGradient (rows, inputs), kept (rows, kept)
  func backward(
    output: UnsafePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>,
    into inputGradient: UnsafeMutablePointer<Scalar>?, frequencies: UnsafePointer<Scalar>,
    kernel: UnsafePointer<Scalar>, kept: UnsafeMutablePointer<Scalar>, rows: Int
  ) {
    if let inputGradient { memory.passBack(gradient, into: inputGradient, rows: rows) }
    Scalar.kernels.embedBackward(
      memory.columns, waves: waves, output: output, gradient: gradient, into: inputGradient,
      weights: frequencies, kernel: kernel, kept: kept, rows: rows)
  }

  /// The gradients of some columns' frequencies or, without inputs, of their phases.
  func waveGradient(
    _ input: UnsafePointer<Scalar>?, kept: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>,
    columns: Range<Int>, rows: Int
  ) {
    Scalar.kernels.waveSums(
      memory.columns, waves: waves, inputs: input, kept: kept, into: target, from: columns.lowerBound,
      to: columns.upperBound, rows: rows)
  }

  /// The gradients of some columns' biases.
  func biasGradient(
    _ gradient: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>, columns: Range<Int>,
    rows: Int
  ) {
    memory.sumGradients(
      gradient, offset: offset, width: waves.width, into: target, columns: columns, rows: rows)
  }

  /// The gradients of some rows of the kernels, counted over all columns.
  func kernelGradient(
    _ gradient: UnsafePointer<Scalar>, kept: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>,
    kernelRows: Range<Int>, rows: Int
  ) {
    memory.kernelGradient(
      gradient, offset: offset, width: waves.width, kept: kept, step: keptOfColumn, inner: inner,
      into: target,
      kernelRows: kernelRows, rows: rows)
  }
}
