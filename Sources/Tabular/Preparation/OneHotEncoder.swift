/// Turns text columns into a column of 0 and 1 for each category.
///
///     let encoder = try OneHotEncoder().fitted(to: train)
///     try encoder.encoded(validation)              // colour=red, colour=white instead of colour
///
/// The categories are the distinct texts of the training rows, sorted by their Unicode scalars (`false`
/// before `true`, integers by their size). They are followed by `NAME missing` and `NAME other`, where these
/// exist. Columns of two categories, and of many, may become a single one: ``encodesPairsAsSigns``,
/// ``encodesManyAsCodes``.
/// Source: scikit-learn's `OneHotEncoder`.
public struct OneHotEncoder: Sendable, Equatable, Codable {
  /// What becomes of a category that the training rows did not have.
  public enum UnknownCategories: String, Sendable, Codable, CaseIterable {
    /// A 0 in each of the column's categories.
    case zeros
    /// An error that names the row and the text.
    case refuse
    /// A 1 in a separate column, `NAME other`, which is 0 in every training row.
    case other
  }

  /// What becomes of missing texts.
  public enum MissingCategories: String, Sendable, Codable, CaseIterable {
    /// An error.
    case refuse
    /// A separate category, `NAME missing`, where training rows lack a text; in other columns a missing text is
    /// an unknown category.
    case ownCategory = "own_category"
  }

  /// The columns of texts, booleans or integers to encode in any case. Default: none.
  public var columns: [String]
  /// Whether to encode all text columns. Default: yes.
  public var encodesTexts: Bool
  /// Whether the first category has no column: it is 0 in all others. An unknown category that becomes zeros
  /// is then the same as the first. Default: no.
  public var dropsFirst: Bool
  /// What becomes of a category that the training rows did not have. Default: zeros.
  public var unknown: UnknownCategories
  /// What becomes of missing texts. Default: they are refused.
  public var missing: MissingCategories
  /// The maximum number of distinct values in a column: an identifier would become one column per row. 1 or
  /// more. Default: 100.
  public var maximumCategories: Int
  /// Whether booleans become `NAME=false` and `NAME=true` instead of one column of 0 and 1. Default: no.
  public var encodesBooleans: Bool
  /// Whether a column of two categories becomes a single one: 1 for the first category, −1 for the second, and 0 where
  /// the text is missing or unknown. Columns with a category `NAME other`, or without their first, are as ever.
  /// Default: no.
  ///
  /// Source: pytabkit, `_one_hot` of `models/realmlp/model.py`.
  public var encodesPairsAsSigns: Bool {
    get { pairsAsSigns ?? false }
    set { pairsAsSigns = newValue ? true : nil }
  }
  /// `nil`, which files leave out, for no.
  private var pairsAsSigns: Bool?
  /// Whether a column of more categories than the maximum becomes a single one, of codes for a network's `Embedding`,
  /// rather than being refused: 1 and up for the categories in their order, one more for missing texts where training
  /// rows lack some, and 0 for whatever training rows did not have. It keeps its name. Default: no.
  public var encodesManyAsCodes: Bool {
    get { manyAsCodes ?? false }
    set { manyAsCodes = newValue ? true : nil }
  }
  /// `nil`, which files leave out, for no.
  private var manyAsCodes: Bool?
  /// The most distinct values of a column that can be encoded.
  package var mostCategories: Int {
    encodesManyAsCodes ? max(1_000_000, maximumCategories) : maximumCategories
  }

  /// Creates an encoder; parameters and defaults are those of the properties.
  ///
  /// - Precondition: a limit of 1 category or more.
  public init(
    columns: [String] = [], encodesTexts: Bool = true, dropsFirst: Bool = false,
    unknown: UnknownCategories = .zeros, missing: MissingCategories = .refuse,
    maximumCategories: Int = 100, encodesBooleans: Bool = false, encodesPairsAsSigns: Bool = false,
    encodesManyAsCodes: Bool = false
  ) {
    precondition(maximumCategories > 0, "A limit of 1 category or more, received \(maximumCategories).")
    self.columns = columns
    self.encodesTexts = encodesTexts
    self.dropsFirst = dropsFirst
    self.unknown = unknown
    self.missing = missing
    self.maximumCategories = maximumCategories
    self.encodesBooleans = encodesBooleans
    self.encodesPairsAsSigns = encodesPairsAsSigns
    self.encodesManyAsCodes = encodesManyAsCodes
  }

  /// Which columns become categories.
  package struct Selection {
    private let names: Set<String>
    private let encoder: OneHotEncoder

    fileprivate init(_ encoder: OneHotEncoder) {
      names = Set(encoder.columns)
      self.encoder = encoder
    }

    /// Whether a column becomes categories.
    package func encodes(_ column: Column) -> Bool {
      isNamed(column) || column.type == .text && encoder.encodesTexts
        || column.type == .boolean && encoder.encodesBooleans
    }

    /// Whether a column is listed, so that it is encoded regardless of its type.
    func isNamed(_ column: Column) -> Bool { names.contains(column.name) }
  }

  /// Which columns become categories, for many questions.
  package var selection: Selection { Selection(self) }

  /// Learns the categories of a frame, in general the training rows.
  ///
  /// - Throws: `TabularError.noRows`, `.unknownColumn`, `.missingValues` where they are refused,
  ///   `.nonNumericCell` for a column that is numbers except for some cells; `.preparation` where a column has
  ///   too many categories, or fractions.
  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedOneHotEncoder {
    guard frame.rowCount > 0 else { throw .noRows }
    for name in columns { _ = try frame.place(ofColumn: name) }
    let selection = selection
    let encoded = frame.columns.filter(selection.encodes)
    if missing == .refuse { try encoded.requireNoneMissing() }
    var columns: [CategoryColumn] = []
    for column in encoded {
      if !selection.isNamed(column) && column.looksDamaged { try column.requireTexts() }
      let categories = try column.categories(limit: mostCategories)
      let isPair = encodesPairsAsSigns && categories.count == 2 && !dropsFirst && unknown != .other
      let form: CategoryColumn.Form =
        categories.count > maximumCategories ? .codes : isPair ? .signs : .indicators
      columns.append(
        CategoryColumn(
          name: column.name, type: column.type, categories: categories,
          dropsFirst: dropsFirst && form == .indicators,
          hasMissing: column.missingCount > 0 && form != .signs, missing: missing, unknown: unknown,
          form: form))
    }
    return FittedOneHotEncoder(columns: columns)
  }
}

extension Column {
  /// The distinct texts, booleans or integers, sorted.
  fileprivate func categories(limit: Int) throws(TabularError) -> [String] {
    if type == .number { throw .preparation(.categoriesOfFractions(column: name)) }
    guard let values = distinctValues(limit: limit)?.values else {
      throw .preparation(.tooManyCategories(column: name, limit: limit))
    }
    return values.map(\.description)
  }
}

/// The categories of every encoded column.
public struct FittedOneHotEncoder: Sendable, Equatable, Codable {
  /// The encoded columns, in the order of the frame that was fitted.
  public let columns: [CategoryColumn]

  /// The encoder, or `nil` where it encodes no column.
  var unlessEmpty: Self? { columns.isEmpty ? nil : self }

  /// The frame with a column of 0 and 1 for each category, or one of signs or codes, instead of its column; others stay
  /// unchanged.
  ///
  /// - Throws: `TabularError.preparation` where columns are absent, a category is unknown and that is refused,
  ///   or two columns would have the same name; `.missingValues` where they are refused, `.typesDiffer`.
  public func encoded(_ frame: DataFrame) throws(TabularError) -> DataFrame {
    let places = try frame.places(ofNeededColumns: columns.map(\.name))
    var changed = frame.columns.map { [$0] }
    for (categories, place) in zip(columns, places) {
      let column = frame.columns[place].as(categories.type)
      let places = try categories.places(of: column, rowNumbers: frame.storedRowNumbers)
      changed[place] = categories.outputNames.enumerated().map { output, name in
        Column(name: name, places.map { categories.value(ofPlace: $0, in: output) })
      }
    }
    return try frame.replacing(columns: changed)
  }
}
