import Foundation
import Vintner

/// A CSV file as `vintner inspect` shows it.
struct TableDescription {
  private let file: String
  private let frame: DataFrame
  private let bytes: Int
  private let seconds: Double
  private let duplicates: Int

  init(file: String, _ options: CSVReadingOptions) throws {
    let start = ContinuousClock.now
    frame = try DataFrame(contentsOfCSVFile: file, options: options)
    seconds = (.now - start) / .seconds(1)
    self.file = file
    var status = stat()
    bytes = stat(file, &status) == 0 ? Int(status.st_size) : 0
    duplicates = frame.duplicateRows().count
  }

  var notices: [String] { frame.readingNotices }

  var json: JSON {
    .object([
      ("file", .text(file)),
      ("rows", .integer(frame.rowCount)),
      ("columns", .array(frame.columns.map(Self.json))),
      ("duplicate_rows", .integer(duplicates)),
      ("bytes", .integer(bytes)),
      ("read_seconds", .number(seconds)),
    ])
  }

  private static func json(_ column: Column) -> JSON {
    .object(
      [
        ("name", .text(column.name)), ("type", .text(column.type.rawValue)),
        ("missing", .integer(column.missingCount)),
      ]
        + (column.firstNonNumericCell.map {
          [("first_text", .object([("line", .integer($0.line)), ("text", .text($0.text))]))]
        } ?? []))
  }

  var text: String {
    var table = TextTable([
      ("column", .left), ("type", .left), ("missing", .right), ("min", .right), ("mean", .right),
      ("median", .right), ("max", .right),
    ])
    for column in frame.summary().columns {
      let statistics = column.statistics.map { [$0.minimum, $0.mean, $0.median, $0.maximum] }
      table.append(
        [column.name, column.type.rawValue, Format.integer(column.missingCount)]
          + (statistics.map { $0.map(Format.number) } ?? ["", "", "", ""]))
    }
    let repeats =
      duplicates == 1
      ? "1 row repeats an earlier one" : "\(Format.integer(duplicates)) rows repeat earlier ones"
    return """
      \(file): \(Format.count(frame.rowCount, "row")), \(Format.count(frame.columns.count, "column")), \
      \(Format.count(bytes, "byte"))\(duplicates > 0 ? "; \(repeats)" : "")

      \(table.text)\(textCells)
      """
  }

  /// The cells for which columns of numbers are text, a line each.
  private var textCells: String {
    let lines = frame.columns.compactMap { column in
      column.firstNonNumericCell.map {
        "\(column.name) is text, not numbers, because of line \($0.line): \"\($0.text)\""
      }
    }
    return lines.isEmpty ? "" : "\n\n" + lines.joined(separator: "\n")
  }
}
