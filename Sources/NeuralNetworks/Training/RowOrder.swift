import LinearAlgebra

/// The order in which an epoch takes its rows: window after window, each in an order of its own.
///
/// One lane changes it while the others wait.
final class RowOrder {
  private let rows: Int
  private let length: Int
  private let shuffles: Bool
  private let seed: UInt64
  private var stream: RandomStream
  private var order: [Int]
  /// The rows that are being gone through.
  private(set) var window: Range<Int>

  /// - Parameter rows: how many an epoch has.
  init(rows: Int, training: Training) {
    self.rows = rows
    let batches = ((training.shuffleWindow ?? rows) + training.batchSize - 1) / training.batchSize
    length = min(batches * training.batchSize, rows)
    shuffles = training.shuffles
    seed = training.seed
    stream = RandomStream(seed: seed, keys: StreamKey.shuffling)
    order = []
    order.reserveCapacity(length)
    window = 0..<0
  }

  /// Begins an epoch with its first window.
  func begin(epoch: Int) {
    stream = RandomStream(seed: seed, keys: StreamKey.shuffling, epoch)
    goOn(from: 0)
  }

  /// Whether a row is the first of a window, but not of the epoch.
  func endsWindow(before row: Int) -> Bool { row > 0 && row % length == 0 }

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
