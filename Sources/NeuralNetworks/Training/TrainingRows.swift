import LinearAlgebra

/// The order in which an epoch takes its rows, and how it splits them into batches: window after window,
/// each shuffled separately.
///
/// Where batches that are not full are carried over, the epoch's rows are preceded by those that the epoch
/// before left over: they join the first batch, and what this epoch leaves over waits for the next.
///
/// It follows from the settings, the epoch and the batch alone. One lane changes it while the others wait.
final class RowOrder {
  private let rows: Int
  private let length: Int
  private let batchSize: Int
  private let shuffles: Bool
  private let seed: UInt64
  private var stream: RandomStream
  private var order: [Int]
  /// The rows that an epoch leaves over; `nil` where its last batch takes them.
  private let rest: Int?
  /// The rows of the epoch before that this one begins with.
  private var carried = 0
  /// The places of the epoch that are in use.
  private(set) var window: Range<Int>

  /// - Parameter rows: how many an epoch has.
  init(rows: Int, training: Training) {
    self.rows = rows
    batchSize = training.batchSize
    rest = training.carriesPartialBatches ? rows % training.batchSize : nil
    precondition(
      rest == nil || (!training.shuffles && training.shuffleWindow == nil),
      "Only rows in a fixed order can be carried over: shuffles must be false.")
    // A window and a batch larger than all rows are all rows: no sum of theirs overflows.
    let batch = min(batchSize, rows)
    length = min((min(training.shuffleWindow ?? rows, rows) + batch - 1) / batch * batch, rows)
    shuffles = training.shuffles
    seed = training.seed
    stream = RandomStream(seed: seed, keys: StreamKey.shuffling)
    order = []
    order.reserveCapacity(length + (rest ?? 0))
    window = 0..<0
  }

  /// The number of an epoch's batches; 0 where none is full and such are carried over.
  var batchCount: Int { rest == nil ? (rows - 1) / batchSize + 1 : rows / batchSize }

  /// The most rows of a batch.
  var largestBatch: Int { min(batchSize, rows) + (rest.map { batchSize > rows ? 0 : $0 } ?? 0) }

  /// The places of a batch's rows in the epoch.
  func places(ofBatch batch: Int) -> Range<Int> {
    let end = carried + (batch + 1) * batchSize
    return rest == nil
      ? batch * batchSize..<min(end, rows) : (batch == 0 ? 0 : carried + batch * batchSize)..<end
  }

  /// Begins an epoch, counted from 1, with its first window.
  func begin(epoch: Int) {
    stream = RandomStream(seed: seed, keys: StreamKey.shuffling, epoch)
    carried = 0
    beginWindow(at: 0)
    guard let rest, epoch > 1, batchSize <= rows else { return }
    carried = rest
    order.insert(contentsOf: rows - rest..<rows, at: 0)
    window = 0..<rest + rows
  }

  /// Begins an epoch, and its windows up to that of the batch before a given one.
  func begin(epoch: Int, before batch: Int) {
    begin(epoch: epoch)
    for batch in 0..<batch {
      let first = places(ofBatch: batch).lowerBound
      if endsWindow(before: first) { beginWindow(at: first) }
    }
  }

  /// Whether a row is the first of a window, but not of the epoch.
  func endsWindow(before row: Int) -> Bool { rest == nil && row > 0 && row % length == 0 }

  /// Begins the window of which a row is the first.
  func beginWindow(at first: Int) {
    window = first..<min(first + length, rows)
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: window)
    if shuffles { stream.shuffle(&order) }
  }

  /// Calls `body` with the rows at some places of the epoch, all in the window.
  func withRows(_ places: Range<Int>, _ body: (UnsafeBufferPointer<Int>) -> Void) {
    order.withUnsafeBufferPointer {
      body(
        UnsafeBufferPointer(
          rebasing: $0[places.lowerBound - window.lowerBound..<places.upperBound - window.lowerBound]))
    }
  }
}

/// The rows that a network learns from, in its own precision.
struct TrainingRows<Scalar: MatrixScalar> {
  /// Shape: (rows, inputs)
  let x: Matrix<Scalar>
  /// Shape: (rows, outputs)
  let y: Matrix<Scalar>
  /// How much each row counts. Shape: (rows); `nil` where all count alike.
  let weights: [Scalar]?

  var count: Int { x.rows }

  /// Rows in this precision.
  init<Given: MatrixScalar>(_ x: Matrix<Given>, _ y: Matrix<Given>, _ weights: [Double]?) {
    self.x = Matrix(x)
    self.y = Matrix(y)
    self.weights = weights.map { $0.map { Scalar($0) } }
  }

  /// Releases the memory of some rows, where they can be read from a file again.
  func release(rows: Range<Int>) {
    x.release(rows: rows)
    y.release(rows: rows)
  }

  /// Copies the rows `order[rows]` to the same places of a batch.
  func gather(
    _ order: UnsafeBufferPointer<Int>, rows: Range<Int>, x target: UnsafeMutablePointer<Scalar>,
    y targetY: UnsafeMutablePointer<Scalar>, weights targetWeights: UnsafeMutablePointer<Scalar>
  ) {
    let first = rows.lowerBound
    let places = order.baseAddress! + first
    x.withUnsafeBufferPointer {
      Scalar.kernels.gatherRows(
        $0.baseAddress!, places, into: target + first * x.columns, rows: rows.count, columns: x.columns)
    }
    y.withUnsafeBufferPointer {
      Scalar.kernels.gatherRows(
        $0.baseAddress!, places, into: targetY + first * y.columns, rows: rows.count, columns: y.columns)
    }
    guard let weights else { return }
    weights.withUnsafeBufferPointer { source in
      for row in rows { targetWeights[row] = source[order[row]] }
    }
  }
}
