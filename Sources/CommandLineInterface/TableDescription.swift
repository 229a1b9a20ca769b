import Foundation
import Vintner

/// A CSV file as `vintner inspect` shows it.
struct TableDescription {
  private let file: String
  private let frame: DataFrame
  private let bytes: Int
  private let seconds: Double

  init(file: String) throws {
    let start = ContinuousClock.now
    frame = try DataFrame(contentsOfCSVFile: file)
    seconds = (ContinuousClock.now - start) / .seconds(1)
    self.file = file
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    bytes = (attributes?[.size] as? Int) ?? 0
  }

  var json: JSONValue {
    .object([
      ("file", .text(file)),
      ("rows", .integer(frame.rowCount)),
      (
        "columns",
        .array(
          frame.columns.map {
            .object([
              ("name", .text($0.name)), ("type", .text($0.type.rawValue)),
              ("missing", .integer($0.missingCount)),
            ])
          })
      ),
      ("duplicate_rows", .integer(frame.duplicateRows().count)),
      ("bytes", .integer(bytes)),
      ("read_seconds", .number(seconds)),
    ])
  }

  var text: String {
    let duplicates = frame.duplicateRows().count
    return """
      \(file): \(Format.count(frame.rowCount, "row")), \(Format.count(frame.columns.count, "column"))\
      \(duplicates > 0 ? "; \(Format.count(duplicates, "row")) repeat an earlier one" : "")

      \(frame.summary())
      """
  }
}
