import Foundation
import Vintner

extension DataFrame {
  /// Reads the CSV file that an argument names, or standard input for `-`, to use a model on it.
  ///
  /// What the settings leave open is as in the file that the model was trained on, where its training said so. Columns
  /// that were text in training are read as text.
  ///
  /// - Parameters:
  ///   - given: the settings that say how the file is written.
  ///   - keeping: columns that are read as texts, unless the model needs them.
  ///   - threads: how many to read it with; `nil` for as many as help.
  init(
    csvArgument path: String, for model: any TrainedModel, _ given: RunConfiguration,
    keeping: [String] = [], threads: Int?
  ) throws {
    var run = given.over(model.fileSettings)
    // A file to use the model on may lack columns whose types were given.
    let types = run.reading.columnTypes ?? [:]
    run.types = given.types
    var options = run.reading
    options.threadCount = threads
    let piped = path == "-" ? try TableRemedy.use.naming { try Console.standardInput(options.encoding) } : nil
    let needed = model.schema.inputNames + model.schema.targetNames
    let kept = Dictionary(keeping.filter { !needed.contains($0) }.map { ($0, Column.ValueType.text) }) { $1 }
    let texts = model.textTypes.merging(kept) { own, _ in own }
    try self.init(types: texts.merging(types) { _, given in given }, options) { options in
      try TableRemedy.use.naming {
        guard let piped else { return try DataFrame(contentsOfCSVFile: path, options: options) }
        return try DataFrame(csvBytes: piped, options: options, name: "standard input")
      }
    }
  }
}

extension TrainedModel {
  /// Which settings for reading a file are those of the training, besides the given ones: a sentence, or none.
  func notices(besides given: RunConfiguration) -> [String] {
    let used = fileSettings.given.filter { $0.text(of: given) == nil }
    guard !used.isEmpty else { return [] }
    let flags = used.map { "--\($0.flag) \"\($0.text(of: fileSettings)!)\"" }.joined(separator: " ")
    return ["The file is read as the one that the model was trained on: \(flags)."]
  }

  /// The columns that were text in training.
  fileprivate var textTypes: [String: Column.ValueType] {
    let texts =
      (schema.features + schema.targets).filter { $0.type == .text }.map(\.name)
      + schema.features.filter { $0.derivation?.isOfText == true }.flatMap { $0.derivation!.columns }
    return Dictionary(texts.map { ($0, .text) }) { first, _ in first }
  }

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
