/// Bytes that are read one after the other as choices; zeros follow the last.
struct FuzzedBytes {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> UInt8 {
    defer { place += 1 }
    return place < bytes.count ? bytes[place] : 0
  }

  /// A number of a range of up to 256.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next()) % (range.upperBound - range.lowerBound + 1)
  }

  mutating func element<Element>(_ elements: [Element]) -> Element { elements[Int(next()) % elements.count] }

  /// One of the cases in so many.
  mutating func happens(oneIn count: Int) -> Bool { Int(next()) % count == 1 }

  /// Scalars, the rest of the bytes over and over: small ones, with some that are zero, huge, tiny or no number.
  mutating func scalars(_ count: Int) -> [Double] {
    let rest = place < bytes.count ? Array(bytes[place...]) : [37]
    let special = [0, -0.0, 1e30, -1e30, 1e-40, 1e300, .infinity, .nan]
    return (0..<count).map { index in
      let byte = Int(rest[index % rest.count])
      return byte < 4
        ? special[(byte + index) % special.count] : Double((byte * 31 + index * 7) % 256 - 128) / 64
    }
  }
}
