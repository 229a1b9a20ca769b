/// A number of at most seven characters, read from eight bytes at once without a branch on its length.
///
///     [-] digits [point digits]
///
/// Most numbers in measured data are that short.
struct ShortNumber {
  /// All digits as one integer, without the sign.
  let digits: Int
  let fractionDigits: Int
  let hasPoint: Bool
  let isNegative: Bool

  /// Reads a number.
  ///
  /// - Parameters:
  ///   - word: eight bytes, the first lowest.
  ///   - bits: eight times the number of bytes that are to be the number, 56 at most.
  /// - Returns: `nil` where these bytes are anything else; the general parser takes them.
  @inline(__always)
  init?(_ word: UInt64, bits: UInt64, point: UInt8) {
    isNegative = UInt8(truncatingIfNeeded: word) == ASCII.minus
    let signBits: UInt64 = isNegative ? 8 : 0
    let text = word &>> signBits
    let length = bits &- signBits
    // Bytes that hold digits become 0…9; the top bit of the others is set in `others`.
    let values = text ^ 0x3030_3030_3030_3030
    let content: UInt64 = (1 &<< length) &- 1
    let others =
      (((values & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080 & content
    hasPoint = others != 0
    let pointBits = UInt64(truncatingIfNeeded: others.trailingZeroBitCount) & 56
    let isPoint = UInt8(truncatingIfNeeded: text &>> pointBits) == point
    let digitBits = length &- (hasPoint ? 8 : 0)
    if hasPoint && !isPoint || others & (others &- 1) != 0 || digitBits &- 8 > 48 { return nil }
    // The fraction's digits close up to the whole ones.
    let whole: UInt64 = (1 &<< pointBits) &- 1
    let joined = hasPoint ? (values & whole) | ((values &>> 8) & ~whole) : values
    fractionDigits = hasPoint ? Int(truncatingIfNeeded: (length &- pointBits) &>> 3) &- 1 : 0
    digits = Self.integer(joined &<< (64 &- digitBits))
  }

  /// digits / 10^fractionDigits, rounded once: both are exact.
  ///
  /// The digits become a `Double` by their place in 2^52's bits: x86's conversion instruction would wait for
  /// the division of the number before, whose register it writes only half of.
  @inline(__always)
  var magnitude: Double {
    let twoTo52 = 4_503_599_627_370_496.0
    let whole = Double(bitPattern: twoTo52.bitPattern | UInt64(truncatingIfNeeded: digits)) - twoTo52
    return whole / PowersOfTen.short[unchecked: fractionDigits]
  }

  /// The value of eight digits, one a byte, the first lowest (Johnny Lee's multiplications).
  @inline(__always)
  private static func integer(_ digits: UInt64) -> Int {
    let pairs = digits &* 10 &+ digits &>> 8
    let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let high = ((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return Int(truncatingIfNeeded: (low &+ high) &>> 32)
  }
}
