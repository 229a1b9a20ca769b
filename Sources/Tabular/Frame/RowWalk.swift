/// A way through the rows of a frame, some at a time, in the order in which their values lie in memory.
///
/// In a view of rows in a random order every value would else be fetched from memory on its own, with most of
/// the cache line around it for nothing.
struct RowWalk: Sendable {
  /// Some of the rows.
  struct Block {
    /// Places in the frame.
    let rows: UnsafeBufferPointer<Int>
    /// The same rows as places in the memory of a view's columns.
    fileprivate let places: UnsafeBufferPointer<Int>
    fileprivate let view: RowPlaces?
  }

  let rowCount: Int
  /// The view whose order this is.
  private let view: RowPlaces?

  /// The way through the rows of some columns of a frame.
  init(over columns: [Column], rowCount: Int) {
    self.rowCount = rowCount
    view = columns.lazy.compactMap(\.places).first
  }

  /// Whether the rows come as 0, 1, 2, …
  var isInOrder: Bool { view?.rowOfPlace == nil }

  /// Calls `body` with so many rows at a time, the last time with what is left.
  func forEachBlock(of size: Int, _ body: (Block) -> Void) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * size) { memory in
      let (rows, places) = (memory.baseAddress!, memory.baseAddress! + size)
      func call(_ count: Int) {
        body(
          Block(
            rows: UnsafeBufferPointer(start: rows, count: count),
            places: UnsafeBufferPointer(start: places, count: count), view: view))
      }
      guard let rowOfPlace = view?.rowOfPlace else {
        for first in stride(from: 0, to: rowCount, by: size) {
          let count = min(size, rowCount - first)
          for index in 0..<count { rows[index] = first + index }
          for index in 0..<count { places[index] = view.map { $0[first + index] } ?? first + index }
          call(count)
        }
        return
      }
      var count = 0
      for (place, row) in rowOfPlace.enumerated() {
        // Without a branch, which would often be guessed wrong: the next place takes the place of none.
        (rows[count], places[count]) = (Int(row), place)
        count += row == RowPlaces.none ? 0 : 1
        guard count == size else { continue }
        call(count)
        count = 0
      }
      if count > 0 { call(count) }
    }
  }
}

extension RowWalk.Block {
  var count: Int { rows.count }

  /// Calls `body` with the places of the rows in the memory of a column.
  @inline(__always)
  func withPlaces(in column: Column, _ body: (UnsafeBufferPointer<Int>) -> Void) {
    guard let own = column.places else { return body(rows) }
    if own === view { return body(places) }
    withUnsafeTemporaryAllocation(of: Int.self, capacity: count) { mapped in
      for index in 0..<count { mapped[index] = own[rows[index]] }
      body(UnsafeBufferPointer(mapped))
    }
  }
}
