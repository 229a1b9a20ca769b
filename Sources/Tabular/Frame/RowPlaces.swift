/// Places of rows in a table, counted from 0, none of them twice: what a view shows, in the view's order.
package final class RowPlaces: Sendable {
  let values: [UInt32]
  /// For every place of the table up to the last one the row that shows it, counted from 0, or
  /// `RowPlaces.none`. `nil` where the places ascend: then rows lie in memory in the view's order.
  let rowOfPlace: [UInt32]?

  /// - Parameter values: in any order.
  init(_ values: [UInt32]) {
    self.values = values
    var rows = [UInt32](repeating: Self.none, count: values.max().map { Int($0) + 1 } ?? 0)
    for (row, place) in values.enumerated() { rows[Int(place)] = UInt32(row) }
    rowOfPlace = rows
  }

  /// The numbers below a count for which the closure says `true`, in ascending order.
  init(below count: Int, where isIncluded: (Int) -> Bool) {
    precondition(count <= Int(UInt32.max), "A view is of a table of 2³² − 1 rows at most, received \(count).")
    // An array that grew with them would for a time take three times as much memory.
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

  /// The places of those of these rows that some rows choose.
  func selecting(_ rows: RowPlaces) -> RowPlaces {
    let chosen = rows.values.map { values[Int($0)] }
    return rowOfPlace == nil && rows.rowOfPlace == nil ? RowPlaces(ascending: chosen) : RowPlaces(chosen)
  }
}

/// The numbers that a frame's rows had in the table they come from.
struct RowNumbers: Sendable {
  /// The numbers of the rows of that table; `nil` where they are 0, 1, 2, …
  private let numbers: [Int]?
  /// The places of the rows in that table; `nil` where they are all of its rows, in order.
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

  /// The numbers of the rows at some places.
  func selecting(_ rows: RowPlaces) -> RowNumbers {
    RowNumbers(numbers, places: places?.selecting(rows) ?? rows)
  }
}
