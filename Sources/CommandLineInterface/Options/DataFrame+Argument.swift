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
    func read(_ options: CSVReadingOptions) throws -> DataFrame {
      try TableRemedy.use.naming {
        guard let piped else { return try DataFrame(contentsOfCSVFile: path, options: options) }
        return try DataFrame(csvBytes: piped, options: options, name: "standard input")
      }
    }
    let frame = try read(options)
    let texts = (model.schema.features + model.schema.targets).filter { $0.type == .text }.map(\.name)
    let misread = texts.filter { name in frame.columns[name].map { $0.type != .text } ?? false }
    guard !misread.isEmpty else {
      self = frame
      return
    }
    for name in misread {
      options.columnTypes = (options.columnTypes ?? [:]).merging([name: .text]) { given, _ in given }
    }
    self = try read(options)
  }
}

extension TrainedModel {
  /// Prints to standard error how many rows lack a value, if training left out such rows.
  func noteIncompleteRows(of frame: DataFrame, _ consequence: String) throws(VintnerError) {
    let count = frame.rowCount - (try completeRows(of: frame).places.count)
    guard count > 0 else { return }
    Console.note([
      "\(Format.integer(count)) of \(Format.count(frame.rowCount, "row")) lack a value and"
        + " \(consequence): training left such rows out."
    ])
  }
}
