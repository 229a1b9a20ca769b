import Tabular
import Testing

/// Random tables, written in random ways and read back.
struct CSVPropertyTests {
  private static let texts = [
    "", "x", "a,b", "\"", "line\nbreak", "line\r\nbreak", "é🍷", " pad ", "a;b|c", "''", "x\"\"y",
  ]

  /// A cell as a writer would write it: quoted where it must be, and sometimes where it need not be.
  private static func written(_ text: String, _ random: inout SplitMix, alwaysQuoted: Bool) -> String {
    let mustQuote = alwaysQuoted || text.contains { $0.isNewline || ",\"".contains($0) }
    return mustQuote || random.next(4) == 0 ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

  @Test(arguments: 0..<60)
  func tablesAreReadAsTheyWere(_ seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let rows = 1 + random.next(200)
    let integers = (0..<rows).map { _ in random.next(2000) - 1000 }
    let numbers = (0..<rows).map { _ in
      Double(random.next(1 << 30)) / Double(1 + random.next(1 << 20)) + 0.1
    }
    let booleans = (0..<rows).map { _ in random.next(2) == 0 }
    let texts = (0..<rows).map { _ in Self.texts[random.next(Self.texts.count)] }
    let ends = ["\n", "\r\n", "\r", "\r\r\n"]
    let end = ends[random.next(4)]
    let isMixed = random.next(3) == 0
    let alwaysQuoted = random.next(4) == 0

    var text = "i,\"n\",b,t"
    for row in 0..<rows {
      text += isMixed ? ends[random.next(4)] : end
      if random.next(10) == 0 { text += [end, "  " + end][random.next(2)] }
      let cells = ["\(integers[row])", "\(numbers[row])", "\(booleans[row])", texts[row]]
      text += cells.map { Self.written($0, &random, alwaysQuoted: alwaysQuoted) }.joined(separator: ",")
    }
    if random.next(2) == 0 { text += end }

    let (chunkSize, sampleSize) = (
      [1, 7, 64, 500, 1 << 20][random.next(5)], [1, 100, 1 << 20][random.next(3)]
    )
    var options = CSVReadingOptions(delimiter: ",", threadCount: 1 + random.next(3))
    (options.chunkSize, options.sampleSize) = (chunkSize, sampleSize)
    let table = try frame(text, options)
    #expect(table.columnNames == ["i", "n", "b", "t"])
    #expect(try table["i"].values(as: Int.self) == integers)
    #expect(try table["n"].values(as: Double.self) == numbers)
    #expect(try table["b"].values(as: Bool.self) == booleans)
    // An empty cell is missing, quoted or not.
    #expect(try table["t"].cells == texts.map { $0.isEmpty ? nil : .text($0) })
  }

  /// Quotes within unquoted cells and lines of blanks defeat the guessed layout; the result must be the same.
  @Test(arguments: [1, 3, 10, 100, 1 << 20], [1, 2, 4])
  func layoutDoesNotShow(_ chunkSize: Int, _ threads: Int) throws {
    var options = CSVReadingOptions(threadCount: threads)
    options.chunkSize = chunkSize
    options.sampleSize = 1 << 20
    let rows = (0..<400).map { row in
      switch row % 7 {
      case 0: "\(row),5\" pipe,"
      case 1: "\(row),\"a\nb, \"\"c\"\"\n\",NA"
      case 2: "  \n\(row),x,1"
      case 3: "\n\n\(row),,2"
      default: "\(row),y,3"
      }
    }
    let table = try frame("i,t,n\n" + rows.joined(separator: "\n"), options)
    #expect(try table["i"].values(as: Int.self) == Array(0..<400))
    #expect(try table["n"].missingCount == 58 + 57)
    #expect(try table["t"].missingCount == 57)
    #expect(try table["t"][8] == .text("a\nb, \"c\"\n"))
    #expect(try table["t"][399] == .text("5\" pipe"))
  }

  @Test(arguments: [1, 4, 9, 1 << 20], ["\n", "\r\n", "\r\r\n"])
  func singleColumnsDoNotShowTheLayout(_ chunkSize: Int, _ end: String) throws {
    var options = CSVReadingOptions(threadCount: 2)
    options.chunkSize = chunkSize
    let cells = (0..<500).map { $0 % 5 == 2 ? "" : $0 % 7 == 1 ? "\"\($0)\"" : "\($0)" }
    let table = try frame("x\(end)" + cells.joined(separator: end) + end, options)
    #expect(try table["x"].values(as: Int.self) == (0..<500).map { $0 % 5 == 2 ? nil : $0 })
  }
}

/// A small generator of random numbers (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014).
struct SplitMix {
  var state: UInt64

  /// A number below `limit`.
  mutating func next(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }
}
