/// What can be wrong with a column of classes.
public enum LabelFault: Sendable, Equatable {
  /// A column with another number of classes than is needed: fewer than two, or more where two are.
  case classCount(column: String, classes: [ClassLabel], needsTwo: Bool)
  /// A number with a fraction where a class is named. The row is its place, counted from 0.
  case notWhole(column: String, row: Int, value: String)
  /// A class that the fitted rows did not have. The row is its place, counted from 0.
  case unknownClass(column: String, row: Int, label: ClassLabel, known: [ClassLabel])
}

extension LabelFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .classCount(let column, let classes, _) where classes.count == 1:
      "The column \"\(column)\" has one class only (\(Self.list(classes))): a classification takes two or more."
    case .classCount(let column, let classes, _):
      "The column \"\(column)\" has \(classes.count) classes (\(Self.list(classes))) where two are needed:"
        + " choose a column of two, or tell two groups apart by a threshold."
    case .notWhole(let column, let row, let value):
      "The column \"\(column)\" holds \(value) in row \(row) (counted from 0), which names no class:"
        + " classes are texts, booleans or whole numbers."
    case .unknownClass(let column, let row, let label, let known):
      "The column \"\(column)\" holds the class \(Self.list([label])) in row \(row) (counted from 0), which the fitted"
        + " rows did not have: they had \(Self.list(known))."
    }
  }

  /// The first ten labels, quoted where they are texts.
  static func list(_ labels: [ClassLabel]) -> String {
    labels.prefix(10).map { label in
      if case .text(let text) = label { "\"\(displayed(text: text))\"" } else { "\(label)" }
    }.joined(separator: ", ") + (labels.count > 10 ? ", …" : "")
  }
}
