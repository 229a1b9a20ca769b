import Foundation

/// A stream of random numbers, identified by its keys.
///
/// Two streams with the same keys give the same numbers; streams with different keys are independent.
/// A thread that works on row 17 of step 3 gets the same numbers as any other thread would.
///
///     var stream = RandomStream(seed: 7, keys: epoch, layer, row)
///     let uniform = stream.uniform()
///
/// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators" (SplitMix64),
/// OOPSLA 2014; every key selects a position in the previous stream, whose output becomes the new state.
public struct RandomStream: RandomNumberGenerator, Sendable {
  /// The state, from which the next number is mixed after one increment.
  package private(set) var state: UInt64

  /// Creates the stream of a seed and keys.
  ///
  /// - Parameters:
  ///   - seed: the first key.
  ///   - keys: what the numbers depend on, in an order that matters. Default: only the seed.
  public init(seed: UInt64, keys: Int...) {
    state = Self.mixed(seed &+ Self.increment)
    // Each step is asymmetric: seed 3 with key 5 shares nothing with seed 5 and key 3.
    for key in keys { state = Self.mixed(state &+ UInt64(bitPattern: Int64(key)) &+ Self.increment) }
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mixed(state)
  }

  /// A number sampled uniformly from [0, 1), with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number sampled from the normal distribution of mean 0 and standard deviation 1.
  ///
  /// It takes two numbers from the stream.
  /// Source: G. Box, M. Muller, "A note on the generation of random normal deviates", 1958; the cosine.
  public mutating func normal() -> Double {
    // 1 − u lies in (0, 1], where the logarithm is finite.
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// A whole number sampled uniformly from 0 to `limit` − 1.
  ///
  /// - Precondition: the limit is 1 or more.
  /// Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.
  public mutating func integer(below limit: Int) -> Int {
    precondition(limit > 0, "A number below \(limit) does not exist.")
    // Multiply and reject (Lemire 2019): unbiased, and one multiplication in nearly every case.
    let bound = UInt64(limit)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// Puts the numbers in a random order.
  ///
  /// Source: R. Durstenfeld, "Algorithm 235: Random permutation", CACM 7, 1964: Fisher and Yates's shuffle.
  /// It begins at the end.
  public mutating func shuffle(_ order: inout [Int]) {
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1))
    }
  }

  private static let increment: UInt64 = 0x9e37_79b9_7f4a_7c15

  private static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
