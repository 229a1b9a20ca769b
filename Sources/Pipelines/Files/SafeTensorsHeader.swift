/// What the header of a safetensors file says, and whether that can be.
struct SafeTensorsHeader {
  /// One tensor's description, as it stands in the header.
  struct Entry {
    var name: String
    var type: String
    var shape: [Int]
    /// Where its bytes begin and end, counted from the header's end.
    var begin: Int
    var end: Int
  }

  /// One tensor's description, found possible.
  struct Place: Equatable {
    var name: String
    var elementType: Tensor.ElementType
    var shape: [Int]
    var byteCount: Int
  }

  /// The longest header that is read: the reference implementation's limit.
  static let byteLimit = 100_000_000

  /// In the header's order.
  var entries: [Entry] = []
  /// Nil where the header has none.
  var metadata: [String: String]?
  /// Where the checksum's digits stand, counted from the header's start.
  var checksumDigits: Range<Int>?

  /// The tensors in the order of their bytes, each beginning where the one before ends.
  ///
  /// - Throws: where the header contradicts itself or the size of the data after it.
  func places(dataByteCount: Int) throws(ModelFileError.Fault) -> [Place] {
    var places: [Place] = []
    var position = 0
    for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      let place = try Self.place(entry)
      if entry.begin > position {
        throw .hole(before: entry.name, expectedBegin: position, begin: entry.begin)
      }
      if entry.begin < position {
        throw .overlap(tensor: entry.name, expectedBegin: position, begin: entry.begin)
      }
      position = entry.end
      places.append(place)
    }
    if position > dataByteCount {
      throw .truncatedTensors(expectedBytes: position, foundBytes: dataByteCount)
    }
    if position < dataByteCount { throw .trailingBytes(count: dataByteCount - position) }
    return places
  }

  private static func place(_ entry: Entry) throws(ModelFileError.Fault) -> Place {
    guard let type = Tensor.ElementType(rawValue: entry.type) else {
      throw .unsupportedType(tensor: entry.name, type: entry.type)
    }
    guard entry.begin <= entry.end else {
      throw .reversedOffsets(tensor: entry.name, begin: entry.begin, end: entry.end)
    }
    var byteCount = type.byteCount
    for size in entry.shape {
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: size)
      if overflow { throw .shapeOverflow(tensor: entry.name, shape: entry.shape) }
      byteCount = product
    }
    guard byteCount == entry.end - entry.begin else {
      throw .sizeMismatch(
        tensor: entry.name, shape: entry.shape, expectedBytes: byteCount,
        foundBytes: entry.end - entry.begin)
    }
    return Place(name: entry.name, elementType: type, shape: entry.shape, byteCount: byteCount)
  }
}
