/// A run, described: what a run file (YAML), the command line, an experiment or the playground's page says.
///
///     var run = RunConfiguration()
///     run.target = "quality"
///     run.hidden = [16, 8]
///
/// Its properties are the fields of ``RunFields``; one that is `nil` is left to its default.
@dynamicMemberLookup
public struct RunConfiguration: Sendable {
  private var values: [String: any FieldValue] = [:]

  /// Creates a configuration that sets nothing.
  public init() {}

  public subscript<Value>(dynamicMember path: KeyPath<RunFields, Field<Value>>) -> Value? {
    get { self[RunFields.shared[keyPath: path]] }
    set { self[RunFields.shared[keyPath: path]] = newValue }
  }

  package subscript<Value>(field: Field<Value>) -> Value? {
    get { values[field.name] as? Value }
    set { values[field.name] = newValue.map { $0 as! any FieldValue } }
  }

  /// The fields that the run sets.
  package var given: [any RunField] { RunFields.all.filter { values[$0.name] != nil } }

  /// Leaves a field to its default.
  package mutating func remove(_ field: any RunField) { values[field.name] = nil }

  /// The default of every field that has one.
  public static let defaults: RunConfiguration = RunFields.all.reduce(into: .init()) { run, field in
    if field.traits.scope.contains(.table) { field.setDefault(in: &run) }
  }

  /// The defaults of a task.
  public static func defaults(for task: RunTask) -> RunConfiguration {
    var result = defaults
    task.target.setDefaults(of: &result)
    return result
  }

  /// The settings of this configuration, and the other's where this one sets nothing.
  public func over(_ other: RunConfiguration) -> RunConfiguration {
    var result = other
    result.values.merge(values) { _, own in own }
    // A checksum belongs to the data that it was taken of.
    if self.data != nil { result.dataSHA256 = self.dataSHA256 }
    return result
  }

  /// Checks every value that is set, by itself.
  ///
  /// - Throws: ``RunConfigurationError`` for the first that is not allowed.
  public func check() throws(RunConfigurationError) {
    for field in RunFields.all {
      if let problem = field.problem(in: self) {
        throw RunConfigurationError(setting: field.name, problem: problem)
      }
    }
  }
}

extension RunConfiguration: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    func isEqual<Value: FieldValue>(_ value: Value, _ other: (any FieldValue)?) -> Bool {
      other as? Value == value
    }
    return left.values.count == right.values.count
      && left.values.allSatisfy { name, value in isEqual(value, right.values[name]) }
  }
}

/// Why a run is not possible. `description` is one sentence that names the setting.
public struct RunConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The setting's name in files: `batch_size`.
  public let setting: String
  /// The rest of the sentence, without its full stop.
  public let problem: String

  package init(setting: String, problem: String) {
    self.setting = setting
    self.problem = problem
  }

  public var description: String { "`\(setting)` \(problem)." }
}
