@testable import Tabular
import Testing

@Suite struct DataFrameMatrixTests {
  @Test func integersAndBooleansBecomeNumbers() throws {
    let frame = DataFrame(columns: [
      Column(name: "a", [1, 2]), Column(name: "b", [0.5, -1.5]), Column(name: "c", [true, false]),
    ])
    #expect(try frame.matrix() == Matrix([[1, 0.5, 1], [2, -1.5, 0]]))
    #expect(try frame.matrix(of: ["b", "a"]) == Matrix([[0.5, 1], [-1.5, 2]]))
  }

  @Test func featuresAndTargetAreSeparated() throws {
    let (x, y) = try RedWine.frame.separated(target: "quality")
    #expect(x.rows == 1599 && x.columns == 11)
    #expect(y.rows == 1599 && y.columns == 1)
    #expect(x.row(0) == [7.4, 0.7, 0, 1.9, 0.076, 11, 34, 0.9978, 3.51, 0.56, 9.4])
    #expect(x.row(1598).first == 6 && x.row(1598).last == 11)
    #expect(y[0, 0] == 5)
    #expect(try RedWine.frame.dropping(columns: ["quality"]).matrix() == x)
    let error = #expect(throws: TabularError.self) { try RedWine.frame.separated(target: "qualty") }
    #expect(error?.description == #"There is no column "qualty"; the nearest name is "quality"."#)
  }

  /// More rows than are copied at a time, and not a multiple of them.
  @Test func longFramesAreCopiedWhole() throws {
    let count = 5000
    let frame = DataFrame(columns: [
      Column(name: "a", Array(0..<count)), Column(name: "b", (0..<count).map { -Double($0) }),
    ])
    let matrix = try frame.matrix()
    #expect(matrix.column(0) == (0..<count).map { Double($0) })
    #expect(matrix.column(1) == (0..<count).map { -Double($0) })
  }

  @Test func textIsRefusedByName() {
    let frame = DataFrame(columns: [
      Column(name: "a", [1]), Column(name: "colour", ["red"]), Column(name: "grape", ["merlot"]),
    ])
    let both = #expect(throws: TabularError.textColumns(["colour", "grape"])) { try frame.matrix() }
    #expect(
      both?.description
        == #"The columns "colour", "grape" are text, which cannot be used as numbers: leave them out of the"#
        + " features, or encode them one-hot.")
    #expect(throws: TabularError.textColumns(["grape"])) { try frame.matrix(of: ["a", "grape"]) }
  }

  @Test func theFirstNonNumericCellIsNamed() {
    var column = Column(name: "pH", ["3.5", "n/a", "3.2"])
    column.firstNonNumericCell = Column.CellPlace(line: 3, text: "n/a")
    let frame = DataFrame(columns: [Column(name: "grape", ["a", "b", "c"]), column])
    let error = #expect(throws: TabularError.self) { try frame[rows: 0..<2].matrix() }
    #expect(
      error?.description
        == #"The column "pH" has only numbers except in some cells, the first in line 3: "n/a": correct the file,"#
        + " leave the column out of the features, or take its values for categories.")
  }

  @Test func aRowIndexIsNoFeature() throws {
    var index = Column(name: "column 1", [0, 1])
    index.isRowIndex = true
    let frame = DataFrame(columns: [index, Column(name: "a", [2, 3]), Column(name: "b", [4, 5])])
    #expect(try frame[rows: [1, 0]].separated(target: "b").features == Matrix([[3], [2]]))
    #expect(try frame.matrix().columns == 3)
  }

  @Test func missingValuesAreRefusedWithTheirCount() {
    let frame = DataFrame(columns: [
      Column(name: "age", [1, nil, nil]), Column(name: "cabin", [1.5, nil, 2]), Column(name: "c", [1, 2, 3]),
    ])
    let error = #expect(throws: TabularError.self) { try frame.matrix() }
    #expect(
      error?.description
        == #"Values are missing in "age" (2), "cabin" (1): fill them in, or leave these rows or columns out."#
    )
  }

  @Test(arguments: [(Double.nan, "nan"), (-Double.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf")])
  func whatIsNotFiniteIsRefusedWithItsRow(value: Double, text: String) throws {
    let frame = DataFrame(columns: [Column(name: "a", [1, 2, 3]), Column(name: "b", [1, 2, value])])
    #expect(throws: TabularError.notFinite(column: "b", row: 2, value: text)) { try frame.matrix() }
    // The number of the row in its file, wherever the row is now.
    #expect(throws: TabularError.notFinite(column: "b", row: 2, value: text)) {
      try frame[rows: [2, 0]].matrix()
    }
    #expect(try frame[rows: 0..<2].matrix().rows == 2)
  }
}
