import LinearAlgebra
import Testing

struct RandomStreamTests {
  /// The expected words come from a Python version of the definition.
  @Test func drawsTheseBits() {
    var unkeyed = RandomStream(seed: 0)
    #expect(
      (0..<3).map { _ in unkeyed.next() } == [
        0xa706_dd2f_4d19_7e6f, 0xb382_a305_f441_4f5e, 0x631a_9154_fbab_f717,
      ])
    var keyed = RandomStream(seed: 7, keys: 1, 2, 3)
    #expect(
      (0..<3).map { _ in keyed.next() } == [
        0x295b_3687_880a_d50c, 0x7649_f14f_561c_dde8, 0xf9b5_a016_7129_f44e,
      ])
    var extreme = RandomStream(seed: .max, keys: -1)
    #expect(extreme.next() == 0x8ee5_c18a_b929_cb63)
    var uniform = RandomStream(seed: 7, keys: 1, 2, 3)
    #expect((0..<2).map { _ in uniform.uniform() } == [0.16154805001137196, 0.46206577479289324])
  }

  @Test func repeatsItselfForTheSameKeys() {
    var first = RandomStream(seed: 9, keys: 4, 5)
    var second = RandomStream(seed: 9, keys: 4, 5)
    #expect((0..<100).allSatisfy { _ in first.next() == second.next() })
  }

  /// No seed and keys share a stream with others, in particular none whose figures are exchanged.
  @Test func isAnotherForEveryKey() {
    var firsts = Set<UInt64>()
    var streams = 0
    func note(_ stream: RandomStream) {
      var stream = stream
      firsts.insert(stream.next())
      streams += 1
    }
    for seed in 0..<12 as Range<UInt64> {
      note(RandomStream(seed: seed))
      for a in -2..<12 {
        note(RandomStream(seed: seed, keys: a))
        for b in 0..<12 {
          note(RandomStream(seed: seed, keys: a, b))
          note(RandomStream(seed: seed, keys: a, b, 0))
        }
      }
    }
    #expect(firsts.count == streams)
  }

  /// Neighbouring streams differ in half of their bits, as unrelated ones do.
  @Test func isIndependentOfItsNeighbours() {
    var differing = 0
    for key in 0..<1000 {
      var one = RandomStream(seed: 1, keys: key)
      var next = RandomStream(seed: 1, keys: key + 1)
      for _ in 0..<4 { differing += (one.next() ^ next.next()).nonzeroBitCount }
    }
    // 256,000 fair bits: mean 128,000, standard deviation 253.
    #expect(abs(differing - 128_000) < 1_300)
  }

  @Test func drawsUniformlyFromZeroToBelowOne() {
    var stream = RandomStream(seed: 3)
    let drawn = (0..<100_000).map { _ in stream.uniform() }
    #expect(drawn.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = drawn.reduce(0, +) / 100_000
    let variance = drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
    // Five standard deviations of each.
    #expect(abs(mean - 0.5) < 0.0046)
    #expect(abs(variance - 1 / 12.0) < 0.0012)
  }

  @Test func drawsWholeNumbersBelowALimit() {
    var stream = RandomStream(seed: 5)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[stream.integer(below: 6)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 460 }, "\(counts)")
    #expect((0..<1000).allSatisfy { _ in (0..<Int.max).contains(stream.integer(below: .max)) })
  }

  /// The expected order comes from a Python version of the definition.
  @Test func shufflesInThisOrder() {
    var stream = RandomStream(seed: 7, keys: 1)
    var order = Array(0..<10)
    stream.shuffle(&order)
    #expect(order == [1, 2, 0, 4, 8, 6, 3, 7, 5, 9])
  }

  @Test func shufflesIntoEveryOrderAlike() {
    var stream = RandomStream(seed: 11)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 {
      var order = [0, 1, 2, 3]
      stream.shuffle(&order)
      counts[order, default: 0] += 1
    }
    #expect(counts.count == 24)
    #expect(counts.keys.allSatisfy { $0.sorted() == [0, 1, 2, 3] })
    let chiSquare = counts.values.reduce(0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    // 23 degrees of freedom: above 49.7 once in a thousand.
    #expect(chiSquare < 49.7)
  }

  @Test func refusesAnEmptyRange() async {
    await #expect(processExitsWith: .failure) {
      var stream = RandomStream(seed: 0)
      _ = stream.integer(below: 0)
    }
  }
}
