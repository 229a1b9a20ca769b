/// The room that text takes in a chart.
enum TextMeasure {
  static let lineHeight = 16.0
  /// The baseline's distance between two lines of a title.
  static let titleHeight = 19.0

  /// Hundredths of the font's size for each printable ASCII character from the space on: the advance widths of
  /// DejaVu Sans Bold, rounded up. It is the widest face among those that systems take for `system-ui`, so no
  /// text is wider than measured.
  private static let widths: [Double] = [
    35, 46, 53, 84, 70, 101, 88, 31, 46, 46, 53, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70,
    40,
    40, 84, 84, 84, 58, 100, 78, 77, 74, 83, 69, 69, 83, 84, 38, 38, 78, 64, 100, 84, 85, 74, 85, 77, 72, 69,
    82,
    78, 111, 78, 73, 73, 46, 37, 46, 84, 50, 50, 68, 72, 60, 72, 68, 44, 72, 72, 35, 35, 67, 35, 105, 72, 69,
    72,
    72, 50, 60, 48, 72, 66, 93, 65, 66, 59, 72, 37, 72, 84,
  ]

  /// The width of text in pixels: too wide rather than too narrow. Default: 12 pixels high.
  static func width(of text: String, size: Double = 12) -> Double {
    text.unicodeScalars.reduce(0) { width, scalar in
      let place = Int(scalar.value) - 32
      return width + (widths.indices.contains(place) ? widths[place] : 100)
    } * size / 100
  }

  /// The text, cut to a width.
  static func shortened(_ text: String, to width: Double, size: Double = 12) -> String {
    var text = text
    guard Self.width(of: text, size: size) > width else { return text }
    while !text.isEmpty && Self.width(of: text + "…", size: size) > width { text.removeLast() }
    return text + "…"
  }

  /// The text in lines of at most a width, broken between words; what remains after the last line is cut.
  ///
  /// - Returns: at least one line.
  static func wrapped(_ text: String, to width: Double, limit: Int, size: Double = 12) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let last = lines[lines.count - 1]
      let longer = last.isEmpty ? String(word) : "\(last) \(word)"
      if last.isEmpty || lines.count == limit || Self.width(of: longer, size: size) <= width {
        lines[lines.count - 1] = longer
      } else {
        lines.append(String(word))
      }
    }
    return lines.map { shortened($0, to: width, size: size) }
  }
}
