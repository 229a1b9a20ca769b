/// A raster of dots shown as text: eight dots a character in Braille, one in ASCII.
struct DotCanvas {
  /// A character's cell: its dots, and the line drawn there last.
  private struct Cell {
    var dots: UInt8 = 0
    var line = 0
    /// Replaces the dots.
    var sign: Character?
  }

  let columns: Int
  let rows: Int
  private let characters: TerminalChart.Characters
  private var cells: [Cell]

  init(columns: Int, rows: Int, characters: TerminalChart.Characters) {
    self.columns = columns
    self.rows = rows
    self.characters = characters
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  /// Dots across and down.
  var width: Int { columns * (characters == .unicode ? 2 : 1) }
  var height: Int { rows * (characters == .unicode ? 4 : 1) }

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
        if characters == .ascii || pattern[step % pattern.count] { set(place, line) }
      }
    }
  }

  /// Replaces the character at a point by a sign.
  mutating func put(_ sign: Character, at point: PixelPoint) {
    if let cell = cell(of: Self.rounded(point)) { cells[cell.index].sign = sign }
  }

  /// The text of a row in runs of one line each, with the line's number; nil for empty cells and for signs.
  func row(_ row: Int) -> [(text: String, line: Int?)] {
    var runs: [(text: String, line: Int?)] = []
    for cell in cells[row * columns..<(row + 1) * columns] {
      let isDrawn = cell.sign == nil && cell.dots != 0
      let character = cell.sign ?? (isDrawn ? character(cell.dots, line: cell.line) : " ")
      let line = isDrawn ? cell.line : nil
      if let last = runs.last, last.line == line {
        runs[runs.count - 1].text.append(character)
      } else {
        runs.append((String(character), line))
      }
    }
    return runs
  }

  /// A line's sample in a legend.
  static func sample(line: Int, _ characters: TerminalChart.Characters) -> String {
    var canvas = DotCanvas(columns: characters == .unicode ? 3 : 1, rows: 1, characters: characters)
    canvas.draw([PixelPoint(0, 0), PixelPoint(Double(canvas.width - 1), 0)], line: line)
    return canvas.row(0).map(\.text).joined()
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
    guard characters == .unicode else { return (place.y * columns + place.x, 1) }
    let (across, down) = (place.x % 2, place.y % 4)
    let bit = down == 3 ? 6 + across : down + 3 * across
    return (place.y / 4 * columns + place.x / 2, 1 << bit)
  }

  private func character(_ dots: UInt8, line: Int) -> Character {
    switch characters {
    case .unicode: Character(Unicode.Scalar(0x2800 + UInt32(dots))!)
    case .ascii: Self.letters[line % Self.letters.count]
    }
  }
}
