import NeuralNetworks
import Tabular

/// What can go wrong on the way from a table to a saved model.
///
/// `description` is one sentence that says where and what to do.
public enum VintnerError: Error, Sendable {
  /// A table that cannot be used.
  case table(TabularError)
  /// A network that cannot be trained, or whose weights do not fit.
  case network(NetworkError)
  /// A model file that cannot be used.
  case model(ModelFileError)
  /// A file that cannot be read.
  case input(InputError)
  /// A file that cannot be written.
  case output(OutputError)
  /// A run file that cannot be used.
  case settings(SettingsError)
  /// An impossible setting of a run.
  case configuration(RunConfigurationError)
  /// An impossible run of the Playground.
  case playground(PlaygroundError)
  /// The target is among the columns that it is to be predicted from.
  case targetAmongFeatures(String)
  /// The rows' weights are among the columns that the target is to be predicted from.
  case weightAmongFeatures(String)
  /// A column that cannot say how much rows count, and why.
  case sampleWeight(String, problem: String)
  /// A positive class that no training row has.
  case absentPositive(String, present: [String])
  /// A target of so many different texts that they are hardly classes, and the most that are.
  case manyClasses(String, limit: Int)
  /// Rows of the target without a value, and how many there are.
  case targetLacksValues(String, count: Int)
  /// Targets of which no row has all.
  case noTargetValues([String])
  /// A target of classes that has another one in every row.
  case differentInEveryRow(String)
  /// A column to divide the rows by without a value in some of them, and in how many.
  case dividingColumnLacksValues(String, count: Int)
  /// A target that is text where a number is predicted, or several.
  case textTarget(String, isOneOfSeveral: Bool = false)
  /// A target of numbers with a cell that is none.
  case faultyTarget(String, line: Int, text: String)
  /// A weight for a class that no training row has.
  case absentClass(String, present: [String])
  /// Nothing is left to predict from; why a column is left out, if one is, a sentence; and whether texts of many
  /// values could be encoded by the target.
  case noFeatures(target: String, leftOut: String? = nil, textsRecur: Bool = false)
  /// A table that cannot be split into training and validation rows.
  case tooFewRows(rows: Int, trainFraction: Double)
  /// Columns that a model needs and a table does not have.
  ///
  /// `ofRow` says that rows of named values lack them.
  case missingColumns([String], nearest: [String], ofRow: Bool = false)
  /// A value of a row that is of another type than the model's column.
  case rowValue(RowValueFault)
  /// Features that a row of numbers cannot hold.
  case categoricalFeatures([String])
  /// Scaled numbers that the network's precision cannot hold.
  ///
  /// The row is its number, counted from 0; `nil` where one row was given.
  case outOfRange(column: String, row: Int? = nil)
  /// Training rows of one class, of a target that has more.
  ///
  /// Where the rows are split in an order, neither stratification nor another seed helps.
  case oneClassInTraining(column: String, label: String, isInOrder: Bool = false)
  /// A part of the training's table that a model does not know, or did not have.
  case noParts(String)
  /// A network that has another number of outputs than the target needs.
  case outputs(found: Int, needed: Int)
  /// The run in a folder cannot be resumed, because the run is not the one that was begun there.
  case notResumed(folder: String, problem: String)
  /// What takes all rows at once, and what takes its place in streaming.
  case notStreamed(what: String, instead: String)
}

extension VintnerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .table(let error): "\(error)"
    case .network(let error): "\(error)"
    case .model(let error): "\(error)"
    case .input(let error): "\(error)"
    case .output(let error): "\(error)"
    case .settings(let error): "\(error)"
    case .configuration(let error): "\(error)"
    case .playground(let error): "\(error)"
    case .targetAmongFeatures(let name):
      "The target \"\(name)\" is among the features: leave it out of them."
    case .weightAmongFeatures(let name):
      "The sample weight \"\(name)\" is among the features: leave it out of them."
    case .sampleWeight(let name, let problem):
      "The sample weight \"\(name)\" \(problem), where every row needs a number of 0 or more: correct it, or leave these rows out."
    case .absentPositive(let name, let present):
      "The positive class is \"\(name)\", but no training row has it: the classes are "
        + Self.list(present) + "."
    case .manyClasses(let name, let limit):
      "The target \"\(name)\" is text of more than \(limit) different values, which are hardly classes: choose another column, or train a multiclass task."
    case .targetLacksValues(let name, let count):
      "The target \"\(name)\" lacks \(count) \(count == 1 ? "value" : "values"): fill them in, or leave these rows out."
    case .noTargetValues(let names) where names.count == 1:
      "No row has a value of the target \"\(names[0])\": choose another column."
    case .noTargetValues(let names):
      "No row has a value of all targets, " + Self.list(names)
        + ": predict them one by one, or choose others."
    case .differentInEveryRow(let name):
      "The target \"\(name)\" has a different value in every row, and a class is learned from several rows: choose another column."
    case .dividingColumnLacksValues(let name, let count):
      "The column \"\(name)\" divides the rows and lacks \(count) \(count == 1 ? "value" : "values"): fill them in, or choose another column."
    case .textTarget(let name, isOneOfSeveral: true):
      "The target \"\(name)\" is text, and only numbers can be predicted together: predict it alone, or choose columns of numbers."
    case .textTarget(let name, _):
      "The target \"\(name)\" is text, which a regression cannot predict: choose a column of numbers, or train a classification."
    case .faultyTarget(let name, let line, let text):
      "The target \"\(name)\" has only numbers except in some cells, the first in line \(line): \"\(displayed(text))\":"
        + " correct the file, take such texts for missing ones, or all values for classes."
    case .absentClass(let name, let present):
      "There is a weight for the class \"\(name)\", but no training row has it: the classes are "
        + Self.list(present) + "."
    case .noFeatures(let target, nil, _):
      "There is no column besides the target \"\(target)\" to predict it from: choose other features."
    case .noFeatures(let target, let reason?, _):
      "There is no column left to predict \"\(target)\" from: "
        + reason.prefix(1).lowercased() + reason.dropFirst()
    case .tooFewRows(let rows, let fraction):
      "\(rows) \(rows == 1 ? "row" : "rows") cannot be split with a training fraction of \(fraction):"
        + " training and validation take at least 1 each."
    case .missingColumns(let names, let nearest, let ofRow):
      (ofRow ? "The row" : "The table")
        + " lacks \(names.count == 1 ? "a column" : "columns") that the model needs: "
        + zip(names, nearest).map { "\"\($0)\"" + ($1.isEmpty ? "" : " (nearest: \"\($1)\")") }
        .joined(separator: ", ") + (ofRow ? "; a value that is not known is given as nil." : ".")
    case .rowValue(let fault): "\(fault)"
    case .categoricalFeatures(let names):
      "A row of numbers cannot hold categories, which the \(names.count == 1 ? "column" : "columns") "
        + names.map { "\"\($0)\"" }.joined(separator: ", ")
        + " \(names.count == 1 ? "has" : "have"): name the row's values, [\"\(names[0])\": …], or predict a table."
    case .noParts(let part):
      "The model does not know \(part) rows: it had none, or was trained by folds, from a stream, with rows to validate"
        + " on in another file, or by an older Vintner; measure it on a table of such rows."
    case .outputs(let found, let needed):
      "The network has \(found) \(found == 1 ? "output" : "outputs") where the target needs \(needed):"
        + " give its last layer as many units, or leave them out."
    case .notResumed(let folder, let problem):
      "The run in '\(folder)' cannot be resumed, because \(problem): give what it was begun with, or begin a new run in"
        + " another folder."
    case .notStreamed(let what, let instead):
      "Streaming does not take \(what) (all rows would be needed at once): choose \(instead), or train in memory."
    case .outOfRange(let column, let row):
      "The column \"\(column)\" holds a number\(row.map { " in row \($0) (counted from 0)" } ?? "") that is far too large to compute with,"
        + " compared with those it was trained on: correct it."
    case .oneClassInTraining(let column, let label, let isInOrder):
      "All training rows are of the class \"\(label)\" of \"\(column)\", and the other classes are in the"
        + " validation rows alone: "
        + (isInOrder
          ? "train on a larger share of the rows, or do not split them in an order."
          : "stratify the split, or take another seed for it.")
    }
  }
}

extension VintnerError {
  /// Names in quotation marks: `"a", "b" and "c"`.
  private static func list(_ names: [String]) -> String {
    let quoted = names.map { "\"\($0)\"" }
    return
      (quoted.count < 2 ? quoted : [quoted.dropLast().joined(separator: ", "), quoted[quoted.count - 1]])
      .joined(separator: " and ")
  }
}

/// Evaluates an expression of a module below, whose errors become a case of the caller's own:
/// `try rethrowing(VintnerError.table, frame[name])`.
package func rethrowing<Result: ~Copyable, Inner: Error, Outer: Error>(
  _ wrap: (Inner) -> Outer, _ expression: @autoclosure () throws(Inner) -> Result
) throws(Outer) -> Result {
  do { return try expression() } catch { throw wrap(error) }
}

/// Evaluates an expression of `Tabular`, whose errors become the package's.
package func tabular<Result>(
  _ expression: @autoclosure () throws(TabularError) -> Result
) throws(VintnerError) -> Result {
  try rethrowing(VintnerError.table, try expression())
}

/// Evaluates an expression of `NeuralNetworks`, whose errors become the package's.
package func networking<Result>(
  _ expression: @autoclosure () throws(NetworkError) -> Result
) throws(VintnerError) -> Result {
  try rethrowing(VintnerError.network, try expression())
}

/// Evaluates an expression that writes, whose errors become the package's.
package func writing<Result>(
  _ expression: @autoclosure () throws(OutputError) -> Result
) throws(VintnerError) -> Result {
  try rethrowing(VintnerError.output, try expression())
}
