import Tabular
import Testing

struct ExtremeRowsTests {
  private static let frame = DataFrame(columns: [
    Column(name: "a", [3.0, -1, 4, 1, 5, -9, 2, 6]),
    Column(name: "b", [2, nil, 7, 1, 8, 2, 8, 1]),
    Column(name: "c", ["x", "y", "x", nil, "z", "x", "y", "z"]),
    Column(name: "d", [7, 7, 7, 7, 7, 7, 7, 7]),
  ])

  /// What is fitted to extremes and categories is the same, whatever the size of the pieces.
  @Test(arguments: [1, 2, 3, 8]) func fitsAsTheWholeTableDoes(_ size: Int) throws {
    var rows = ExtremeRows { $0.type == .text }
    for first in stride(from: 0, to: 8, by: size) {
      try rows.add(Self.frame[rows: first..<min(first + size, 8)])
    }
    let rules = Preprocessor(
      missingCategories: .ownCategory,
      missingByColumn: ["b": .fill(.constant(.number(0)), indicator: true)], encoding: OneHotEncoder())
    let whole = try rules.fitted(to: Self.frame)
    let extreme = try rules.fitted(to: try #require(rows.frame))
    #expect(extreme.outputNames == whole.outputNames)
    #expect(try extreme.matrix(of: Self.frame) == whole.matrix(of: Self.frame))
  }

  /// By hand: in the second half only −9, 6, "z" (in row 4) and b's 8 are new.
  @Test func takesOnlyRowsThatAddSomething() throws {
    var rows = ExtremeRows { $0.type == .text }
    try rows.add(Self.frame[rows: 0..<4])
    let before = try #require(rows.frame).rowCount
    try rows.add(Self.frame[rows: 0..<4])
    #expect(rows.frame?.rowCount == before)
    try rows.add(Self.frame[rows: 4..<8])
    #expect(rows.frame?.rowCount == before + 3)
  }
}
