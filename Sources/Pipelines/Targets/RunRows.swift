import Tabular

/// The rows of a run in memory: those of its CSV file, and those of the file to validate on, if it names one.
package struct RunRows: Sendable {
  /// The run with its task, found from the target where it names none.
  package let run: RunConfiguration
  /// The rows of the CSV file, their classes spelled as it has them.
  package let table: DataFrame
  /// The rows to validate on; `nil` where they are some of the table's.
  package let validation: DataFrame?
  /// What the user should know, a sentence each: the task that was found, and how the file to validate on was read.
  package let notices: [String]

  /// Reads the files of a run.
  ///
  /// - Parameters:
  ///   - run: its `data` and `validation` are paths that can be opened.
  ///   - options: how to read them. Columns that are texts in the table are texts in the file to validate on.
  ///   - read: reads a file.
  ///   - spell: gives a column of the table the file's spelling.
  /// - Throws: what `read` throws; ``VintnerError`` where no task suits the target.
  /// - Precondition: the run has `data`.
  package init(
    _ run: RunConfiguration, options: CSVReadingOptions,
    read: (_ path: String, _ options: CSVReadingOptions) throws(VintnerError) -> DataFrame,
    spell: (_ column: String, _ table: DataFrame) throws(VintnerError) -> DataFrame
  ) throws(VintnerError) {
    let table = try read(run.data!, options)
    validation = try run.validation.map { path throws(VintnerError) in
      try DataFrame(types: table.textTypes, options) { options throws(VintnerError) in
        try read(path, options)
      }
    }
    let choice = try TaskChoice(run, for: table)
    self.run = choice.run
    self.table = choice.hasNamedClasses ? try spell(choice.run.target!.first, table) : table
    notices =
      [choice.notice].compactMap { $0 }
      + (validation?.readingNotices.map { "\(run.validation!): \($0)" } ?? [])
  }
}

extension Pipeline {
  /// Does everything that comes before training.
  ///
  /// - Parameter validation: the rows to validate on; `nil` for some of the table's, as ``split`` says.
  package func prepared(
    _ table: DataFrame, validation: DataFrame?
  ) throws(VintnerError) -> PreparedPipeline<Target> {
    guard let validation else { return try prepared(table) }
    return try prepared(train: table, validation: validation)
  }
}
