import Tabular
import Testing

struct TellingRowsTests {
  private static let frame = DataFrame(columns: [
    Column(name: "a", [3.0, -1, 4, 1, 5, -9, 2, 6]),
    Column(name: "b", [2, nil, 7, 1, 8, 2, 8, 1]),
    Column(name: "c", ["x", "y", "x", nil, "z", "x", "y", "z"]),
    Column(name: "d", [7, 7, 7, 7, 7, 7, 7, 7]),
  ])

  /// Whatever the pieces, what is fitted to extremes and categories comes out the same.
  @Test(arguments: [1, 2, 3, 8]) func tellWhatTheWholeTells(_ size: Int) throws {
    var telling = TellingRows { $0.type == .text }
    for first in stride(from: 0, to: 8, by: size) {
      try telling.add(Self.frame[rows: first..<min(first + size, 8)])
    }
    let rules = Preprocessor(
      missingCategories: .ownCategory,
      missingByColumn: ["b": .fill(.constant(.number(0)), indicator: true)], encoding: OneHotEncoder())
    let whole = try rules.fitted(to: Self.frame)
    let told = try rules.fitted(to: try #require(telling.frame))
    #expect(told.outputNames == whole.outputNames)
    #expect(try told.matrix(of: Self.frame) == whole.matrix(of: Self.frame))
  }

  /// By hand: of the second half only −9, 6 and "z" (in row 4) are news, and b's 8.
  @Test func takesOnlyRowsThatTellMore() throws {
    var telling = TellingRows { $0.type == .text }
    try telling.add(Self.frame[rows: 0..<4])
    let before = try #require(telling.frame).rowCount
    try telling.add(Self.frame[rows: 0..<4])
    #expect(telling.frame?.rowCount == before)
    try telling.add(Self.frame[rows: 4..<8])
    #expect(telling.frame?.rowCount == before + 3)
  }
}
