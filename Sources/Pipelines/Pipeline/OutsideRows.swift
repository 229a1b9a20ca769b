import Tabular

/// The rows of a table that lie outside the range of a model's training rows, where a network's predictions are
/// extrapolations.
package struct OutsideRows {
  /// A column of numbers with values outside.
  package struct ColumnCount {
    package let name: String
    package let count: Int
    /// The range of the training rows.
    package let range: ClosedRange<Double>
  }

  /// How many rows have such a value.
  package let count: Int
  /// The columns, in the order in which the model takes them.
  package let columns: [ColumnCount]

  /// A sentence; `nil` where all rows lie within.
  ///
  /// - Parameter rows: how many rows there are.
  package func notice(ofRows rows: Int) -> String? {
    guard count > 0 else { return nil }
    let shown = columns.prefix(5).map {
      "\"\($0.name)\" in \(Format.integer($0.count)) (\(Format.number($0.range.lowerBound)) to"
        + " \(Format.number($0.range.upperBound)))"
    }
    let rest = columns.count - shown.count
    return "\(Format.integer(count)) of \(Format.count(rows, "row")) lie outside the training rows' range: "
      + shown.joined(separator: ", ") + (rest > 0 ? ", and \(Format.count(rest, "more column"))" : "") + "."
  }
}

extension TrainedModel {
  /// Counts the rows outside the range of the training rows, by the columns of numbers.
  ///
  /// - Throws: ``VintnerError`` where a column is missing.
  package func outsideRows(of frame: DataFrame) throws(VintnerError) -> OutsideRows {
    let frame = try completeRows(of: frame).frame
    var isOutside = [Bool](repeating: false, count: frame.rowCount)
    var columns: [OutsideRows.ColumnCount] = []
    for feature in schema.features {
      // Of a date the year alone has no end: the others go round.
      if feature.derivation?.isOfText == true, !feature.name.hasSuffix("_year") { continue }
      guard let minimum = feature.minimum, let maximum = feature.maximum, minimum <= maximum,
        let values = try? tabular(frame[feature.name]).values(as: Double.self)
      else { continue }
      var count = 0
      for (row, value) in values.enumerated() {
        if let value, value < minimum || value > maximum {
          isOutside[row] = true
          count += 1
        }
      }
      if count > 0 { columns.append(.init(name: feature.name, count: count, range: minimum...maximum)) }
    }
    return OutsideRows(count: isOutside.count { $0 }, columns: columns)
  }
}
