/// A number of at most seven characters, read from eight bytes at once without a branch on its length.
///
///     [-] digits [point digits]
///
/// Most numbers in measured data are that short. `length` is 0 where the bytes are anything else; the
/// general parser takes those.
struct ShortNumber {
  /// The characters taken.
  let length: Int
  /// The byte after them.
  let terminator: UInt8
  /// All digits as one integer.
  let digits: Int
  let fractionDigits: Int
  let hasPoint: Bool
  let isNegative: Bool

  /// Reads the number that the bytes of `word` begin with, the first byte lowest.
  @inline(__always)
  init(_ word: UInt64, point: UInt8) {
    // A sign is shifted out; the zero byte that comes in at the top is no digit and no terminator.
    isNegative = UInt8(truncatingIfNeeded: word) == ASCII.minus
    let signBits: UInt64 = isNegative ? 8 : 0
    let text = word &>> signBits
    // Bytes that hold digits become 0…9; the top bit of the others is set in `others`.
    let values = text ^ 0x3030_3030_3030_3030
    let others =
      (((values & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080
    let firstBits = UInt64(truncatingIfNeeded: others.trailingZeroBitCount) & 56
    hasPoint = UInt8(truncatingIfNeeded: text &>> firstBits) == point
    let afterPoint = hasPoint ? others & (others &- 1) : others
    let endBits = UInt64(truncatingIfNeeded: afterPoint.trailingZeroBitCount) & 56
    // The fraction's digits close up to the whole ones.
    let whole: UInt64 = (1 &<< firstBits) &- 1
    let joined = hasPoint ? (values & whole) | ((values &>> 8) & ~whole) : values
    let digitBits = endBits &- (hasPoint ? 8 : 0)

    terminator = UInt8(truncatingIfNeeded: text &>> endBits)
    fractionDigits = hasPoint ? Int(truncatingIfNeeded: (endBits &- firstBits) &>> 3) &- 1 : 0
    let isNumber = afterPoint != 0 && digitBits != 0
    length = isNumber ? Int(truncatingIfNeeded: (endBits &+ signBits) &>> 3) : 0
    digits = Self.integer(joined &<< (64 &- digitBits))
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
