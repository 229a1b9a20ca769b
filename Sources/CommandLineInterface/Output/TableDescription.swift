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
        } ?? [])
        + (TextSummary(column).map {
          [
            ("distinct", .integer($0.distinct)),
            (
              "most_frequent",
              .object([("text", .text($0.mostFrequent.text)), ("rows", .integer($0.mostFrequent.rows))])
            ),
            ("longest", .text($0.longest)),
          ]
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

      \(table.text)\(texts)\(textCells)
      """
  }

  /// A table of the columns of texts.
  private var texts: String {
    let summaries = frame.columns.compactMap { column in TextSummary(column).map { (column.name, $0) } }
    guard !summaries.isEmpty else { return "" }
    var table = TextTable([
      ("text column", .left), ("distinct", .right), ("most frequent", .left), ("rows", .right),
      ("longest", .left),
    ])
    for (name, summary) in summaries {
      table.append([
        name, Format.integer(summary.distinct), displayed(summary.mostFrequent.text),
        Format.integer(summary.mostFrequent.rows), displayed(summary.longest),
      ])
    }
    return "\n\n" + table.text
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

/// What a column of texts holds.
private struct TextSummary {
  /// How many different texts there are.
  let distinct: Int
  /// The text of the most rows, the first in order of several.
  let mostFrequent: (text: String, rows: Int)
  /// The text of the most characters, the first in order of several.
  let longest: String

  /// - Returns: `nil` of other columns, and of one without values.
  init?(_ column: Column) {
    guard column.type == .text, let (values, codes) = column.distinctValues(), !values.isEmpty else {
      return nil
    }
    var counts = [Int](repeating: 0, count: values.count)
    for code in codes where code >= 0 { counts[code] += 1 }
    let most = counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
    let texts = values.map(\.description)
    distinct = values.count
    mostFrequent = (texts[most], counts[most])
    longest = texts.reduce("") { $1.count > $0.count ? $1 : $0 }
  }
}
