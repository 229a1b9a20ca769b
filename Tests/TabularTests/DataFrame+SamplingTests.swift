import Tabular
import Testing

@Suite struct DataFrameSamplingTests {
  @Test func sampleHoldsPandasRowsInPandasOrder() {
    let sample = RedWine.frame.sample(fraction: 0.7, seed: 0)
    #expect(sample.rowCount == 1119)
    // pandas 2: red.sample(frac=0.7, random_state=0).index[:10]
    #expect(sample.rowNumbers.prefix(10) == [1109, 1032, 1002, 487, 979, 1054, 542, 853, 1189, 412])
  }

  @Test func theRestIsInFileOrder() {
    let frame = RedWine.frame
    let rest = frame.dropping(rows: frame.sample(fraction: 0.7, seed: 0).rowNumbers)
    #expect(rest.rowCount == 480)
    #expect(rest.rowNumbers == rest.rowNumbers.sorted())
  }
}
