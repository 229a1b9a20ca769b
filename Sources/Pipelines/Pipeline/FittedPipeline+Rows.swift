import Tabular

extension FittedPipeline {
  /// Predicts a row of named values.
  ///
  ///     try model.predict(["alcohol": 9.4, "colour": "red", "sulphates": nil])
  ///
  /// The result is of the target's own type: a `Double`; several numbers by their columns' names; or a
  /// ``ClassPrediction``. It is the same to the bit as that of a table of this row. Categories, dates and missing values
  /// are treated as in a table, by the rules of the model; values that it does not need are ignored.
  /// - Parameter row: the values by the columns' names; `nil` is a missing one.
  /// - Throws: ``VintnerError/missingColumns(_:nearest:ofRow:)`` where a column is not named;
  ///   ``VintnerError/rowValue(_:)`` where a value is of another type than the model's column; as ``predict(_:threads:)``.
  public func predict(
    _ row: [String: (any ColumnValue)?]
  ) throws(VintnerError) -> Target.Fitted.RowPrediction {
    try predictions(of: try tabular(DataFrame(rows: [row])))[0]
  }

  /// Predicts a row that is a value of the app's own type: its properties are the columns.
  ///
  ///     struct Wine: Codable { var alcohol: Double; var colour: String? }
  ///     try model.predict(Wine(alcohol: 9.4, colour: "red"))
  ///
  /// The type becomes a row as in `DataFrame.init(rows:)`; result and errors are those of a row of named values.
  public func predict(_ row: some Encodable) throws(VintnerError) -> Target.Fitted.RowPrediction {
    try predict([row])[0]
  }

  /// Predicts rows that are values of the app's own type.
  ///
  /// All together they are faster than one after the other. They are those of a table of these rows to the bit.
  public func predict(_ rows: [some Encodable]) throws(VintnerError) -> [Target.Fitted.RowPrediction] {
    rows.isEmpty ? [] : try predictions(of: try tabular(DataFrame(rows: rows)))
  }

  private func predictions(of rows: DataFrame) throws(VintnerError) -> [Target.Fitted.RowPrediction] {
    do {
      try requireTypes(rows)
      return target.rowPredictions(try values(rows, threads: nil))
    } catch .missingColumns(let names, let nearest, _) {
      throw .missingColumns(names, nearest: nearest, ofRow: true)
    }
  }

  /// Makes sure that the values are of the types of the model's columns.
  private func requireTypes(_ rows: DataFrame) throws(VintnerError) {
    for (feature, rule) in zip(schema.features, preprocessor.imputer.columns) {
      let derivation = rows.index(ofColumn: feature.name) == nil ? feature.derivation : nil
      for name in derivation?.columns ?? [feature.name] {
        guard let column = rows.column(named: name), column.missingCount < column.count else { continue }
        let needed: Column.ValueType =
          switch derivation {
          case nil: rule.type
          case let derivation? where derivation.spelling != nil: .text
          case let derivation? where derivation.isOfText: column.type
          default: .number
          }
        guard (column.type == .text) != (needed == .text) else { continue }
        let row = (0..<column.count).first { !column.isMissing($0) }!
        throw .rowValue(
          RowValueFault(
            column: name, row: row, value: column[row]!, needed: needed, isDate: derivation?.spelling != nil,
            categories: preprocessor.encoder?.columns.first { $0.name == name }?.categories))
      }
    }
  }
}

/// A value of a row that is of another type than the model's column.
public struct RowValueFault: Sendable, Equatable {
  public let column: String
  /// The row, counted from 0.
  public let row: Int
  public let value: Column.Value
  /// The type that the model needs.
  public let needed: Column.ValueType
  let isDate: Bool
  /// The categories that the model has of the column, if it has some.
  public let categories: [String]?
}

extension RowValueFault: CustomStringConvertible {
  public var description: String {
    let found =
      switch value {
      case .text(let text): "the text \"\(displayed(text))\""
      case .boolean: "the boolean \(value)"
      case .integer, .number: "the number \(value)"
      }
    let place = row == 0 ? "" : " in row \(row) (counted from 0)"
    let (has, remedy): (String, String) =
      if let categories {
        ("the categories \(quoted(categories))", "give one of them, or nil for a missing value")
      } else if isDate {
        ("dates", "give a Date or its text, or nil for a missing value")
      } else if needed == .text {
        ("texts", "give a text, or nil for a missing value")
      } else {
        ("numbers", "give a number, or nil for a missing value")
      }
    return "The column \"\(column)\" is \(found)\(place), where the model has \(has): \(remedy)."
  }
}
