import Testing

@testable import Tabular

/// The parts of splits, row by row.
struct RowSplitTests {
  private static let frame = DataFrame(columns: [
    Column(name: "a", Array(0..<20)), Column(name: "g", (0..<20).map { $0 * 7 % 5 }),
    Column(name: "t", (0..<20).map { "\($0 % 4 + 1)/\(20 - $0)/2018" }),
  ])

  private func rows(
    _ split: RowSplit, seed: UInt32, classes: Column? = nil, of frame: DataFrame = frame
  ) throws -> (train: [Int], validation: [Int], test: [Int]?) {
    let parts = try frame.parts(split, trainFraction: 0.7, seed: seed, classes: classes)
    return (parts.train.rowNumbers, parts.validation.rowNumbers, parts.test?.rowNumbers)
  }

  /// pandas: `t = df.sample(frac=.2, random_state=5); r = df.drop(t.index); n = r.sample(frac=.7, random_state=5);
  /// r.drop(n.index)`.
  @Test func atRandomTheRowsArePandass() throws {
    let (train, validation, test) = try rows(RowSplit(testFraction: 0.2), seed: 5)
    #expect(test == [2, 5, 17, 19])
    #expect(train == [7, 1, 9, 3, 12, 18, 13, 6, 10, 11, 0])
    #expect(validation == [4, 8, 14, 15, 16])
    let plain = try rows(RowSplit(), seed: 5)
    let sample = Self.frame.randomSplit(by: 0.7, seed: 5)
    #expect(
      plain.train == sample.0.rowNumbers && plain.validation == sample.1.rowNumbers && plain.test == nil)
  }

  /// scikit-learn: `GroupShuffleSplit(n_splits=1, train_size=0.7, random_state=3)`; then
  /// `GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=3)` and the first one of the rest.
  @Test func groupsAreScikitLearns() throws {
    let plain = try rows(RowSplit(group: "g"), seed: 3)
    #expect(plain.train == [0, 1, 3, 5, 6, 8, 10, 11, 13, 15, 16, 18])
    #expect(plain.validation == [2, 4, 7, 9, 12, 14, 17, 19])
    let (train, validation, test) = try rows(RowSplit(group: "g", testFraction: 0.2), seed: 3)
    #expect(test == [4, 9, 14, 19])
    #expect(train == [0, 1, 5, 6, 10, 11, 15, 16])
    #expect(validation == [2, 3, 7, 8, 12, 13, 17, 18])
    let one = DataFrame(columns: [Column(name: "g", [1, 1, 1])])
    let error = #expect(throws: TabularError.self) { try rows(RowSplit(group: "g"), seed: 0, of: one) }
    #expect(
      error?.description
        == #"The column "g" has 1 value, and a split by groups needs 2: choose another column, or do not split by"#
        + " groups.")
  }

  /// By hand: the months are 1, 2, 3, 4 in turn and the days descend, so that the order of the dates is
  /// 16, 12, 8, 4, 0, 17, 13, …
  @Test func anOrderIsThatOfTime() throws {
    let order = [16, 12, 8, 4, 0, 17, 13, 9, 5, 1, 18, 14, 10, 6, 2, 19, 15, 11, 7, 3]
    let plain = try rows(RowSplit(order: "t"), seed: 0)
    #expect(plain.train == Array(order.prefix(14)) && plain.validation == Array(order.suffix(6)))
    // 20 % of 20 rows are the last 4; 70 % of the other 16 are 11.
    let (train, validation, test) = try rows(RowSplit(order: "t", testFraction: 0.2), seed: 0)
    #expect(
      train == Array(order[..<11]) && validation == Array(order[11..<16]) && test == Array(order[16...]))
  }

  /// 10 of a, 2 of b, 1 of c: the shares of 12 training rows by the largest remainder, 9, 2 and 1, would leave no b
  /// for validation.
  @Test func aRareClassIsInBothParts() throws {
    let classes = Column(name: "y", Array(repeating: "a", count: 10) + ["b", "b", "c"])
    let frame = DataFrame(columns: [classes])
    for seed in 0..<20 as Range<UInt32> {
      let parts = try frame.parts(RowSplit(stratify: true), trainFraction: 0.9, seed: seed, classes: classes)
      func count(_ part: DataFrame, _ label: String) throws -> Int {
        try part["y"].values(as: String.self).count { $0 == label }
      }
      #expect(try count(parts.train, "b") == 1 && count(parts.validation, "b") == 1)
      #expect(try count(parts.train, "c") == 1 && count(parts.validation, "c") == 0)
      #expect(
        parts.notices == [#"The class "c" of "y" has one row, which is trained on: nothing measures it."#])
    }
  }

  @Test func foldsKeepGroupsAndClasses() throws {
    let (folds, notices) = try Self.frame.folds(5, RowSplit(group: "g"), seed: 0, classes: nil)
    #expect(notices.isEmpty && folds.count == 5)
    for fold in folds {
      let group = Self.frame[rows: fold.validation].columns["g"]!
      #expect(group.distinctCount == 1 && fold.validation.count == 4 && fold.training.count == 16)
    }
    let classes = Column(name: "y", Array(repeating: "a", count: 10) + ["b", "b"])
    let plain = try DataFrame(columns: [classes]).folds(3, RowSplit(), seed: 0, classes: classes)
    #expect(
      plain.notices == [
        #"The class "b" of the column "y" has 2 rows, fewer than the 3 folds: the folds are not stratified."#
      ])
    #expect(plain.folds == (try Fold.all(3, rows: 12, seed: 0)))
  }
}
