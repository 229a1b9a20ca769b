import Foundation
import Vintner

extension DataFrame {
  /// Reads the CSV file that an argument names, or standard input for `-`, to use a model on it.
  ///
  /// Columns that were text in training are read as text: a few of their rows may look like numbers.
  ///
  /// - Parameters:
  ///   - reading: how the file is written.
  ///   - threads: how many to read it with; `nil` for as many as help.
  init(
    csvArgument path: String, for model: any TrainedModel, _ reading: ReadingOptions, threads: Int?
  ) throws {
    var options = try reading.configuration().reading
    options.threadCount = threads
    let piped = path == "-" ? try Console.standardInput() : nil
    let texts =
      (model.schema.features + model.schema.targets).filter { $0.type == .text }.map(\.name)
      + model.schema.features.filter { $0.derivation?.isOfText == true }.flatMap { $0.derivation!.columns }
    try self.init(texts: texts, options) { options in
      try TableRemedy.use.naming {
        guard let piped else { return try DataFrame(contentsOfCSVFile: path, options: options) }
        return try DataFrame(csvBytes: piped, options: options, name: "standard input")
      }
    }
  }

  /// Reads a table, and again where columns that are to be text were read as something else.
  init(
    texts: [String], _ options: CSVReadingOptions, _ read: (CSVReadingOptions) throws -> DataFrame
  ) throws {
    let frame = try read(options)
    let misread = texts.filter { name in frame.column(named: name).map { $0.type != .text } ?? false }
    guard !misread.isEmpty else {
      self = frame
      return
    }
    var options = options
    options.columnTypes = (options.columnTypes ?? [:]).merging(misread.map { ($0, .text) }) { old, _ in old }
    self = try read(options)
  }
}

extension TrainedModel {
  /// Prints to standard error what the user should know of the rows: how many are left out, and categories that
  /// training did not see.
  ///
  /// - Parameter needsTargets: whether a row without a target is left out, too.
  func noteRows(
    of frame: DataFrame, _ consequence: String, needsTargets: Bool = false
  ) throws(VintnerError) {
    Console.note(preprocessor.notices(for: frame))
    let complete = try completeRows(of: frame).frame
    note(
      frame.rowCount - complete.rowCount, of: frame, "a value", "\(consequence): training left such rows out")
    guard needsTargets else { return }
    let measured = complete.rows(havingAll: schema.targetNames).rowCount
    note(complete.rowCount - measured, of: frame, "the target", consequence)
  }

  private func note(_ count: Int, of frame: DataFrame, _ what: String, _ consequence: String) {
    guard count > 0 else { return }
    Console.note([
      "\(Format.integer(count)) of \(Format.count(frame.rowCount, "row")) lack \(what) and \(consequence)."
    ])
  }
}
