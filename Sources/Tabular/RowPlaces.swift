/// Places of rows in a table, counted from 0, none of them twice: what a view shows, in the view's order.
package final class RowPlaces: Sendable {
  let values: [UInt32]
  /// Whether they ascend: then the view's order is that in which the rows lie in memory.
  let isAscending: Bool

  init(_ values: [UInt32], isAscending: Bool) {
    self.values = values
    self.isAscending = isAscending
  }

  /// The places for which the closure says `true`, of a table of so many rows.
  convenience init(below count: Int, where isIncluded: (Int) -> Bool) {
    precondition(count <= Int(UInt32.max), "A view is of a table of 2³² − 1 rows at most, received \(count).")
    self.init(Self.places(below: count, where: isIncluded), isAscending: true)
  }

  /// The numbers below a count for which the closure says `true`, in ascending order.
  ///
  /// An array that grew with them would for a time take three times as much memory.
  private static func places(below count: Int, where isIncluded: (Int) -> Bool) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: count) { places, found in
      for place in 0..<count where isIncluded(place) {
        places[found] = UInt32(place)
        found += 1
      }
    }
  }

  var count: Int { values.count }

  @inline(__always)
  subscript(row: Int) -> Int { Int(values[row]) }

  /// The places of those of these rows that some rows choose.
  func selecting(_ rows: RowPlaces) -> RowPlaces {
    RowPlaces(rows.values.map { values[Int($0)] }, isAscending: isAscending && rows.isAscending)
  }

  /// For every place of the table up to the last one the row that shows it, counted from 0, or
  /// `RowPlaces.none`.
  func rowOfEveryPlace() -> [UInt32] {
    var rows = [UInt32](repeating: Self.none, count: values.max().map { Int($0) + 1 } ?? 0)
    for (row, place) in values.enumerated() { rows[Int(place)] = UInt32(row) }
    return rows
  }

  static var none: UInt32 { .max }

  /// The rows, each counted from 0, in the order of their places.
  var rowsInMemoryOrder: [UInt32] {
    let rows = rowOfEveryPlace()
    return [UInt32](unsafeUninitializedCapacity: count) { ordered, found in
      for row in rows where row != Self.none {
        ordered[found] = row
        found += 1
      }
    }
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
