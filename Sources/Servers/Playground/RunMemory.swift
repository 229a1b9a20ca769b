import Foundation
import Vintner

/// What a run takes of the memory, in bytes, estimated before any of it is requested. The estimates are on the high
/// side: some arrays are there only for a moment.
enum RunMemory {
  /// A table that is prepared for training:
  ///
  ///     rows · (4·inputs + 8·texts + 96)
  ///
  /// Features in single precision; a code and a hash for every text; targets, places in the table and predictions.
  static func ofRows(_ state: PlaygroundState, _ table: DataFrame) -> Int {
    let named = state.run.features
    let columns = (named ?? table.columnNames).compactMap { name in
      name == state.run.target?.first ? nil : table.index(ofColumn: name).map { table.columns[$0] }
    }
    let texts = columns.filter { $0.type == .text }
    // Features that are computed are named, and are no columns.
    let numbers = max(named?.count ?? 0, columns.count) - texts.count
    let categories = texts.map(Self.categories).reduce(0, +)
    return bytes(
      Double(table.rowCount) * (4 * Double(numbers + categories) + 8 * Double(texts.count) + 96))
  }

  /// The columns that a column of texts becomes: none where it has too many values.
  private static func categories(of column: Column) -> Int {
    column.distinctValues(limit: OneHotEncoder().maximumCategories)?.values.count ?? 0
  }

  /// A network that is trained:
  ///
  ///     4 · (9·parameters + rows of a batch · 2 · Σ widths)
  ///
  /// Weights, gradients, those of the best epoch, up to three numbers of the optimizer, and three snapshots; and of
  /// each layer its outputs and their gradients.
  static func ofNetwork(_ state: PlaygroundState, rows: Int, inputs: Int) -> Int {
    let widths = ([inputs] + state.hidden + [1]).map(Double.init)
    // With bias and batch normalization, a unit has five numbers besides its weights.
    let parameters = zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + 5) * $1.1 }
    let batch = Double(min(state.batchSize, rows)) * widths.reduce(0, +)
    return bytes(4 * (9 * parameters + 2 * batch))
  }

  /// With what every run takes.
  private static func bytes(_ estimate: Double) -> Int { (1 << 20) + Int(min(estimate, 1e18)) }
}
