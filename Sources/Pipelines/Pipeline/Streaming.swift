import Foundation
import NeuralNetworks

/// How a table that may not fit in memory is trained on.
///
/// The CSV file is read twice, in chunks of rows: once for the ranges and categories of its columns, once to write
/// the scaled rows to an unnamed file, from which training reads them window by window in every epoch. That file
/// takes as much disk space as the network's numbers do, 4 bytes each in single precision, and is gone when
/// training ends, however it ends.
///
/// What is learned from the table must follow from extremes and categories: min-max scaling or none. The split
/// takes the same rows as it does in memory; it takes 8 bytes a row, and where the target is of classes its column is
/// in memory meanwhile.
public struct Streaming: Sendable, Equatable {
  /// The rows that are in memory at a time, and among which an epoch's order is shuffled.
  public var window: Int
  /// The folder for the rows during training.
  public var folder: String

  /// - Parameters:
  ///   - window: 1 or more; training rounds it up to whole batches. Default: 262,144.
  ///   - folder: where there is room on the disk. Default: the system's temporary folder.
  /// - Precondition: the window has 1 row or more.
  public init(window: Int = 1 << 18, folder: String = NSTemporaryDirectory()) {
    precondition(window > 0, "A window has 1 row or more, received \(window).")
    self.window = window
    self.folder = folder
  }
}

extension Training {
  /// Refuses what windows of rows do not support.
  func requireStreaming() throws(VintnerError) {
    guard !carriesPartialBatches else {
      throw .notStreamed(
        what: "a training that carries partial batches over", instead: "one whose last batch is the rest")
    }
  }
}
