/// Indices of rows in a table, none of them twice: the rows of a view, in the view's order.
package final class RowPlaces: Sendable {
  let values: [UInt32]
  /// For every index of the table up to the last of the view's, the view's row, or `RowPlaces.none`. `nil`
  /// where the indices ascend: then the rows are in memory in the view's order.
  let rowOfPlace: [UInt32]?

  /// - Parameter values: in any order.
  init(_ values: [UInt32]) {
    self.values = values
    var rows = [UInt32](repeating: Self.none, count: values.max().map { Int($0) + 1 } ?? 0)
    for (row, place) in values.enumerated() { rows[Int(place)] = UInt32(row) }
    rowOfPlace = rows
  }

  /// The numbers below a count for which the closure returns `true`, in ascending order.
  init(below count: Int, where isIncluded: (Int) -> Bool) {
    precondition(count <= Int(UInt32.max), "A view is of a table of at most 2³² − 1 rows, received \(count).")
    // An array that grows would temporarily take three times as much memory.
    values = [UInt32](unsafeUninitializedCapacity: count) { places, found in
      for place in 0..<count where isIncluded(place) {
        places[found] = UInt32(place)
        found += 1
      }
    }
    rowOfPlace = nil
  }

  private init(ascending values: [UInt32]) {
    self.values = values
    rowOfPlace = nil
  }

  static var none: UInt32 { .max }

  var count: Int { values.count }

  @inline(__always)
  subscript(row: Int) -> Int { Int(values[row]) }

  /// The indices that a selection of these rows has in the table.
  func selecting(_ rows: RowPlaces) -> RowPlaces {
    let chosen = rows.values.map { values[Int($0)] }
    return rowOfPlace == nil && rows.rowOfPlace == nil ? RowPlaces(ascending: chosen) : RowPlaces(chosen)
  }
}

/// The numbers that a frame's rows had in their original table.
struct RowNumbers: Sendable {
  /// The numbers of the rows of that table; `nil` where they are 0, 1, 2, …
  private let numbers: [Int]?
  /// The indices of the rows in that table; `nil` where they are all of its rows, in order.
  private let places: RowPlaces?

  init(_ numbers: [Int]?, places: RowPlaces? = nil) {
    self.numbers = numbers
    self.places = places
  }

  @inline(__always)
  subscript(row: Int) -> Int {
    let place = places.map { $0[row] } ?? row
    return numbers?[place] ?? place
  }

  /// The numbers of some of the rows.
  func selecting(_ rows: RowPlaces) -> RowNumbers {
    RowNumbers(numbers, places: places?.selecting(rows) ?? rows)
  }
}

/// A walk over the rows of a frame, some at a time, in the order in which their values are in memory.
///
/// Otherwise, in a view of rows in random order, every value would be fetched from memory with a whole cache
/// line, most of it unused.
struct RowWalk: Sendable {
  /// Some of the rows.
  struct Block {
    /// Indices in the frame.
    let rows: UnsafeBufferPointer<Int>
    /// The same rows as indices in the memory of a view's columns.
    fileprivate let places: UnsafeBufferPointer<Int>
    fileprivate let view: RowPlaces?
  }

  let rowCount: Int
  /// The view whose order this is.
  private let view: RowPlaces?

  /// The walk over the rows of some columns of a frame.
  init(over columns: [Column], rowCount: Int) {
    self.rowCount = rowCount
    view = columns.lazy.compactMap(\.places).first
  }

  /// Whether the rows come as 0, 1, 2, …
  var isInOrder: Bool { view?.rowOfPlace == nil }

  /// Calls `body` with `size` rows at a time, the last time with the rest.
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
        // Without a branch, which would often be mispredicted: the next row overwrites an absent one.
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

  /// Calls `body` with the indices of the rows in the memory of a column.
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
