import ArgumentParser
import Vintner

/// The options that describe a run: a line per field of the schema, which has their names, help and checks.
struct RunOptions: ParsableArguments {
  @OptionGroup var table: TableOptions
  @Option(\.classWeights) var classWeights: String?
  @Option(\.scaling) var scaling: String?
  @Option(\.targetScaling) var targetScaling: String?
  @Flag(\.clampPredictions) var clampPredictions: Bool?
  @Option(\.layers) var layers: String?
  @Option(\.hidden) var hidden: String?
  @Option(\.activation) var activation: String?
  @Option(\.regularization) var regularization: String?
  @Option(\.regularizationRate) var regularizationRate: String?
  @Flag(\.batchNormalization) var batchNormalization: Bool?
  @Option(\.dropout) var dropout: String?
  @Option(\.optimizer) var optimizer: String?
  @Option(\.learningRate) var learningRate: String?
  @Option(\.loss) var loss: String?
  @Option(\.metrics) var metrics: String?
  @Option(\.batchSize) var batchSize: String?
  @Option(\.epochs) var epochs: String?
  @Flag(\.earlyStopping) var earlyStopping: Bool?
  @Option(\.patience) var patience: String?
  @Option(\.minDelta) var minDelta: String?
  @Option(\.callbacks) var callbacks: String?
  @Option(\.trainFraction) var trainFraction: String?
  @Option(\.splitBy) var splitBy: String?
  @Option(\.validation) var validation: String?
  @Option(\.folds) var folds: String?
  @Option(\.foldModels) var foldModels: String?
  @Flag(\.refit) var refit: Bool?
  @Option(\.testFraction) var testFraction: String?
  @Option(\.seed) var seed: String?
  @Option(\.ensemble) var ensemble: String?
  @Option(\.ensembleCombination) var ensembleCombination: String?
  @Option(\.threads) var threads: String?

  func validate() throws { _ = try configuration() }

  /// The options that were given.
  func configuration() throws -> RunConfiguration {
    var run = try table.configuration()
    try run.read(self)
    return run
  }
}

/// The options that say what is predicted, from which columns, and how rows are divided: every contender of a comparison
/// shares them.
struct TableOptions: ParsableArguments {
  @Option(\.target) var target: String?
  @Option(\.task) var task: String?
  @Option(\.positiveFrom) var positiveFrom: String?
  @Option(\.positive) var positive: String?
  @Option(\.threshold) var threshold: String?
  @Option(\.sampleWeight) var sampleWeight: String?
  @Option(\.features) var features: String?
  @Option(\.drop) var drop: String?
  @OptionGroup(title: "Reading the CSV file") var reading: ReadingOptions
  @Option(\.missing) var missing: String?
  @Flag(\.missingIndicator) var missingIndicator: Bool?
  @Option(\.encode) var encode: String?
  @Option(\.dates) var dates: String?
  @Option(\.unknown) var unknown: String?
  @Option(\.maxCategories) var maxCategories: String?
  @Option(\.splitSeed) var splitSeed: String?
  @Option(\.stratify) var stratify: String?
  @Option(\.group) var group: String?

  func validate() throws { _ = try configuration() }

  /// The options that were given.
  func configuration() throws -> RunConfiguration {
    var run = try reading.configuration()
    try run.read(self)
    return run
  }
}

/// The options that say how a CSV file is written: for every command that reads one.
struct ReadingOptions: ParsableArguments {
  @Option(\.delimiter) var delimiter: String?
  @Option(\.header) var header: String?
  @Option(\.decimal) var decimal: String?
  @Option(\.thousands) var thousands: String?
  @Option(\.missingValues) var missingValues: String?
  @Option(\.types) var types: String?
  @Option(\.skipRows) var skipRows: String?
  @Option(\.comment) var comment: String?
  @Option(\.ragged) var ragged: String?
  @Option(\.encoding) var encoding: String?

  func validate() throws { _ = try configuration() }

  /// The options that were given.
  func configuration() throws -> RunConfiguration {
    var run = RunConfiguration()
    try run.read(self)
    return run
  }
}

extension RunConfiguration {
  /// Takes the options that were given and are properties of the arguments themselves.
  fileprivate mutating func read(_ arguments: some ParsableArguments) throws {
    for child in Mirror(reflecting: arguments).children {
      let name = RunFields.name(ofProperty: child.label?.dropFirst() ?? "")
      let text = (child.value as? Option<String?>)?.wrappedValue
      let flag = (child.value as? Flag<Bool?>)?.wrappedValue
      guard let text = text ?? flag.map({ "\($0)" }) else { continue }
      guard let field = RunFields.named(name) else { preconditionFailure("The schema has a field \(name).") }
      do throws(FieldFault) {
        try field.read(text: text, into: &self)
      } catch {
        let place = error.path.hasPrefix("[") ? error.path : ""
        throw ValidationError(error.sentence(about: "--" + field.flag + place))
      }
    }
  }
}

extension Option where Value == String? {
  /// The option of a field.
  fileprivate init<Content: FieldValue>(_ path: KeyPath<RunFields, Field<Content>>) {
    let field = RunFields.shared[keyPath: path]
    // A number may be negative, and is then refused by the schema rather than by the argument parser. Missing
    // values may be written as hyphens.
    self.init(
      name: .customLong(field.flag),
      parsing: field.isNumber || field.traits.placeholder == "texts" ? .unconditional : .next,
      help: field.argumentHelp,
      completion: Content.choices.isEmpty ? nil : .list(Content.choices))
  }
}

extension Flag where Value == Bool? {
  /// The two flags of a field.
  fileprivate init(_ path: KeyPath<RunFields, Field<Bool>>) {
    let field = RunFields.shared[keyPath: path]
    self.init(name: .customLong(field.flag), inversion: .prefixedNo, help: field.argumentHelp)
  }
}

extension RunField {
  /// The field's sentence, the names that it allows, and its default.
  fileprivate var argumentHelp: ArgumentHelp {
    var sentences = [help]
    let choices = type.choices
    if !choices.isEmpty && traits.placeholder == "name" {
      sentences.append("One of \(choices.joined(separator: ", ")).")
    }
    if type is any DescribedValue.Type { sentences.append("Options follow a colon: NAME:OPTION=VALUE.") }
    if let text = ["true": "yes", "false": "no"][defaultText ?? ""] ?? defaultText {
      sentences.append("(default: \(text))")
    }
    return ArgumentHelp(sentences.joined(separator: " "), valueName: traits.placeholder)
  }
}
