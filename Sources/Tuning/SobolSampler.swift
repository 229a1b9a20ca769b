import LinearAlgebra

/// Covers the space evenly: a quasi-random sequence, better than random numbers where few parameters matter.
///
/// Any first 2ᵏ trials are spread evenly over each parameter and over pairs of the first ones.
/// Source: I. Sobol, "On the distribution of points in a cube", USSR Comput. Math. 7, 1967; the seed shifts the points
/// digit by digit, which keeps their evenness.
public struct SobolSampler: Sampler {
  private let seed: UInt64

  /// Creates a sampler.
  public init(seed: UInt64) { self.seed = seed }

  public func parameters(ofTrial number: Int, after history: StudyHistory) -> [String: Double]? {
    history.space.values { parameter, place in
      var stream = RandomStream(seed: seed, keys: place)
      guard place < SobolSequence.dimensions else {
        // The sequence has no further dimensions: those are random.
        stream = RandomStream(seed: seed, keys: place, number)
        return parameter.range.number(atShare: stream.uniform())
      }
      let shift = stream.next() >> (64 - SobolSequence.bits)
      return parameter.range.number(atShare: SobolSequence.point(number, dimension: place, shift: shift))
    }
  }
}

/// Sobol's sequence in the cube [0, 1)ⁿ.
///
///     x_i = g₁·v₁ ⊕ g₂·v₂ ⊕ …        g = i ⊕ ⌊i / 2⌋, the Gray code; its bits select direction numbers
///     v_j = m_j / 2ʲ        m_j = 2·a₁·m_{j−1} ⊕ 4·a₂·m_{j−2} ⊕ … ⊕ 2ˢ·m_{j−s} ⊕ m_{j−s}
///
/// Source: P. Bratley, B. Fox, "Algorithm 659", ACM TOMS 14(1), 1988, with the polynomials a and first m of S. Joe,
/// F. Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30, 2008.
enum SobolSequence {
  /// The bits of a coordinate.
  static let bits = 52

  /// The number of dimensions that are known.
  static var dimensions: Int { initialNumbers.count + 1 }

  /// A coordinate of a point.
  ///
  /// - Parameters:
  ///   - index: which point, from 0: the origin.
  ///   - dimension: which coordinate, from 0.
  ///   - shift: bits that are added without carry. Default: none.
  static func point(_ index: Int, dimension: Int, shift: UInt64 = 0) -> Double {
    precondition(index >= 0 && index < 1 << bits, "A point from 0 to 2⁵² − 1, received \(index).")
    var gray = UInt64(index) ^ (UInt64(index) >> 1)
    var coordinate = shift
    while gray != 0 {
      coordinate ^= directions[dimension * bits + gray.trailingZeroBitCount]
      gray &= gray - 1
    }
    return Double(coordinate) * 0x1p-52
  }

  /// Dimension by dimension, the direction numbers times 2⁵².
  private static let directions: [UInt64] =
    (0..<bits).map { 1 << UInt64(bits - 1 - $0) }
    + initialNumbers.flatMap { polynomial, initial in
      let degree = initial.count
      var numbers = initial
      for place in degree..<bits {
        var number = numbers[place - degree] ^ (numbers[place - degree] << UInt64(degree))
        for back in 1..<max(degree, 1) where polynomial >> UInt64(degree - back) & 1 == 1 {
          number ^= numbers[place - back] << UInt64(back)
        }
        numbers.append(number)
      }
      return numbers.enumerated().map { $1 << UInt64(bits - 1 - $0) }
    }

  /// For each dimension from the second, a primitive polynomial, its coefficients as bits, and m₁ to m_s.
  private static let initialNumbers: [(polynomial: UInt64, initial: [UInt64])] = [
    (3, [1]),
    (7, [1, 3]),
    (11, [1, 3, 1]),
    (13, [1, 1, 1]),
    (19, [1, 1, 3, 3]),
    (25, [1, 3, 5, 13]),
    (37, [1, 1, 5, 5, 17]),
    (41, [1, 1, 5, 5, 5]),
    (47, [1, 1, 7, 11, 19]),
    (55, [1, 1, 5, 1, 1]),
    (59, [1, 1, 1, 3, 11]),
    (61, [1, 3, 5, 5, 31]),
    (67, [1, 3, 3, 9, 7, 49]),
    (91, [1, 1, 1, 15, 21, 21]),
    (97, [1, 3, 1, 13, 27, 49]),
    (103, [1, 1, 1, 15, 7, 5]),
    (109, [1, 3, 1, 15, 13, 25]),
    (115, [1, 1, 5, 5, 19, 61]),
    (131, [1, 3, 7, 11, 23, 15, 103]),
    (137, [1, 3, 7, 13, 13, 15, 69]),
    (143, [1, 1, 3, 13, 7, 35, 63]),
    (145, [1, 3, 5, 9, 1, 25, 53]),
    (157, [1, 3, 1, 13, 9, 35, 107]),
    (167, [1, 3, 1, 5, 27, 61, 31]),
    (171, [1, 1, 5, 11, 19, 41, 61]),
    (185, [1, 3, 5, 3, 3, 13, 69]),
    (191, [1, 1, 7, 13, 1, 19, 1]),
    (193, [1, 3, 7, 5, 13, 19, 59]),
    (203, [1, 1, 3, 9, 25, 29, 41]),
    (211, [1, 3, 5, 13, 23, 1, 55]),
    (213, [1, 3, 7, 3, 13, 59, 17]),
    (229, [1, 3, 1, 3, 5, 53, 69]),
    (239, [1, 1, 5, 5, 23, 33, 13]),
    (241, [1, 1, 7, 7, 1, 61, 123]),
    (247, [1, 1, 7, 9, 13, 61, 49]),
    (253, [1, 3, 3, 5, 3, 55, 33]),
    (285, [1, 3, 1, 15, 31, 13, 49, 245]),
    (299, [1, 3, 5, 15, 31, 59, 63, 97]),
    (301, [1, 3, 1, 11, 11, 11, 77, 249]),
    (333, [1, 3, 1, 11, 27, 43, 71, 9]),
    (351, [1, 1, 7, 15, 21, 11, 81, 45]),
    (355, [1, 3, 7, 3, 25, 31, 65, 79]),
    (357, [1, 3, 1, 1, 19, 11, 3, 205]),
    (361, [1, 1, 5, 9, 19, 21, 29, 157]),
    (369, [1, 3, 7, 11, 1, 33, 89, 185]),
    (391, [1, 3, 3, 3, 15, 9, 79, 71]),
    (397, [1, 3, 7, 11, 15, 39, 119, 27]),
    (425, [1, 1, 3, 1, 11, 31, 97, 225]),
    (451, [1, 1, 1, 3, 23, 43, 57, 177]),
    (463, [1, 3, 7, 7, 17, 17, 37, 71]),
    (487, [1, 3, 1, 5, 27, 63, 123, 213]),
    (501, [1, 1, 3, 5, 11, 43, 53, 133]),
    (529, [1, 3, 5, 5, 29, 17, 47, 173, 479]),
    (539, [1, 3, 3, 11, 3, 1, 109, 9, 69]),
    (545, [1, 1, 1, 5, 17, 39, 23, 5, 343]),
    (557, [1, 3, 1, 5, 25, 15, 31, 103, 499]),
    (563, [1, 1, 1, 11, 11, 17, 63, 105, 183]),
    (601, [1, 1, 5, 11, 9, 29, 97, 231, 363]),
    (607, [1, 1, 5, 15, 19, 45, 41, 7, 383]),
    (617, [1, 3, 7, 7, 31, 19, 83, 137, 221]),
    (623, [1, 1, 1, 3, 23, 15, 111, 223, 83]),
    (631, [1, 1, 5, 13, 31, 15, 55, 25, 161]),
    (637, [1, 1, 3, 13, 25, 47, 39, 87, 257]),
  ]
}
