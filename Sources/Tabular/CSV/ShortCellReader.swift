/// Reads cells that are short numbers, quoted or not, straight into their columns.
///
/// What decides how fast a file is read is the way from one cell's place to the next one's: here the search
/// for the byte that ends the cell, in eight bytes at once. The digits are worked out beside it.
struct ShortCellReader {
  private let base: UnsafeRawPointer
  private let point: UInt8
  /// Where the last eight bytes begin; before the file where short numbers must not be looked for.
  private let lastWord: Int

  init(_ scanner: CSVScanner, _ cells: CellReader) {
    base = scanner.base
    point = cells.numbers.point
    lastWord = cells.hasNumberLikeSpelling ? -1 : scanner.end - 8
  }

  /// Stores the cell at `offset` and returns where it ends, or `nil` where it is no short number, does not
  /// end as most do, or where its column wants something else.
  @inline(__always)
  func read(at offset: Int, _ sink: CellSink, row: Int) -> Int? {
    guard sink.action.takesShortNumbers, offset <= lastWord else { return nil }
    let word = self.word(at: offset)
    if UInt8(truncatingIfNeeded: word) == ASCII.quote { return readQuoted(at: offset, sink, row) }
    let ends = word.marks(of: sink.endings)
    guard ends != 0 else { return nil }
    let bits = UInt64(truncatingIfNeeded: ends.trailingZeroBitCount) & 56
    guard let number = ShortNumber(word, bits: bits, point: point), store(number, sink, row) else {
      return nil
    }
    return offset &+ Int(truncatingIfNeeded: bits &>> 3)
  }

  @inline(__always)
  private func readQuoted(at opening: Int, _ sink: CellSink, _ row: Int) -> Int? {
    let start = opening &+ 1
    guard start < lastWord else { return nil }
    let word = self.word(at: start)
    let quotes = word.marks(of: .quotes)
    guard quotes != 0 else { return nil }
    let bits = UInt64(truncatingIfNeeded: quotes.trailingZeroBitCount) & 56
    let terminator = start &+ Int(truncatingIfNeeded: bits &>> 3) &+ 1
    guard base.load(fromByteOffset: terminator, as: UInt8.self) == UInt8(truncatingIfNeeded: sink.endings),
      let number = ShortNumber(word, bits: bits, point: point), store(number, sink, row)
    else { return nil }
    return terminator
  }

  @inline(__always)
  private func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inline(__always)
  private func store(_ number: ShortNumber, _ sink: CellSink, _ row: Int) -> Bool {
    let place = sink.values.unsafelyUnwrapped + row &* 8
    if sink.action == .number {
      place.storeBytes(of: number.isNegative ? -number.magnitude : number.magnitude, as: Double.self)
      return true
    }
    // Integers have no negative zero: the general way finds out what `-0` makes of the column.
    if number.hasPoint || number.isNegative && number.digits == 0 { return false }
    place.storeBytes(of: number.isNegative ? 0 &- number.digits : number.digits, as: Int.self)
    return true
  }
}
