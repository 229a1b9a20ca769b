import Testing

@testable import LinearAlgebra

/// The expected figures are NumPy's: `RandomState(seed)`'s 32-bit words and its `permutation`.
struct MersenneTwisterTests {
  struct Reference: Sendable {
    let seed: UInt32
    /// Words 0 to 4.
    let firstWords: [UInt32]
    /// Words 623, 624 (after the second twist) and 1999.
    let laterWords: [UInt32]
    let permutationOf12: [Int]
    /// The first six and last four of `permutation(1599)`.
    let permutationOf1599: [Int]
  }

  static let references = [
    Reference(
      seed: 0, firstWords: [2_357_136_044, 2_546_248_239, 3_071_714_933, 3_626_093_760, 2_588_848_963],
      laterWords: [3_791_854_820, 341_544_762, 3_856_691_381],
      permutationOf12: [6, 11, 4, 10, 2, 8, 1, 7, 9, 3, 0, 5],
      permutationOf1599: [1109, 1032, 1002, 487, 979, 1054, 835, 1216, 559, 684]),
    Reference(
      seed: 42, firstWords: [1_608_637_542, 3_421_126_067, 4_083_286_876, 787_846_414, 3_143_890_026],
      laterWords: [1_077_437_785, 108_880_612, 2_238_969_328],
      permutationOf12: [10, 9, 0, 8, 5, 2, 1, 11, 4, 7, 3, 6],
      permutationOf1599: [803, 124, 350, 682, 1326, 976, 1294, 860, 1459, 1126]),
    Reference(
      seed: .max, firstWords: [419_326_371, 479_346_978, 3_918_654_476, 2_416_749_639, 3_388_880_820],
      laterWords: [1_027_084_080, 3_860_652_269, 1_762_272_365],
      permutationOf12: [11, 8, 5, 9, 1, 10, 6, 0, 4, 7, 2, 3],
      permutationOf1599: [1462, 1192, 607, 443, 1469, 959, 1095, 1036, 290, 419]),
  ]

  @Test(arguments: references)
  func drawsNumPysWords(_ reference: Reference) {
    var generator = MersenneTwister(seed: reference.seed)
    let words = (0..<2000).map { _ in generator.nextWord() }
    #expect(Array(words[..<5]) == reference.firstWords)
    #expect([words[623], words[624], words[1999]] == reference.laterWords)
  }

  @Test(arguments: references)
  func permutesAsNumPy(_ reference: Reference) {
    var generator = MersenneTwister(seed: reference.seed)
    #expect(generator.permutation(of: 12) == reference.permutationOf12)

    generator = MersenneTwister(seed: reference.seed)
    let order = generator.permutation(of: 1599)
    #expect(order.prefix(6) + order.suffix(4) == reference.permutationOf1599)
    #expect(order.sorted() == Array(0..<1599))
  }

  @Test func permutesNothingAndOne() {
    var generator = MersenneTwister(seed: 0)
    #expect(generator.permutation(of: 0) == [])
    #expect(generator.permutation(of: 1) == [0])
    #expect(generator.nextWord() == 2_357_136_044, "neither draws a word")
  }

  @Test func drawsWholeNumbersUpToTheLimit() {
    var generator = MersenneTwister(seed: 1)
    let drawn = Set((0..<200).map { _ in generator.nextInteger(through: 4) })
    #expect(drawn == [0, 1, 2, 3, 4])
    #expect(generator.nextInteger(through: 0) == 0)
  }

  @Test func joinsTwoWordsLowerFirst() {
    var generator = MersenneTwister(seed: 0)
    #expect(generator.next() == UInt64(2_546_248_239) << 32 | 2_357_136_044)
  }
}
