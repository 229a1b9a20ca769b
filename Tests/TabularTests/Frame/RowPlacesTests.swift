import Tabular
import Testing

/// A view of rows behaves like a copy of them.
@Suite struct RowViewTests {
  /// Columns of all types with missing values in some, and more rows than a block has.
  private let frame: DataFrame = {
    let rows = 0..<3000
    let numbers: [Double?] = rows.map { $0 % 7 == 3 ? nil : Double($0 * 37 % 1013) / 8 }
    let integers: [Int] = rows.map { $0 * 29 % 211 }
    let booleans: [Bool] = rows.map { $0 % 3 == 0 }
    let texts: [String?] = rows.map { $0 % 11 == 0 ? nil : ["red", "rosé", "white"][$0 % 3] }
    return DataFrame(columns: [
      Column(name: "n", numbers), Column(name: "i", integers), Column(name: "b", booleans),
      Column(name: "t", texts),
    ])
  }()

  private func parts() -> [(view: DataFrame, copy: DataFrame)] {
    let views = frame.randomSplitViews(by: 0.7, seed: 5)
    let copies = frame.randomSplit(by: 0.7, seed: 5)
    return [(views.0, copies.0), (views.1, copies.1)]
  }

  @Test func valuesAndRowNumbersAreThoseOfACopy() throws {
    for (view, copy) in parts() {
      #expect(view.rowCount == copy.rowCount && view.rowNumbers == copy.rowNumbers)
      #expect(view == copy && copy == view)
      for (left, right) in zip(view.columns, copy.columns) {
        #expect(left.missingCount == right.missingCount && left.count == right.count)
        #expect((0..<10).allSatisfy { left[$0] == right[$0] })
      }
      #expect(try view["t"].values(as: String.self) == copy["t"].values(as: String.self))
      #expect(view[rows: 5..<9] == copy[rows: 5..<9])
      #expect(view[rows: [8, 2]] == copy[rows: [8, 2]])
      #expect(view[rows: [8, 2]].rowNumbers == copy[rows: [8, 2]].rowNumbers)
    }
  }

  @Test func aViewOfAViewShowsItsRows() throws {
    for (view, copy) in parts() {
      let even = view.viewing { $0 % 2 == 0 }
      let places = (0..<copy.rowCount).filter { $0 % 2 == 0 }
      #expect(even == copy[rows: places])
      #expect(even.rowNumbers == copy[rows: places].rowNumbers)
      let names = ["i", "b"]
      #expect(try even.matrix(of: names) == copy[rows: places].matrix(of: names))
    }
  }

  @Test(arguments: [Scaling.minMax, .standard, .robust])
  func aPreprocessorLearnsAndWritesTheSame(scaling: Scaling) throws {
    let preprocessor = Preprocessor(
      missingValues: .fill(.mean, indicator: true), missingByColumn: ["n": .fill(.median, indicator: true)],
      scaling: scaling)
    let (train, validation) = (parts()[0], parts()[1])
    let fitted = try preprocessor.fitted(to: train.view)
    #expect(try fitted == preprocessor.fitted(to: train.copy))
    for part in [train, validation] {
      let expected = try fitted.matrix(of: part.copy)
      #expect(try fitted.matrix(of: part.view) == expected)
      let single: Matrix<Float> = try fitted.rows(of: part.view).matrix()
      #expect(single == Matrix<Float>(expected))
    }
  }

  @Test func rowsThatLackAValueAreLeftOut() throws {
    let preprocessor = Preprocessor(features: ["n", "i"], missingValues: .dropRows)
    for (view, copy) in parts() {
      let fitted = try preprocessor.fitted(to: view)
      let (matrix, places) = try fitted.prepared(copy)
      #expect(places.count < copy.rowCount)
      #expect(try fitted.rows(of: fitted.complete(view)).matrix() == matrix)
    }
  }

  @Test func repeatedRowsAreFoundWhereTheyLie() throws {
    let (train, validation) = (parts()[0], parts()[1])
    let expected = try validation.copy.rowsOccurring(in: train.copy)
    // Few columns, so that some rows repeat others and some do not.
    let names = ["i", "b"]
    #expect(expected.isEmpty)
    let (left, right) = (
      try validation.view.selecting(columns: names), try train.view.selecting(columns: names)
    )
    let seen = Set(try rowTexts(train.copy, names))
    let occurs = try rowTexts(validation.copy, names).map(seen.contains)
    #expect(try left.occurrences(in: right) == occurs)
    #expect(occurs.contains(true))
    #expect(left.duplicateRows() == (try validation.copy.selecting(columns: names)).duplicateRows())
  }

  @Test func namesTheRowOfTheTableThatIsNoNumber() throws {
    let values = (0..<20).map { $0 == 13 ? Double.infinity : Double($0) }
    let wild = DataFrame(columns: [Column(name: "a", values)])
    for view in [wild.viewing { $0 > 4 }, wild.randomSplitViews(by: 1, seed: 0).0] {
      let error = try #require(throws: TabularError.self) { try view.matrix() }
      guard case .notFinite("a", 13, _) = error else {
        Issue.record("\(error)")
        continue
      }
    }
    // Rows outside a view do not matter.
    #expect(try wild.viewing { $0 != 13 }.matrix().rows == 19)
  }

  private func rowTexts(_ frame: DataFrame, _ names: [String]) throws -> [String] {
    let columns = try frame.selecting(columns: names).columns
    return (0..<frame.rowCount).map { row in columns.map { "\($0[row]!)" }.joined(separator: "|") }
  }
}
