import Tabular

/// What a run predicts, where it does not say so: found from the values of its target.
///
/// Texts, `true` and `false`, and two different numbers are classes: two of them, or several. Other numbers are
/// predicted as a number, several columns as several numbers.
package struct TaskChoice: Sendable {
  /// More different texts than this are hardly classes, unless a run says so.
  package static let mostClasses = 100

  /// The run with its task, and with its target as the table has it.
  package private(set) var run: RunConfiguration
  /// What was found, a sentence; `nil` where the run says it, and for numbers.
  package private(set) var notice: String?

  /// Whether the target is of classes that the table names.
  package var hasNamedClasses: Bool {
    (run.task == .classification || run.task == .multiclass) && run.positiveFrom == nil
  }

  /// Finds the task from a table in memory.
  ///
  /// - Throws: ``VintnerError`` where there is no such column, or no task suits its values.
  package init(_ run: RunConfiguration, for frame: DataFrame) throws(VintnerError) {
    try self.init(run, names: frame.columnNames) { name throws(VintnerError) in
      let column = try tabular(frame[name])
      return (column, column.distinctValues(limit: Self.mostClasses)?.values)
    }
  }

  /// Finds the task from a table in its file.
  package init(
    _ run: RunConfiguration, forCSVFile path: String, options: CSVReadingOptions
  ) throws(VintnerError) {
    var reader = try tabular(CSVChunkReader(contentsOfFile: path, options: options))
    guard var chunk = try tabular(reader.next(rows: 1 << 16)) else { throw .table(.noRows) }
    try self.init(run, names: chunk.columnNames) { name throws(VintnerError) in
      let first = try tabular(chunk[name])
      var found: Set<Column.Value> = []
      while true {
        guard let values = try tabular(chunk[name]).distinctValues(limit: Self.mostClasses)?.values else {
          return (first, nil)
        }
        found.formUnion(values)
        guard found.count <= Self.mostClasses, let next = try tabular(reader.next(rows: 1 << 16)) else {
          break
        }
        chunk = next
      }
      return (first, found.count > Self.mostClasses ? nil : found.sorted())
    }
  }

  /// - Parameters:
  ///   - names: the table's columns.
  ///   - examined: a column's values, and the different ones among them; `nil` for more than there are classes.
  private init(
    _ run: RunConfiguration, names: [String],
    _ examined: (String) throws(VintnerError) -> (column: Column, distinct: [Column.Value]?)
  ) throws(VintnerError) {
    self.run = run
    guard let target = run.target else { return }
    // A column may be called `a,b` without having been quoted.
    let text = target.text
    if !target.names.allSatisfy(names.contains), names.contains(text) { self.run.target = TargetNames(text) }
    let columns = self.run.target!.names
    guard columns.count == 1 else {
      if run.task == nil || run.task == .regression { self.run.task = .multioutput }
      return
    }
    let mayBeTwoClasses = run.positiveFrom != nil || run.positive != nil || run.threshold != nil
    if run.task == nil, mayBeTwoClasses {
      self.run.task = .classification
      return
    }
    if run.task == nil, run.classWeights == nil {
      try choose(columns[0], examined)
    } else if run.task == nil || (run.task == .classification && !mayBeTwoClasses) {
      self.run.task = .classification
      let count = try examined(columns[0]).distinct?.count
      guard count ?? .max > 2 else { return }
      self.run.task = .multiclass
      let values = count.map { "\($0)" } ?? "more than \(Self.mostClasses)"
      notice =
        "The target \"\(columns[0])\" has \(values) different values: each is taken for a class (the task multiclass)."
    }
  }

  private mutating func choose(
    _ name: String, _ examined: (String) throws(VintnerError) -> (column: Column, distinct: [Column.Value]?)
  ) throws(VintnerError) {
    let (column, distinct) = try examined(name)
    switch column.type {
    case .boolean: take(.classification, for: name, "is true or false")
    case .text:
      // A column of numbers with a faulty cell is refused with that cell.
      guard !column.looksDamaged else { return }
      guard let count = distinct?.count else {
        if column.distinctCount == column.count - column.missingCount { throw .differentInEveryRow(name) }
        throw .manyClasses(name, limit: Self.mostClasses)
      }
      if count > 2 {
        take(.multiclass, for: name, "is text of \(count) different values")
      } else {
        take(.classification, for: name, "is text")
      }
    case .integer, .number:
      guard let distinct else { return }
      if distinct.count == 2, column.count - column.missingCount > 2 {
        let values = "has two values, \(distinct[0]) and \(distinct[1])"
        take(.classification, for: name, values, else: ", not as a number (the task regression)")
      } else if Self.areNumbersOfClasses(distinct, rows: column.count - column.missingCount) {
        notice =
          "The target \"\(name)\" has the values \(distinct[0]) to \(distinct.last!) and is predicted as a number: the"
          + " task multiclass takes them for classes."
      }
    }
  }

  private mutating func take(_ task: RunTask, for name: String, _ finding: String, else other: String = "") {
    run.task = task
    let classes = task == .classification ? "two classes" : "classes"
    notice =
      "The target \"\(name)\" \(finding): it is predicted as \(classes) (the task \(task.rawValue))\(other)."
  }

  /// Whether values number classes: 0, 1, 2 or 1, 2, 3 and so on, up to 20 of them, in 10 rows each; of 3
  /// classes 3 rows each suffice.
  private static func areNumbersOfClasses(_ values: [Column.Value], rows: Int) -> Bool {
    let wholes = values.compactMap { value -> Int? in
      switch value {
      case .integer(let whole): whole
      // A gap makes a column of whole numbers one of numbers.
      case .number(let number): Int(exactly: number)
      default: nil
      }
    }
    guard 3...20 ~= values.count, wholes.count == values.count,
      rows >= (wholes.count > 3 ? 10 : 3) * wholes.count,
      wholes[0] == 0 || wholes[0] == 1
    else {
      return false
    }
    return wholes.enumerated().allSatisfy { $1 == wholes[0] + $0 }
  }
}
