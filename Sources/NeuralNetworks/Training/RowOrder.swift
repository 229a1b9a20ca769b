import LinearAlgebra

/// The order in which an epoch takes its rows, and the batches that it makes of them: window after window,
/// each in an order of its own.
///
/// Where batches that are not full are carried over, the epoch's rows are preceded by those that were left of
/// the epoch before: they go into the first batch, and what is left of this epoch waits for the next.
///
/// One lane changes it while the others wait.
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
  /// The places of the epoch that are being gone through.
  private(set) var window: Range<Int>

  /// - Parameter rows: how many an epoch has.
  init(rows: Int, training: Training) {
    self.rows = rows
    batchSize = training.batchSize
    rest = training.carriesPartialBatches ? rows % training.batchSize : nil
    precondition(
      rest == nil || (!training.shuffles && training.shuffleWindow == nil),
      "Rows that are left over are known of an order that does not change: shuffles must be false.")
    let batches = ((training.shuffleWindow ?? rows) + training.batchSize - 1) / training.batchSize
    length = min(batches * training.batchSize, rows)
    shuffles = training.shuffles
    seed = training.seed
    stream = RandomStream(seed: seed, keys: StreamKey.shuffling)
    order = []
    order.reserveCapacity(length + (rest ?? 0))
    window = 0..<0
  }

  /// The number of an epoch's batches; 0 where none is full and such are carried over.
  var batchCount: Int { rest == nil ? (rows + batchSize - 1) / batchSize : rows / batchSize }

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
    goOn(from: 0)
    guard let rest, epoch > 1, batchSize <= rows else { return }
    carried = rest
    order.insert(contentsOf: rows - rest..<rows, at: 0)
    window = 0..<rest + rows
  }

  /// Whether a row is the first of a window, but not of the epoch.
  func endsWindow(before row: Int) -> Bool { rest == nil && row > 0 && row % length == 0 }

  /// Begins the window of which a row is the first.
  func goOn(from first: Int) {
    window = first..<min(first + length, rows)
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: window)
    if shuffles { stream.shuffle(&order) }
  }

  /// Calls `body` with the rows that stand at some places of the epoch, all in the window.
  func withRows(_ places: Range<Int>, _ body: (UnsafeBufferPointer<Int>) -> Void) {
    order.withUnsafeBufferPointer {
      body(
        UnsafeBufferPointer(
          rebasing: $0[places.lowerBound - window.lowerBound..<places.upperBound - window.lowerBound]))
    }
  }
}
