import Tabular
import Testing

struct QuantilesTests {
  @Test func theMedianIsTheMiddle() {
    #expect([3.0].quantilesOfUnsorted([0.5]) == [3])
    #expect([4.0, 1].quantilesOfUnsorted([0.5]) == [2.5])
    #expect([9.0, -1, 5].quantilesOfUnsorted([0.5]) == [5])
    #expect([7.0, 1, 7, 2, 2, 9].quantilesOfUnsorted([0.5]) == [4.5])
  }

  @Test func theMedianIsThatOfTheSortedValues() {
    for count in [1000, 1001] {
      let values = (0..<count).map { Double($0 * 7919 % 1009) }
      let sorted = values.sorted()
      #expect(values.quantilesOfUnsorted([0.5]) == [(sorted[(count - 1) / 2] + sorted[count / 2]) / 2])
    }
  }
}
