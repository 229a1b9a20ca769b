/// Numbers the classes of a column, for a classification to predict.
///
///     let encoder = try LabelEncoder(.two).fitted(to: train["grape"])   // merlot 0, shiraz 1
///     let y = try encoder.encoded(train["grape"])
///
/// The classes are a column's distinct texts, booleans or whole numbers. They are sorted: numbers by their
/// size, texts by their Unicode scalars, `false` before `true`. The second of two, such as `true`, 1 or `yes`,
/// is the positive one.
/// Source: scikit-learn's `LabelEncoder`.
public struct LabelEncoder: Sendable {
  /// The number of classes allowed.
  public enum ClassCount: Sendable {
    /// Two: a negative and a positive one.
    case two
    /// Two or more.
    case twoOrMore
  }

  /// The number of classes allowed.
  public var classCount: ClassCount

  /// Creates the encoder.
  ///
  /// - Parameter classCount: the number of classes allowed. Default: two or more.
  public init(_ classCount: ClassCount = .twoOrMore) { self.classCount = classCount }

  /// Learns the classes of a column, in general of the training rows.
  ///
  /// - Throws: `TabularError.noRows`, `.missingValues`; `.preparation` where there is one class, more than two
  ///   where two are required, or a number that is not whole.
  public func fitted(to column: Column) throws(TabularError) -> FittedLabelEncoder {
    guard column.count > 0 else { throw .noRows }
    let labels = try column.classes().labels
    guard labels.count == 2 || labels.count > 2 && classCount == .twoOrMore else {
      throw .preparation(
        .classCount(column: column.name, classes: labels, needsTwo: classCount == .two))
    }
    return FittedLabelEncoder(column: column.name, classes: labels)
  }
}

/// The classes of a column, each with its number: its index in `classes`.
public struct FittedLabelEncoder: Sendable, Equatable, Codable {
  /// The name of the column.
  public let column: String
  /// The classes, sorted: two or more whole numbers, texts or booleans.
  public let classes: [Column.Value]

  /// Creates an encoder of known classes.
  ///
  /// - Precondition: two classes or more, all texts, all booleans or all integers, in ascending order.
  package init(column: String, classes: [Column.Value]) {
    precondition(
      Self.canBe(classes), "Classes are two or more of one type in ascending order, received \(classes).")
    self.column = column
    self.classes = classes
  }

  /// Reads what was written.
  ///
  /// - Throws: `DecodingError` where they cannot be classes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    column = try container.decode(String.self, forKey: .column)
    classes = try container.decode([Column.Value].self, forKey: .classes)
    guard Self.canBe(classes) else {
      throw DecodingError.dataCorruptedError(
        forKey: .classes, in: container, debugDescription: "two classes or more in ascending order")
    }
  }

  private static func canBe(_ classes: [Column.Value]) -> Bool {
    classes.count > 1 && classes[0].type != .number
      && zip(classes, classes.dropFirst()).allSatisfy { $0 < $1 && $0.type == $1.type }
  }

  /// The number of every row's class.
  ///
  /// A column of numbers is accepted instead of one of integers, where all are whole.
  /// - Throws: `TabularError.missingValues`, `.typesDiffer`; `.preparation` for a class that was not fitted.
  public func encoded(_ column: Column) throws(TabularError) -> [Int] {
    guard column.count > 0 else { return [] }
    let (labels, codes) = try column.classes()
    let type = classes[0].type
    guard labels[0].type == type else {
      throw .typesDiffer(column: column.name, type: type, other: column.type)
    }
    let numbers = labels.map { classes.firstIndex(of: $0) }
    if let foreign = numbers.firstIndex(of: nil) {
      throw .preparation(
        .unknownClass(
          column: column.name, row: codes.firstIndex(of: foreign)!, label: labels[foreign], known: classes))
    }
    return codes.map { numbers[$0]! }
  }

  /// A column of the classes with the given numbers.
  ///
  /// - Precondition: the numbers are from 0 to `classes.count` − 1.
  public func decoded(_ numbers: [Int]) -> Column {
    for number in numbers {
      precondition(
        classes.indices.contains(number), "Class \(number) of \(classes.count), counted from 0.")
    }
    switch classes[0].type {
    case .integer:
      return Column(
        name: column, numbers.map { if case .integer(let value) = classes[$0] { value } else { nil } })
    case .boolean: return Column(name: column, numbers.map { classes[$0] == .boolean(true) })
    default: return Column(name: column, numbers.map { "\(classes[$0])" })
    }
  }
}

extension Column {
  /// A boolean column of the same name: whether each value is at least a threshold.
  ///
  ///     let isGood = try wine["quality"].isAtLeast(6)
  ///
  /// A missing value stays missing.
  /// - Throws: `TabularError.wrongType` for a text column.
  public func isAtLeast(_ threshold: Double) throws(TabularError) -> Column {
    let values = try storedValues(as: Double.self)
    return Column(name: name, storage: .boolean(values.map { $0 >= threshold }), missing: missing)
  }
}

extension Column {
  /// The sorted classes of the column, and the class of every row as an index among them.
  ///
  /// - Throws: `TabularError.missingValues`, `.preparation` where a number is not whole.
  func classes() throws(TabularError) -> (labels: [Value], codes: [Int]) {
    try [self].requireNoneMissing()
    var (labels, codes) = distinctValues()!
    guard type == .number else { return (labels, codes) }
    for (place, label) in labels.enumerated() {
      guard case .number(let number) = label, let whole = Int(exactly: number) else { continue }
      labels[place] = .integer(whole)
    }
    if let row = codes.firstIndex(where: { labels[$0].type == .number }) {
      throw .preparation(.notWhole(column: name, row: row, value: "\(labels[codes[row]])"))
    }
    return (labels, codes)
  }
}
