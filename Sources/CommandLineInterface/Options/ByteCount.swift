import Foundation

/// A number of bytes as an option has it: `2G`, `512M`, `65536K`, in powers of 1024.
struct ByteCount {
  let bytes: Int

  /// - Returns: `nil` where the text is no such number.
  init?(_ text: String) {
    let units: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
    guard let last = text.uppercased().last, let shift = units[last],
      let number = Double(text.dropLast()), number > 0, number < 1e6
    else { return nil }
    bytes = Int(number * Double(1 << shift))
  }
}
