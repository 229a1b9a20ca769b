import Tabular

/// A small table whose gaps are in a key, a number and a boolean. The tests' answers are those of pandas 3.1.1.
enum Bottles {
  static let frame = DataFrame(columns: [
    Column(name: "region", ["Douro", "Minho", nil, "Douro", "Dão", nil, "Minho"]),
    Column(name: "year", [2019, 2020, 2019, 2020, 2019, 2020, 2020]),
    Column(name: "price", [8.5, nil, 4, 12, 6, 5.5, 7]),
    Column(name: "organic", [true, false, true, true, nil, false, true]),
  ])
}

extension DataFrame {
  /// A column as texts, a missing value as "—", for comparisons with a printed table.
  func cells(_ name: String) throws -> [String] {
    let column = try self[name]
    return (0..<column.count).map { column[$0]?.description ?? "—" }
  }
}
