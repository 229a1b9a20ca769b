/// The categories of one column, and the columns of 0 and 1 that they become.
public struct CategoryColumn: Sendable, Equatable, Codable {
  public let name: String
  /// `text`, `boolean` or `integer`.
  package let type: Column.ValueType
  /// The categories of the training rows, sorted: integers by their size.
  public let categories: [String]
  /// Whether the first category has no column.
  package let dropsFirst: Bool
  /// Whether missing texts have a column: training rows lacked one.
  package let hasMissing: Bool
  /// What becomes of missing texts.
  package let missing: OneHotEncoder.MissingCategories
  /// What becomes of a category that the training rows did not have.
  package let unknown: OneHotEncoder.UnknownCategories
  /// Whether the two categories are one column, of 1 and −1.
  package var isSigned: Bool { signed ?? false }
  /// `nil`, which files leave out, for no.
  private let signed: Bool?
  /// The column of each category, counted from 0; −1 for the category that has none.
  private let places: Places

  private enum Places: Sendable, Equatable {
    case texts([String: Int32])
    case booleans([Bool: Int32])
    case integers([Int: Int32])
  }

  private enum CodingKeys: String, CodingKey {
    case name, type, categories, missing, unknown, signed
    case dropsFirst = "drops_first"
    case hasMissing = "has_missing"
  }

  init(
    name: String, type: Column.ValueType, categories: [String], dropsFirst: Bool, hasMissing: Bool,
    missing: OneHotEncoder.MissingCategories, unknown: OneHotEncoder.UnknownCategories, isSigned: Bool = false
  ) {
    self.name = name
    self.type = type
    self.categories = categories
    self.dropsFirst = dropsFirst
    self.hasMissing = hasMissing
    self.missing = missing
    self.unknown = unknown
    signed = isSigned ? true : nil
    func places<Key: Hashable>(_ key: (String) -> Key?) -> [Key: Int32] {
      let first: Int32 = dropsFirst ? -1 : 0
      return Dictionary(
        zip(categories, first...).compactMap { category, place in key(category).map { ($0, place) } },
        uniquingKeysWith: { first, _ in first })
    }
    self.places =
      switch type {
      case .boolean: .booleans(places(Bool.init))
      case .integer: .integers(places { Int($0) })
      case .text, .number: .texts(places { $0 })
      }
  }

  /// Reads what was written.
  ///
  /// - Throws: `DecodingError` where something is absent, a column of fractions has categories, or signs are for others
  ///   than two categories.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let type = try container.decode(Column.ValueType.self, forKey: .type)
    guard type != .number else {
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: container, debugDescription: "texts, booleans or integers")
    }
    let isSigned = try container.decodeIfPresent(Bool.self, forKey: .signed) ?? false
    self.init(
      name: try container.decode(String.self, forKey: .name), type: type,
      categories: try container.decode([String].self, forKey: .categories),
      dropsFirst: try container.decode(Bool.self, forKey: .dropsFirst),
      hasMissing: try container.decode(Bool.self, forKey: .hasMissing),
      missing: try container.decode(OneHotEncoder.MissingCategories.self, forKey: .missing),
      unknown: try container.decode(OneHotEncoder.UnknownCategories.self, forKey: .unknown),
      isSigned: isSigned)
    if isSigned, categories.count != 2 || dropsFirst || hasMissing || unknown == .other {
      throw DecodingError.dataCorruptedError(
        forKey: .signed, in: container, debugDescription: "two categories and nothing else")
    }
  }

  /// The names of the columns: `NAME=category`, `NAME missing`, `NAME other`.
  package var outputNames: [String] {
    isSigned
      ? ["\(name)=\(categories[0])"]
      : categories.dropFirst(dropsFirst ? 1 : 0).map { "\(name)=\($0)" }
        + (hasMissing ? [Column.missingName(name)] : []) + (unknown == .other ? ["\(name) other"] : [])
  }

  /// The number of columns.
  var width: Int {
    isSigned
      ? 1
      : max(categories.count - (dropsFirst ? 1 : 0), 0) + (hasMissing ? 1 : 0) + (unknown == .other ? 1 : 0)
  }

  private var missingPlace: Int32 { Int32(width - (unknown == .other ? 2 : 1)) }

  /// What a row of a code has in one of the columns.
  func value(ofCode code: Int32, in output: Int) -> Int {
    isSigned ? (code < 0 ? 0 : code == 0 ? 1 : -1) : code == output ? 1 : 0
  }

  /// For every row the column, counted from 0, that is 1; −1 where none is. Where two categories are one column, the
  /// category.
  ///
  /// - Throws: `TabularError.typesDiffer`, `.missingValues`; `.preparation` for an unknown category.
  func codes(of column: Column, rowNumbers: RowNumbers?) throws(TabularError) -> [Int32] {
    if missing == .refuse { try [column].requireNoneMissing() }
    var codes: [Int32]
    switch (column.storage, places) {
    case (.text(let texts), .texts(let places)): codes = texts.mapping { places[$0] ?? Self.none }
    case (.boolean(let values), .booleans(let places)): codes = values.map { places[$0] ?? Self.none }
    case (.integer(let values), .integers(let places)): codes = values.map { places[$0] ?? Self.none }
    case (.number(let values), .integers(let places)):
      codes = values.map { Int(exactly: $0).flatMap { places[$0] } ?? Self.none }
    default: throw .typesDiffer(column: name, type: type, other: column.type)
    }
    column.missing?.forEach { codes[$0] = isSigned ? -1 : hasMissing ? missingPlace : Self.none }
    guard let row = codes.firstIndex(of: Self.none) else { return codes }
    switch unknown {
    case .refuse:
      throw .preparation(
        .unknownCategory(column: name, row: rowNumbers?[row] ?? row, text: column[row]?.description))
    case .zeros: return codes.map { max($0, -1) }
    case .other: return codes.map { $0 == Self.none ? Int32(width - 1) : $0 }
    }
  }

  /// What a column holds that is none of the categories: the rows, the first such text in their order, and of those
  /// that differ from a category in spelling alone (case, blanks, hyphens, underscores, accents' encoding) the rows
  /// and the first text with its category. `nil` where there is nothing.
  func unseen(in column: Column) -> Unseen? {
    guard column.type == .text, type == .text else { return nil }
    let (values, codes) = column.distinctValues()!
    let known = Set(categories)
    let alike = Dictionary(categories.map { ($0.spelledLoosely, $0) }) { first, _ in first }
    let isForeign = values.map { !known.contains($0.description) }
    var found: Unseen?
    for code in codes where code >= 0 && isForeign[code] {
      let text = values[code].description
      var unseen = found ?? Unseen(text: text)
      unseen.rows += 1
      if let category = alike[text.spelledLoosely] {
        unseen.similarRows += 1
        unseen.similar = unseen.similar ?? (text, category)
      }
      found = unseen
    }
    return found
  }

  /// Texts that are none of the categories.
  struct Unseen {
    let text: String
    var rows = 0
    var similarRows = 0
    var similar: (text: String, category: String)?
  }

  /// The mark of an unknown category.
  private static var none: Int32 { -2 }
}

extension String {
  /// The letters and digits in lower case, in composed form: what is left where only the spelling differs.
  fileprivate var spelledLoosely: String {
    lowercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "_" && $0 != "." }
  }
}
