/// The generator MT19937, seeded and sampled as NumPy's `RandomState` does.
///
/// It exists so that a split made here has the rows that the same seed selects in pandas. All other random
/// numbers come from `RandomStream`.
/// Source: M. Matsumoto, T. Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998.
package struct MersenneTwister: RandomNumberGenerator, Sendable {
  private static let length = 624
  private static let offset = 397

  private var state: [UInt32]
  private var position = Self.length

  /// Creates the stream of NumPy's `RandomState(seed)`.
  package init(seed: UInt32) {
    state = [UInt32](repeating: 0, count: Self.length)
    state[0] = seed
    for index in 1..<Self.length {
      let previous = state[index - 1]
      state[index] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(index)
    }
  }

  /// The next 32 random bits.
  mutating func nextWord() -> UInt32 {
    if position == Self.length { twist() }
    var word = state[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9d2c_5680
    word ^= (word << 15) & 0xefc6_0000
    return word ^ (word >> 18)
  }

  /// The next 64 random bits, the lower half first.
  package mutating func next() -> UInt64 {
    let low = nextWord()
    return UInt64(low) | UInt64(nextWord()) << 32
  }

  /// A whole number sampled uniformly from 0 to `limit`, both included, by rejection under a bit mask.
  mutating func nextInteger(through limit: UInt32) -> UInt32 {
    guard limit > 0 else { return 0 }
    let mask = UInt32.max >> limit.leadingZeroBitCount
    while true {
      let word = nextWord() & mask
      if word <= limit { return word }
    }
  }

  /// The numbers from 0 to `count` − 1 in the order of NumPy's `RandomState.permutation(count)`.
  ///
  /// - Precondition: the count lies from 0 to 2³² − 1.
  package mutating func permutation(of count: Int) -> [Int] { shortPermutation(of: count).map { Int($0) } }

  /// The same in half the memory.
  package mutating func shortPermutation(of count: Int) -> [UInt32] {
    precondition(
      count >= 0 && count <= Int(UInt32.max), "A permutation of 0 to 2³² − 1 numbers, received \(count).")
    return [UInt32](unsafeUninitializedCapacity: count) { order, initializedCount in
      initializedCount = count
      guard count > 0 else { return }
      PageMemory.willFill(order.baseAddress!, count: count * MemoryLayout<UInt32>.stride)
      for place in 0..<count { order[place] = UInt32(place) }
      shuffle(order)
    }
  }

  /// Puts numbers in a random order (Fisher and Yates, from the end).
  ///
  /// Some partners are sampled before they are exchanged: the processor then fetches them in parallel instead
  /// of waiting for one after the other.
  private mutating func shuffle(_ order: UnsafeMutableBufferPointer<UInt32>) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.sampledAtATime) { partners in
      for first in stride(from: order.count - 1, to: 0, by: -Self.sampledAtATime) {
        let count = min(first, Self.sampledAtATime)
        for draw in 0..<count { partners[draw] = nextInteger(through: UInt32(first - draw)) }
        for draw in 0..<count { order.swapAt(first - draw, Int(partners[draw])) }
      }
    }
  }

  private static let sampledAtATime = 256

  private mutating func twist() {
    state.withUnsafeMutableBufferPointer { state in
      for index in 0..<Self.length {
        let next = index + 1 < Self.length ? index + 1 : 0
        let partner =
          index + Self.offset < Self.length ? index + Self.offset : index + Self.offset - Self.length
        let joined = state[index] & 0x8000_0000 | state[next] & 0x7fff_ffff
        let odd: UInt32 = joined & 1 == 0 ? 0 : 0x9908_b0df
        state[index] = state[partner] ^ (joined >> 1) ^ odd
      }
    }
    position = 0
  }
}
