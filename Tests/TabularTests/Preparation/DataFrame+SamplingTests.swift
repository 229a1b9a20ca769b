import Tabular
import Testing

@Suite struct DataFrameSamplingTests {
  @Test func sampleHoldsPandasRowsInPandasOrder() throws {
    let sample = RedWine.frame.sample(fraction: 0.7, seed: 0)
    // pandas 3.1: red.sample(frac=0.7, random_state=0).index
    #expect(sample.rowCount == 1119)
    #expect(sample.rowNumbers.prefix(10) == [1109, 1032, 1002, 487, 979, 1054, 542, 853, 1189, 412])
    #expect(sample.rowNumbers.suffix(3) == [815, 998, 1075])
    #expect(sample.rowNumbers.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } == 501_763_079)
    let alcohol = try RedWine.frame["alcohol"].values(as: Double.self)
    #expect(try sample["alcohol"].values(as: Double.self) == sample.rowNumbers.map { alcohol[$0] })
  }

  @Test func theRestIsInFileOrder() {
    let frame = RedWine.frame
    let rest = frame.dropping(rows: frame.sample(fraction: 0.7, seed: 0).rowNumbers)
    // pandas 3.1: red.drop(train.index).index
    #expect(rest.rowCount == 480)
    #expect(rest.rowNumbers.prefix(10) == [0, 3, 7, 11, 23, 24, 25, 26, 28, 32])
    #expect(rest.rowNumbers.suffix(3) == [1576, 1584, 1594])
    #expect(rest.rowNumbers.reduce(0, +) == 381_822)
  }

  @Test func randomSplitGivesTheSampleAndTheRest() {
    let frame = RedWine.frame
    let (train, validation) = frame.randomSplit(by: 0.7, seed: 3)
    let sample = frame.sample(fraction: 0.7, seed: 3)
    #expect(train.rowNumbers == sample.rowNumbers)
    #expect(train == sample)
    #expect(validation.rowNumbers == frame.dropping(rows: sample.rowNumbers).rowNumbers)
  }

  /// pandas 3.1: `len(pd.DataFrame({'a': range(n)}).sample(frac=f))`
  @Test(arguments: [
    (5, 0.5, 2), (5, 0.1, 0), (15, 0.5, 8), (15, 0.1, 2), (15, 0.3, 4), (25, 0.5, 12), (25, 0.1, 2),
    (25, 0.7, 18), (1, 0.5, 0), (1, 0.7, 1), (0, 0.7, 0), (7, 0.5, 4), (3, 1, 3), (3, 0, 0),
  ])
  func sizesRoundHalfToEven(rows: Int, fraction: Double, size: Int) {
    let frame = DataFrame(columns: [Column(name: "a", Array(0..<rows))])
    #expect(frame.sample(fraction: fraction, seed: 0).rowCount == size)
  }

  @Test func otherSeedsHoldPandasRowsToo() {
    let frame = DataFrame(columns: [Column(name: "a", Array(0..<10))])
    // pandas 3.1, random_state=42 and 2**32 − 1
    #expect(frame.sample(fraction: 0.5, seed: 42).rowNumbers == [8, 1, 5, 0, 7])
    #expect(frame.sample(fraction: 1, seed: .max).rowNumbers == [6, 9, 5, 1, 8, 0, 7, 4, 2, 3])
  }

  @Test func aSampleOfASampleKeepsTheNumbersOfTheFile() throws {
    let frame = RedWine.frame
    let small = frame.sample(fraction: 0.7, seed: 0).sample(fraction: 0.1, seed: 1)
    #expect(frame[rows: small.rowNumbers] == small)
  }
}
