/// Reads decimal numbers as `strtod` does in the C locale, to the last bit.
///
///     number = [sign] digits [point [digits]] [exponent] | [sign] point digits [exponent] | [sign] inf
///     value  = mantissa · 10^power
///
/// No hexadecimal, no thousands separators. Letters of `e`, `inf` and `infinity` in either case.
struct NumberParser {
  /// The byte before the fraction.
  let point: UInt8

  /// Reads the bytes as a number, or as text where they are none. The caller removes blanks around it.
  ///
  /// An integer has only a sign and digits and is within Int64; but `-0` is a number, since integers have no
  /// negative zero.
  func parse(_ bytes: UnsafeRawBufferPointer) -> CellValue {
    var offset = 0
    var isNegative = false
    if let first = bytes.first, first == ASCII.minus || first == ASCII.plus {
      isNegative = first == ASCII.minus
      offset = 1
    }
    var digits = Digits()
    offset = digits.take(bytes, from: offset)
    let isInteger = offset == bytes.count
    if !isInteger, bytes[offset] == point {
      let fraction = offset + 1
      offset = digits.take(bytes, from: fraction)
      digits.power -= offset - fraction
    }
    guard digits.seen > 0 else {
      return Self.isInfinity(bytes, from: isNegative || bytes.first == ASCII.plus ? 1 : 0)
        ? .number(isNegative ? -.infinity : .infinity) : .text
    }
    if offset < bytes.count {
      guard let exponent = Self.exponent(bytes, from: offset) else { return .text }
      digits.power += exponent
    }
    if isInteger, let value = digits.integer(isNegative: isNegative) { return .integer(value) }
    return value(of: digits, isNegative: isNegative, in: bytes)
  }

  private func value(of digits: Digits, isNegative: Bool, in bytes: UnsafeRawBufferPointer) -> CellValue {
    if let magnitude = digits.magnitude { return .number(isNegative ? -magnitude : magnitude) }
    // Too many digits or too far a power for 128 bits: the standard library's exact conversion.
    let plain = String(
      decoding: bytes.lazy.map { $0 == point ? ASCII.point : $0 }, as: UTF8.self)
    guard let value = Double(plain) else { return .text }
    return value.isInfinite ? .overflow : .number(value)
  }

  /// The exponent that fills the rest of the bytes, or `nil` where they are something else. It is limited to
  /// ±10⁶: no number is that large or small.
  private static func exponent(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var offset = start + 1
    guard offset < bytes.count else { return nil }
    let isNegative = bytes[offset] == ASCII.minus
    if isNegative || bytes[offset] == ASCII.plus { offset += 1 }
    guard offset < bytes.count else { return nil }
    var value = 0
    while offset < bytes.count {
      let digit = bytes[offset] &- ASCII.zero
      guard digit <= 9 else { return nil }
      value = min(value * 10 + Int(digit), 1_000_000)
      offset += 1
    }
    return isNegative ? -value : value
  }

  private static func isInfinity(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
    let rest = bytes[start...]
    return rest.elementsEqual("inf".utf8) { $0 | 0x20 == $1 }
      || rest.elementsEqual("infinity".utf8) { $0 | 0x20 == $1 }
  }
}

extension NumberParser {
  /// The digits of a number: value = mantissa · 10^power, as long as they fit.
  struct Digits {
    var mantissa: UInt64 = 0
    var power = 0
    /// All digits, leading zeros too.
    var seen = 0
    /// The digits from the first non-zero one on.
    var significant = 0

    /// The most digits that a 64-bit mantissa always holds.
    static let capacity = 19

    /// Takes the digits at `start` and returns where they end.
    @inline(__always)
    mutating func take(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
      var offset = start
      while offset < bytes.count {
        let word = Self.word(bytes, at: offset) ^ 0x3030_3030_3030_3030
        // The lowest byte is the first; the first that is not a digit ends them.
        let bits = UInt64(truncatingIfNeeded: word.bytesAboveNine.trailingZeroBitCount) & ~7
        if bits == 0 { break }
        let digits = word &<< (64 &- bits)
        let zeros = UInt64(truncatingIfNeeded: min(digits.trailingZeroBitCount, 64)) &+ bits &- 64
        significant &+= Int(truncatingIfNeeded: (significant > 0 ? bits : bits &- zeros & ~7) &>> 3)
        let count = Int(truncatingIfNeeded: bits &>> 3)
        mantissa = mantissa &* PowersOfTen.integer[count] &+ digits.valueOfDigits
        offset &+= count
        if count < 8 { break }
      }
      seen &+= offset &- start
      return offset
    }

    /// The eight bytes at `offset`, the first lowest, zeros where there are fewer.
    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
      let missing = offset &+ 8 &- bytes.count
      if missing <= 0 {
        return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      }
      if bytes.count >= 8 {
        let last = bytes.loadUnaligned(fromByteOffset: bytes.count &- 8, as: UInt64.self)
        return UInt64(littleEndian: last) &>> UInt64(truncatingIfNeeded: 8 &* missing)
      }
      var word: UInt64 = 0
      for place in (offset..<bytes.count).reversed() { word = word &<< 8 | UInt64(bytes[place]) }
      return word
    }

    /// The digits as an integer, or `nil` beyond Int64.
    func integer(isNegative: Bool) -> Int? {
      guard significant <= Self.capacity, !(isNegative && mantissa == 0) else { return nil }
      if isNegative, mantissa == UInt64(Int.min.magnitude) { return .min }
      return Int(exactly: mantissa).map { isNegative ? -$0 : $0 }
    }

    /// The number without its sign, rounded once, or `nil` where 128 bits are too few to be exact.
    var magnitude: Double? {
      guard significant <= Self.capacity else { return nil }
      if mantissa == 0 { return 0 }
      // Clinger: both factors are exact, so that one operation rounds once.
      if mantissa <= 1 << 53, -22...22 ~= power {
        let scale = PowersOfTen.double[abs(power)]
        return power < 0 ? Double(mantissa) / scale : Double(mantissa) * scale
      }
      if 0...27 ~= power { return product }
      if -27..<0 ~= power { return quotient }
      return nil
    }

    /// mantissa · 5^power · 2^power for 0 ≤ power ≤ 27.
    ///
    /// The upper 64 bits of the exact product, the lowest of them set where anything is cut off: converted
    /// to 53 bits they round as the product does.
    private var product: Double {
      let full = mantissa.multipliedFullWidth(by: PowersOfTen.five[power])
      if full.high == 0 { return Double(full.low) * Self.twoTo(power) }
      let shift = full.high.leadingZeroBitCount
      let upper = full.high << shift | (shift == 0 ? 0 : full.low >> (64 - shift))
      let sticky: UInt64 = full.low << shift == 0 ? 0 : 1
      return Double(upper | sticky) * Self.twoTo(64 - shift + power)
    }

    /// mantissa / 5^−power · 2^power for −27 ≤ power < 0: 63 bits or more of the quotient, the lowest set
    /// where there is a remainder.
    private var quotient: Double {
      let shift = mantissa.leadingZeroBitCount
      let divisor = PowersOfTen.five[-power]
      let divisorShift = divisor.leadingZeroBitCount
      let dividend = mantissa << shift
      let (quotient, remainder) = (divisor << divisorShift).dividingFullWidth((dividend >> 1, dividend << 63))
      let exponent = power - 63 - shift + divisorShift
      return Double(quotient | (remainder == 0 ? 0 : 1)) * Self.twoTo(exponent)
    }

    /// 2^exponent within the normal numbers.
    private static func twoTo(_ exponent: Int) -> Double {
      Double(bitPattern: UInt64(1023 + exponent) << 52)
    }
  }
}

/// Powers that a `Double` or 64 bits hold exactly. Literals need no initialization.
enum PowersOfTen {
  /// 10^0 … 10^22.
  static let double: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]
  /// 10^0 … 10^8.
  static let integer: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]
  /// 5^0 … 5^27.
  static let five: [UInt64] = [
    1, 5, 25, 125, 625, 3125, 15_625, 78_125, 390_625, 1_953_125, 9_765_625, 48_828_125, 244_140_625,
    1_220_703_125, 6_103_515_625, 30_517_578_125, 152_587_890_625, 762_939_453_125, 3_814_697_265_625,
    19_073_486_328_125, 95_367_431_640_625, 476_837_158_203_125, 2_384_185_791_015_625,
    11_920_928_955_078_125, 59_604_644_775_390_625, 298_023_223_876_953_125, 1_490_116_119_384_765_625,
    7_450_580_596_923_828_125,
  ]
}

/// Eight characters examined together, the first in the lowest byte.
extension UInt64 {
  /// The bytes 0x80 where a byte is more than 9.
  @inline(__always)
  fileprivate var bytesAboveNine: UInt64 {
    ((self & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676 | self) & 0x8080_8080_8080_8080
  }

  /// The number that eight digits form: pairs of them, fours, eight (Johnny Lee's multiplications).
  @inline(__always)
  fileprivate var valueOfDigits: UInt64 {
    let pairs = self &* 10 &+ self &>> 8
    let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let high = ((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (low &+ high) &>> 32
  }
}
