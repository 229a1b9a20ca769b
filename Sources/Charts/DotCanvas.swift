/// A raster of dots shown as text: eight dots a character in Braille, one in ASCII.
struct DotCanvas {
  /// The mapping from a cell's dots to a character.
  enum Alphabet {
    /// Two dots across and four down, U+2800 to U+28FF.
    case braille
    /// One dot, shown as the letter of its line.
    case ascii
  }

  /// A character's cell: its dots, and the line drawn there last.
  private struct Cell {
    var dots: UInt8 = 0
    var line = 0
    /// Replaces the dots.
    var sign: Character?
  }

  let columns: Int
  let rows: Int
  private let alphabet: Alphabet
  private var cells: [Cell]

  init(columns: Int, rows: Int, alphabet: Alphabet) {
    self.columns = columns
    self.rows = rows
    self.alphabet = alphabet
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  /// Dots across and down.
  var width: Int { columns * (alphabet == .braille ? 2 : 1) }
  var height: Int { rows * (alphabet == .braille ? 4 : 1) }

  /// Draws straight lines from point to point, counted in dots from the upper left.
  mutating func draw(_ points: [PixelPoint], line: Int) {
    guard var place = points.first.map(Self.rounded) else { return }
    let pattern = Self.patterns[line % Self.patterns.count]
    var step = 0
    set(place, line)
    for point in points.dropFirst() {
      let end = Self.rounded(point)
      let start = place
      let count = max(abs(end.x - start.x), abs(end.y - start.y))
      for index in 0..<count {
        let share = Double(index + 1) / Double(count)
        place = (
          start.x + Int((share * Double(end.x - start.x)).rounded()),
          start.y + Int((share * Double(end.y - start.y)).rounded())
        )
        step += 1
        if alphabet == .ascii || pattern[step % pattern.count] { set(place, line) }
      }
    }
  }

  /// Replaces the character at a point by a sign.
  mutating func put(_ sign: Character, at point: PixelPoint) {
    if let cell = cell(of: Self.rounded(point)) { cells[cell.index].sign = sign }
  }

  /// The characters of a row, each with the number of its line; nil for empty ones and for signs.
  func row(_ row: Int) -> [(character: Character, line: Int?)] {
    cells[row * columns..<(row + 1) * columns].map { cell in
      if let sign = cell.sign { return (sign, nil) }
      if cell.dots == 0 { return (" ", nil) }
      return (character(cell.dots, line: cell.line), cell.line)
    }
  }

  /// The line's sample in a legend.
  func sample(line: Int) -> String {
    var canvas = DotCanvas(columns: alphabet == .braille ? 3 : 1, rows: 1, alphabet: alphabet)
    canvas.draw([PixelPoint(0, 0), PixelPoint(Double(canvas.width - 1), 0)], line: line)
    return String(canvas.row(0).map(\.character))
  }

  /// Solid, dotted, dashed, sparse: lines must differ without colour too.
  private static let patterns: [[Bool]] = [
    [true], [true, false], [true, true, true, true, false, false], [true, false, false, false],
  ]
  private static let letters: [Character] = ["*", "o", "+", "x", "#", "%", "=", "~"]

  private static func rounded(_ point: PixelPoint) -> (x: Int, y: Int) {
    (Int(point.x.rounded()), Int(point.y.rounded()))
  }

  private mutating func set(_ place: (x: Int, y: Int), _ line: Int) {
    guard let (index, dot) = cell(of: place) else { return }
    cells[index].dots |= dot
    cells[index].line = line
  }

  /// The cell of a dot, and the dot's bit in it.
  private func cell(of place: (x: Int, y: Int)) -> (index: Int, dot: UInt8)? {
    guard (0..<width).contains(place.x), (0..<height).contains(place.y) else { return nil }
    guard alphabet == .braille else { return (place.y * columns + place.x, 1) }
    let (across, down) = (place.x % 2, place.y % 4)
    let bit = down == 3 ? 6 + across : down + 3 * across
    return (place.y / 4 * columns + place.x / 2, 1 << bit)
  }

  private func character(_ dots: UInt8, line: Int) -> Character {
    switch alphabet {
    case .braille: Character(Unicode.Scalar(0x2800 + UInt32(dots))!)
    case .ascii: Self.letters[line % Self.letters.count]
    }
  }
}
