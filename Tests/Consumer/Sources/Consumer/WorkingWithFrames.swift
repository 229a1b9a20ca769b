import Vintner

struct Tasting: Codable {
  var alcohol: Double
  var quality: Int
  var grower: String?
}

func workWithFrames(_ wine: DataFrame) throws {
  let strong = try wine.filter { row in try row["alcohol", Double.self] ?? 0 > 12 }
  let wider = try strong.map(into: "free share") { row -> Double? in
    guard let free = try row["free sulfur dioxide", Double.self],
      let total = try row["total sulfur dioxide", Double.self]
    else { return nil }
    return free / total
  }
  print(wider.head())

  let groups = try wine.grouped(by: "quality")
  print(try groups.aggregated([.count, .mean("alcohol"), .maximum("pH").named("highest pH")]))
  print(try wine["quality"].valueCounts())
  print(wine.unique().rowCount, "different rows")

  let words = DataFrame(columns: [
    Column(name: "quality", [5, 6, 7]), Column(name: "word", ["plain", "fair", "good"]),
  ])
  print(try wine.joined(words, on: "quality", kind: .left).tail(3))

  let alcohol: [Double?] = try wine["alcohol", Double.self]
  precondition(alcohol.count == wine.rowCount)
  let tastings = try wine.rows(as: Tasting.self)
  let again = try DataFrame(rows: tastings)
  precondition(again.columnNames == ["alcohol", "quality", "grower"])
}
