/// The categories of one column, and the columns that they become.
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
  /// What the categories become.
  package var form: Form { signed == true ? .signs : coded == true ? .codes : .indicators }
  /// `nil`, which files leave out, for no.
  private let signed: Bool?
  private let coded: Bool?
  /// The column of each category, counted from 0; −1 for the category that has none.
  private let places: Places

  /// What categories become.
  package enum Form: Sendable {
    /// A column of 0 and 1 for each.
    case indicators
    /// One column for two, of 1 and −1.
    case signs
    /// One column of whole numbers: 1 and up for the categories, one more for missing texts where training rows lack
    /// some, and 0 for all others.
    case codes
  }

  private enum Places: Sendable, Equatable {
    case texts([String: Int32])
    case booleans([Bool: Int32])
    case integers([Int: Int32])
  }

  private enum CodingKeys: String, CodingKey {
    case name, type, categories, missing, unknown, signed, coded
    case dropsFirst = "drops_first"
    case hasMissing = "has_missing"
  }

  init(
    name: String, type: Column.ValueType, categories: [String], dropsFirst: Bool, hasMissing: Bool,
    missing: OneHotEncoder.MissingCategories, unknown: OneHotEncoder.UnknownCategories,
    form: Form = .indicators
  ) {
    self.name = name
    self.type = type
    self.categories = categories
    self.dropsFirst = dropsFirst
    self.hasMissing = hasMissing
    self.missing = missing
    self.unknown = unknown
    signed = form == .signs ? true : nil
    coded = form == .codes ? true : nil
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
  /// - Throws: `DecodingError` where something is absent, a column of fractions has categories, signs are for others
  ///   than two categories, or codes lack the first.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let type = try container.decode(Column.ValueType.self, forKey: .type)
    guard type != .number else {
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: container, debugDescription: "texts, booleans or integers")
    }
    let isSigned = try container.decodeIfPresent(Bool.self, forKey: .signed) ?? false
    let isCoded = try container.decodeIfPresent(Bool.self, forKey: .coded) ?? false
    self.init(
      name: try container.decode(String.self, forKey: .name), type: type,
      categories: try container.decode([String].self, forKey: .categories),
      dropsFirst: try container.decode(Bool.self, forKey: .dropsFirst),
      hasMissing: try container.decode(Bool.self, forKey: .hasMissing),
      missing: try container.decode(OneHotEncoder.MissingCategories.self, forKey: .missing),
      unknown: try container.decode(OneHotEncoder.UnknownCategories.self, forKey: .unknown),
      form: isSigned ? .signs : isCoded ? .codes : .indicators)
    if isCoded, isSigned || dropsFirst {
      throw DecodingError.dataCorruptedError(
        forKey: .coded, in: container, debugDescription: "codes of all categories")
    }
    if isSigned, categories.count != 2 || dropsFirst || hasMissing || unknown == .other {
      throw DecodingError.dataCorruptedError(
        forKey: .signed, in: container, debugDescription: "two categories and nothing else")
    }
  }

  /// The names of the columns: `NAME=category`, `NAME missing`, `NAME other`; of codes `NAME`.
  package var outputNames: [String] {
    switch form {
    case .signs: ["\(name)=\(categories[0])"]
    case .codes: [name]
    case .indicators:
      categories.dropFirst(dropsFirst ? 1 : 0).map { "\(name)=\($0)" }
        + (hasMissing ? [Column.missingName(name)] : []) + (unknown == .other ? ["\(name) other"] : [])
    }
  }

  /// The number of columns.
  var width: Int { form == .indicators ? places(for: unknown == .other) : 1 }

  /// The categories that codes tell apart, missing texts among them where training rows lack some.
  package var codeCount: Int { places(for: false) }

  private func places(for hasOther: Bool) -> Int {
    max(categories.count - (dropsFirst ? 1 : 0), 0) + (hasMissing ? 1 : 0) + (hasOther ? 1 : 0)
  }

  private var missingPlace: Int32 { Int32(codeCount - 1) }

  /// What a row of a place has in one of the columns.
  func value(ofPlace place: Int32, in output: Int) -> Int {
    switch form {
    case .indicators: place == output ? 1 : 0
    case .signs: place < 0 ? 0 : place == 0 ? 1 : -1
    case .codes: Int(place) + 1
    }
  }

  /// For every row the place, counted from 0, of the column that is 1, or of the category where all are one column; −1
  /// where there is none.
  ///
  /// - Throws: `TabularError.typesDiffer`, `.missingValues`; `.preparation` for an unknown category.
  func places(of column: Column, rowNumbers: RowNumbers?) throws(TabularError) -> [Int32] {
    if missing == .refuse { try [column].requireNoneMissing() }
    var result: [Int32]
    switch (column.storage, places) {
    case (.text(let texts), .texts(let places)): result = texts.mapping { places[$0] ?? Self.none }
    case (.boolean(let values), .booleans(let places)): result = values.map { places[$0] ?? Self.none }
    case (.integer(let values), .integers(let places)): result = values.map { places[$0] ?? Self.none }
    case (.number(let values), .integers(let places)):
      result = values.map { Int(exactly: $0).flatMap { places[$0] } ?? Self.none }
    default: throw .typesDiffer(column: name, type: type, other: column.type)
    }
    column.missing?.forEach { result[$0] = form == .signs ? -1 : hasMissing ? missingPlace : Self.none }
    guard let row = result.firstIndex(of: Self.none) else { return result }
    switch unknown {
    case .refuse:
      throw .preparation(
        .unknownCategory(column: name, row: rowNumbers?[row] ?? row, text: column[row]?.description))
    case .other where form == .indicators: return result.map { $0 == Self.none ? Int32(width - 1) : $0 }
    case .zeros, .other: return result.map { max($0, -1) }
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
