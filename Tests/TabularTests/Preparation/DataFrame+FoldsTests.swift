import Tabular
import Testing

/// The expected rows are those of scikit-learn 1.9.
@Suite struct DataFrameFoldsTests {
  private func frame(_ rows: Int) -> DataFrame { DataFrame(columns: [Column(name: "a", Array(0..<rows))]) }
  private let letters = DataFrame(columns: [Column(name: "y", "bababbacabbcc".map(String.init))])

  @Test func foldsAreRunsOfNeighbours() throws {
    // KFold(3).split(range(10))
    let folds = try frame(10).folds(3)
    #expect(folds.map(\.validation) == [[0, 1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(folds[1].training == [0, 1, 2, 3, 7, 8, 9])
    #expect(folds.map(\.number) == [0, 1, 2])
  }

  @Test func shuffledFoldsHoldScikitLearnsRows() throws {
    // KFold(3, shuffle=True, random_state=0)
    #expect(try frame(10).folds(3, seed: 0).map(\.validation) == [[2, 4, 8, 9], [1, 6, 7], [0, 3, 5]])
    // RepeatedKFold(n_splits=2, n_repeats=2, random_state=5)
    let folds = try frame(7).folds(2, seed: 5, repeats: 2)
    #expect(folds.map(\.validation) == [[1, 2, 4, 6], [0, 3, 5], [1, 2, 4, 5], [0, 3, 6]])
    #expect(folds.map(\.repetition) == [0, 0, 1, 1])
  }

  @Test func stratifiedFoldsHoldScikitLearnsRows() throws {
    // StratifiedKFold(3), and with shuffle=True, random_state=1
    #expect(
      try letters.folds(3, stratifiedBy: "y").map(\.validation) == [
        [0, 1, 2, 3, 7], [4, 5, 6, 11], [8, 9, 10, 12],
      ])
    #expect(
      try letters.folds(3, seed: 1, stratifiedBy: "y").map(\.validation) == [
        [1, 2, 5, 8, 12], [0, 3, 7, 9], [4, 6, 10, 11],
      ])
    // RepeatedStratifiedKFold(n_splits=2, n_repeats=2, random_state=4)
    #expect(
      try letters.folds(2, seed: 4, stratifiedBy: "y", repeats: 2).map(\.validation) == [
        [3, 5, 8, 9, 10, 11, 12], [0, 1, 2, 4, 6, 7], [1, 3, 4, 9, 10, 11, 12], [0, 2, 5, 6, 7, 8],
      ])
  }

  @Test func redWineIsStratifiedByQuality() throws {
    let folds = try RedWine.frame.folds(10, seed: 0, stratifiedBy: "quality")
    #expect(folds.map(\.validation.count) == [160, 160, 160, 160, 160, 160, 160, 160, 160, 159])
    #expect(folds[0].validation.prefix(4) == [13, 18, 27, 36])
    #expect(
      folds.map { $0.validation.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } } == [
        12_904_822, 14_387_873, 13_912_332, 13_495_512, 14_034_223, 13_871_954, 13_230_505, 13_184_886,
        13_629_301, 14_000_772,
      ])
    for fold in folds {
      #expect((fold.training + fold.validation).sorted() == Array(0..<1599))
    }
  }

  @Test func numbersThatAreWholeNameClasses() throws {
    let whole = DataFrame(columns: [Column(name: "y", [1.0, 2, 1, 2])])
    #expect(try whole.folds(2, stratifiedBy: "y").map(\.validation) == [[0, 1], [2, 3]])
  }

  @Test func whatCannotBeDividedIsRefused() async throws {
    let many = #expect(throws: TabularError.self) { try frame(3).folds(4) }
    #expect(
      many?.description
        == "3 rows cannot be divided into 4 folds: use at most as many folds as there are rows.")
    #expect(throws: TabularError.preparation(.moreFoldsThanRows(folds: 14, rows: 13))) {
      try letters.folds(14, stratifiedBy: "y")
    }
    let rare = #expect(throws: TabularError.self) { try letters.folds(4, stratifiedBy: "y") }
    #expect(
      rare?.description
        == #"The class "c" of the column "y" has 3 rows, fewer than the 4 folds: use fewer folds, or do not"#
        + " stratify.")
    #expect(throws: TabularError.self) { try RedWine.frame.folds(5, stratifiedBy: "pH") }
    #expect(throws: TabularError.self) { try RedWine.frame.folds(5, stratifiedBy: "colour") }
    await #expect(processExitsWith: .failure) {
      _ = try DataFrame(columns: [Column(name: "a", [1, 2])]).folds(1)
    }
    await #expect(processExitsWith: .failure) {
      _ = try DataFrame(columns: [Column(name: "a", [1, 2])]).folds(2, repeats: 2)
    }
  }

  /// Sizes and rows by a replay in NumPy: shares by largest remainder, rows by RandomState(0).permutation.
  @Test func aStratifiedSplitKeepsTheProportions() throws {
    let (train, validation) = try RedWine.frame.stratifiedSplit(by: 0.7, on: "quality", seed: 0)
    #expect(train.rowNumbers.prefix(10) == [1109, 1032, 1002, 487, 979, 1054, 542, 853, 1189, 412])
    #expect(train.rowNumbers.suffix(3) == [929, 407, 357])
    #expect(train.rowNumbers.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } == 497_530_256)
    let qualities = try train["quality"].values(as: Int.self)
    #expect((3...8).map { label in qualities.count { $0 == label } } == [7, 37, 477, 446, 139, 13])
    #expect(validation.rowNumbers == RedWine.frame.dropping(rows: train.rowNumbers).rowNumbers)
    #expect(throws: TabularError.preparation(.singleRow(column: "y", label: .text("b")))) {
      try DataFrame(columns: [Column(name: "y", ["a", "b", "a"])])
        .stratifiedSplit(by: 0.5, on: "y", seed: 0)
    }
  }
}
