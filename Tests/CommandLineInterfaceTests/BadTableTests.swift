import Foundation
import TestSupport
import Testing

/// A CSV file that cannot be used: its exit code, its one line, and nothing left behind.
struct BadTableTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: Data
    let exitCode: Int32
    let line: String

    init(_ name: String, _ bytes: Data, _ line: String, exitCode: Int32 = 65) {
      testDescription = name
      self.bytes = bytes
      self.line = line
      self.exitCode = exitCode
    }

    init(_ name: String, _ text: String, _ line: String, exitCode: Int32 = 65) {
      self.init(name, Data(text.utf8), line, exitCode: exitCode)
    }
  }

  static let cases = [
    Case(
      "a ragged row", Sample.table + "1,2\n",
      #"table.csv, line 22, column "y": the row has 2 fields where 3 are expected (1,2); complete it, or quote"#
        + " the cell that holds a delimiter (or fill short rows with --ragged fill)."),
    Case(
      "an unclosed quote", "a,b,y\n1,\"2,3\n" + Sample.rows,
      #"table.csv, line 2, column "b": a quote opens here and is never closed ("2,3); close it, or double it"#
        + " if it belongs to the text."),
    Case(
      "an overflow", Sample.table + "1,1e999,3\n",
      #"The column "b" holds a number in line 22 that is too large, 1e999: correct the file, or leave the column"#
        + " out of the features (--drop b)."),
    Case(
      "an overflow in the target", Sample.table + "1,2,1e999\n",
      #"The column "y" holds a number in line 22 that is too large, 1e999: correct the file, or leave the cell"#
        + " empty, for rows without a target are left out (--missing-values NA,1e999)."),
    Case(
      "faults in two columns", "a,first one,y\n1,x,2\nred,3,4\n" + Sample.rows,
      #"The columns "a", "first one" have only numbers except in some cells, the first in line 3: "red": correct"#
        + " the file, leave them out of the features, or take their values for categories"
        + " (--drop 'a,first one', --encode 'a,first one')."),
    Case(
      "a fault in the target", Sample.table + "1,2,red\n",
      #"The target "y" has only numbers except in some cells, the first in line 22: "red": correct the file, or"#
        + " leave the cells empty, for rows without a target are left out (--missing-values NA,red)."),
    Case(
      "a title above the table", "Sales\n\nof 2020\n" + Sample.table,
      "table.csv, line 4: the table begins here (a,b,y), below 3 lines of something else; leave them out"
        + " (--skip-rows 3)."),
    Case(
      "a web page", "\n<!DOCTYPE html>\n<html>\n",
      "table.csv: this is a web page (HTML), not CSV text; fetch the file that the page shows."),
    Case(
      "JSON", "[\n  {\"y\": 1}\n]\n", "table.csv: this is JSON, not CSV text; convert it to CSV."),
    Case(
      "a target without values", "a,b,y\n1,2,\n3,4,\n",
      #"No row has a value of the target "y": choose another column."#),
    Case(
      "a target of names", "a,b,y\n" + (0..<20).map { "\($0),\($0 * $0 % 7),name \($0)\n" }.joined(),
      #"The target "y" has a different value in every row, and a class is learned from several rows: choose"#
        + " another column."),
    Case(
      "features that cannot be used", "a,y\n" + (0..<40).map { "name \($0),\($0)\n" }.joined(),
      #"There is no column left to predict "y" from: the text column "a" has a different value in every training"#
        + " row: it is left out of the features.", exitCode: 64),
    Case(
      "texts of many values alone", "a,y\n" + (0..<400).map { "name \($0 % 150),\($0)\n" }.joined(),
      #"There is no column left to predict "y" from: the text column "a" has more than 100 different values (the"#
        + " limit of categories): it is left out of the features (--encode target).", exitCode: 64),
    Case(
      "a NUL byte", Sample.table + "1,2,3\0\n",
      #"table.csv, line 22, column "y": there is a NUL byte; the file is damaged or not text; save it as UTF-8"#
        + " text."),
    Case(
      "UTF-16", Data([0xFF, 0xFE]) + ("a,b,y\n" + Sample.rows).data(using: .utf16LittleEndian)!,
      "table.csv: the text is UTF-16; save it as UTF-8, or give its encoding (--encoding utf-16)."),
    Case(
      "invalid UTF-8", Data("a,b,y\n1,".utf8) + [0xFF] + Data(",3\n".utf8),
      #"table.csv, line 2, column "b": the byte 0xFF is not UTF-8; save the file as UTF-8, or give its"#
        + " encoding (--encoding latin1)."),
    Case(
      "a zip archive", Data("PK\u{3}\u{4}".utf8) + Data(count: 40),
      "table.csv: this is a zip archive (perhaps a spreadsheet), not CSV text; unpack it or export it as CSV."
    ),
    Case(
      "a target of two columns", "a,y,y\n" + Sample.rows,
      #"The column "y" is given twice: leave one out or rename it."#, exitCode: 64),
    Case("an empty file", "", "table.csv: the file is empty; it needs a header and rows."),
    Case(
      "a header alone", "a,b,y\n", "table.csv, line 1: there is a header but no row below it; add rows."),
    Case(
      "a text among numbers", Sample.table + "1,red,3\n",
      #"The column "b" has only numbers except in some cells, the first in line 22: "red": correct the file,"#
        + " leave the column out of the features, or take its values for categories (--drop b, --encode b)."),
    Case(
      "too few rows", "a,b,y\n1,2,3\n",
      "1 row cannot be split with a training fraction of 0.7: training and validation take at least 1 each."),
    Case(
      "a range beyond any number", Sample.table + "1,1e308,3\n1,-1e308,3\n",
      #"The range of the column "b" is too large for a number: express it in a larger unit."#),
    Case(
      "no features", "y\n1\n2\n3\n",
      #"There is no column besides the target "y" to predict it from: choose other features."#, exitCode: 64),
  ]

  @Test(arguments: cases)
  func isRefusedInOneLine(_ bad: Case) throws {
    try Workspace.with { workspace in
      try workspace.write(bad.bytes, to: "table.csv")
      let outcome = try workspace.vintner("train", "table.csv", "--target", "y", "--epochs", "1")
      outcome.expectRefusal(bad.exitCode, bad.line)
      #expect(try workspace.names() == ["table.csv"])
    }
  }

  @Test(arguments: ["1,inf,3", "1,2,-inf"])
  func refusesInfinity(_ row: String) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table + row + "\n", to: "table.csv")
      let outcome = try workspace.vintner("train", "table.csv", "--target", "y", "--epochs", "1")
      let (column, value) = row.hasSuffix("-inf") ? ("y", "-inf") : ("b", "inf")
      #expect(outcome.exitCode == 65)
      #expect(outcome.standardError.hasPrefix("vintner: The column \"\(column)\" holds \(value) in "))
      #expect(outcome.standardError.split(separator: "\n").count == 1)
      #expect(try workspace.names() == ["table.csv"])
    }
  }

  @Test func isNotThere() throws {
    try Workspace.with { workspace in
      try workspace.vintner("train", "none.csv", "--target", "y").expectRefusal(
        66, "Cannot read 'none.csv': there is no such file; check the path.")
      try workspace.vintner("train", ".", "--target", "y").expectRefusal(
        66, "Cannot read '.': it is a directory; name a file in it.")
      try workspace.vintner("inspect", "none.csv").expectRefusal(
        66, "none.csv: there is no such file; check the path.")
      try workspace.vintner("inspect", ".").expectRefusal(
        66, ".: this is a directory; name a CSV file.")
      #expect(try workspace.names().isEmpty)
    }
  }
}
