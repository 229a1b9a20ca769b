/// The kinds of values in a column's cells, and the type that follows from them.
struct CellKinds: OptionSet, Equatable {
  let rawValue: UInt64
  static let integer = CellKinds(rawValue: 1)
  static let number = CellKinds(rawValue: 2)
  static let boolean = CellKinds(rawValue: 4)
  static let text = CellKinds(rawValue: 8)
  /// An integer with separators of thousands, a currency or a percent sign.
  static let writtenInteger = CellKinds(rawValue: 16)
  /// Any other number with these.
  static let writtenNumber = CellKinds(rawValue: 32)
  static let thousands = CellKinds(rawValue: 64)
  /// A separator of thousands that cannot be one of a fraction: there are two, or a fraction follows.
  static let certainThousands = CellKinds(rawValue: 128)
  static let percent = CellKinds(rawValue: 256)
  /// A number in another writing that has no percent sign.
  static let noPercent = CellKinds(rawValue: 512)
  /// A separator of thousands that is a blank.
  static let blankThousands = CellKinds(rawValue: 1024)

  /// The kind of an amount in the currency of an index.
  static func currency(_ place: Int) -> CellKinds { CellKinds(rawValue: 1 << (16 + UInt64(place))) }
  private static let currencies = CellKinds(rawValue: 0xFFFF << 16)

  /// The kind of the placeholder of an index.
  static func placeholder(_ place: Int) -> CellKinds { CellKinds(rawValue: 1 << (32 + UInt64(place))) }
  private static let placeholders = CellKinds(rawValue: 0xFFFF_FFFF << 32)

  /// The kind of the values of a type.
  static func of(_ type: Column.ValueType) -> CellKinds {
    switch type {
    case .integer: .integer
    case .number: .number
    case .boolean: .boolean
    case .text: .text
    }
  }

  /// The currency that all amounts with one have.
  var currency: Int? { only(Self.currencies, from: 16) }

  /// The placeholder that all missing numbers with one have.
  var placeholder: Int? { only(Self.placeholders, from: 32) }

  /// The index of the only kind among some.
  private func only(_ some: CellKinds, from first: Int) -> Int? {
    let bits = intersection(some).rawValue
    return bits.nonzeroBitCount == 1 ? bits.trailingZeroBitCount - first : nil
  }

  /// How to read the column, as the narrowest type that holds all values.
  ///
  /// Integers widen to numbers; numbers may have one currency or separators of thousands, percentages may not
  /// stand among other numbers; one placeholder may stand for missing ones. Anything else mixed is text. A
  /// column without any value is a number column.
  ///
  /// - Parameter groupsAreCertain: whether a single separator of thousands cannot be that of a fraction.
  func form(groupsAreCertain: Bool) -> ColumnForm {
    if self == [.boolean] { return ColumnForm(type: .boolean) }
    let plain = intersection([.integer, .number])
    let written = intersection([.writtenInteger, .writtenNumber])
    let hasPlaceholders = !isDisjoint(with: Self.placeholders)
    let isAmbiguous = contains(.thousands) && !contains(.certainThousands) && !groupsAreCertain
    let isText =
      contains(.text) || contains(.boolean) || isAmbiguous
      || hasPlaceholders && (placeholder == nil || plain.isEmpty && written.isEmpty)
      || !isDisjoint(with: Self.currencies) && currency == nil
      || contains(.percent) && (!plain.isEmpty || contains(.noPercent))
    if isText { return ColumnForm(type: .text) }
    let isWhole = plain.union(written).isSubset(of: [.integer, .writtenInteger])
    return ColumnForm(
      type: isWhole && !(plain.isEmpty && written.isEmpty) ? .integer : .number, placeholder: placeholder,
      isWritten: !written.isEmpty)
  }

  /// How to read a column of which these kinds are known so far: where they show no value, the narrowest type
  /// can still widen to every other.
  func guess(groupsAreCertain: Bool) -> ColumnForm {
    if isSubset(of: Self.placeholders) { return ColumnForm(type: .integer, placeholder: placeholder) }
    return form(groupsAreCertain: groupsAreCertain)
  }
}

/// How the cells of a column are read.
struct ColumnForm: Equatable {
  var type: Column.ValueType
  /// The index of the text that means a missing number.
  var placeholder: Int?
  /// Whether numbers may have separators of thousands, a currency or a percent sign.
  var isWritten = false
}

/// Reads numbers that are written for readers: `1,234.5`, `$12.50`, `-3 €`, `12%`.
///
///     number = [sign] [currency] [sign] digits {group digit digit digit} [point digits] [percent | currency]
///
/// All groups of a number are separated alike, by the given byte or a blank. Blanks may stand beside a currency and a
/// percent sign. A percentage is the number before its sign.
struct WrittenNumbers {
  let numbers: NumberParser
  /// The byte between groups of three digits.
  let group: UInt8

  struct Reading {
    let value: CellValue
    let kinds: CellKinds
  }

  /// The currencies: what precedes or follows an amount.
  static let currencies = [
    "US$", "$", "€", "£", "¥", "₹", "₩", "₽", "USD", "EUR", "GBP", "CHF", "JPY", "INR", "CNY", "kr",
  ]
  private static let currencyBytes = currencies.map { Array($0.utf8) }
  /// No number is written with more bytes.
  private static let longest = 48

  /// Reads bytes without blanks around them; `nil` where they are not such a number, or a plain one.
  func read(_ bytes: UnsafeRawBufferPointer) -> Reading? {
    guard 2...Self.longest ~= bytes.count else { return nil }
    var rest = bytes[...]
    var kinds: CellKinds = []
    var sign = takeSign(&rest)
    if let currency = takeCurrency(&rest) {
      kinds.insert(.currency(currency))
      skipBlanks(&rest)
      if sign == nil { sign = takeSign(&rest) }
    }
    return withUnsafeTemporaryAllocation(byteCount: Self.longest, alignment: 8) { plain -> Reading? in
      var count = 0
      func append(_ byte: UInt8) {
        plain[count] = byte
        count += 1
      }
      if let sign { append(sign) }
      guard let (groups, haveBlanks) = takeDigits(&rest, append) else { return nil }
      if haveBlanks { kinds.formUnion([.blankThousands, .certainThousands]) }
      if rest.first == numbers.point {
        append(rest.removeFirst())
        let fraction = rest.prefix { $0 &- ASCII.zero <= 9 }
        fraction.forEach(append)
        rest = rest.dropFirst(fraction.count)
        if groups > 0 { kinds.insert(.certainThousands) }
      }
      if groups > 0 { kinds.insert(.thousands) }
      if groups > 1 { kinds.insert(.certainThousands) }
      skipBlanks(&rest)
      if rest.first == UInt8(ascii: "%") {
        kinds.insert(.percent)
        rest.removeFirst()
      } else if kinds.currency == nil, let currency = takeCurrency(&rest) {
        kinds.insert(.currency(currency))
      }
      guard rest.isEmpty, !kinds.isEmpty else { return nil }
      if !kinds.contains(.percent) { kinds.insert(.noPercent) }
      let value = numbers.parse(UnsafeRawBufferPointer(rebasing: plain[..<count]))
      switch value {
      case .integer: kinds.insert(.writtenInteger)
      case .number, .overflow: kinds.insert(.writtenNumber)
      default: return nil
      }
      return Reading(value: value, kinds: kinds)
    }
  }

  private func takeSign(_ rest: inout Slice<UnsafeRawBufferPointer>) -> UInt8? {
    guard let first = rest.first, first == ASCII.minus || first == ASCII.plus else { return nil }
    rest.removeFirst()
    return first
  }

  private func takeCurrency(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Int? {
    // Only a digit, a sign and a point are no currency's beginning.
    guard let first = rest.first, first &- ASCII.zero > 9 else { return nil }
    guard let place = Self.currencyBytes.firstIndex(where: { rest.starts(with: $0) }) else { return nil }
    rest = rest.dropFirst(Self.currencyBytes[place].count)
    return place
  }

  private func skipBlanks(_ rest: inout Slice<UnsafeRawBufferPointer>) {
    while let blank = blankLength(rest) { rest = rest.dropFirst(blank) }
  }

  /// The length of a space, or of one that no line is broken at.
  private func blankLength(_ rest: Slice<UnsafeRawBufferPointer>) -> Int? {
    if rest.first == ASCII.space { return 1 }
    if rest.starts(with: [0xC2, 0xA0]) { return 2 }
    return rest.starts(with: [0xE2, 0x80, 0xAF]) ? 3 : nil
  }

  /// Takes the digits before the point without their separators, and returns how many of these there are and whether
  /// they are blanks; `nil` where the groups are not of three digits.
  private func takeDigits(
    _ rest: inout Slice<UnsafeRawBufferPointer>, _ append: (UInt8) -> Void
  ) -> (groups: Int, haveBlanks: Bool)? {
    func digits() -> Slice<UnsafeRawBufferPointer> { rest.prefix { $0 &- ASCII.zero <= 9 } }
    let first = digits()
    first.forEach(append)
    rest = rest.dropFirst(first.count)
    guard !first.isEmpty else { return rest.first == numbers.point ? (0, false) : nil }
    var groups = 0
    let haveBlanks = rest.first != group && blankLength(rest) != nil
    while let separator = groupLength(rest, isBlank: haveBlanks) {
      rest = rest.dropFirst(separator)
      let next = digits()
      guard next.count == 3 else { return nil }
      next.forEach(append)
      rest = rest.dropFirst(3)
      groups += 1
    }
    guard groups == 0 || first.count <= 3 && first.first != ASCII.zero else { return nil }
    return (groups, haveBlanks && groups > 0)
  }

  /// The length of a separator that is followed by a digit.
  private func groupLength(_ rest: Slice<UnsafeRawBufferPointer>, isBlank: Bool) -> Int? {
    let length = isBlank || group == ASCII.space ? blankLength(rest) : rest.first == group ? 1 : nil
    guard let length, let digit = rest.dropFirst(length).first, digit &- ASCII.zero <= 9 else { return nil }
    return length
  }
}
