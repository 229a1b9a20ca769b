/// The hyperparameters that a study varies, and which of them depend on others.
///
///     let space = SearchSpace([
///       Hyperparameter("learning_rate", .numbers(from: 1e-4, to: 0.1, logarithmic: true)),
///       Hyperparameter("layers", .wholeNumbers(from: 1, to: 2)),
///       Hyperparameter("units_1", .wholeNumbers(from: 16, to: 512, step: 16)),
///       Hyperparameter("units_2", .wholeNumbers(from: 16, to: 512, step: 16), if: .atLeast("layers", 2)),
///     ])
public struct SearchSpace: Sendable, Hashable {
  /// The parameters in order.
  public let parameters: [Hyperparameter]
  /// The places of the parameters that have the same condition: they are there together or not at all.
  ///
  /// A group comes after the one that has the parameter of its condition.
  let groups: [[Int]]
  private let places: [String: Int]
  /// The names of parameters on which others depend.
  private let parents: Set<String>

  /// Creates a space.
  ///
  /// - Precondition: names are different; a condition is about a parameter further up.
  public init(_ parameters: [Hyperparameter]) {
    var places: [String: Int] = [:]
    var groups: [[Int]] = []
    var groupOfCondition: [ParameterCondition?: Int] = [:]
    for (place, parameter) in parameters.enumerated() {
      if let problem = Self.problem(parameter, after: parameters[..<place]) { preconditionFailure(problem) }
      places[parameter.name] = place
      if let group = groupOfCondition[parameter.condition] {
        groups[group].append(place)
      } else {
        groupOfCondition[parameter.condition] = groups.count
        groups.append([place])
      }
    }
    (self.parameters, self.places, self.groups) = (parameters, places, groups)
    parents = Set(parameters.compactMap(\.condition?.parameter))
  }

  /// Why a parameter cannot follow those before it, a sentence; `nil` if it can.
  package static func problem(_ parameter: Hyperparameter, after others: ArraySlice<Hyperparameter>)
    -> String?
  {
    if others.contains(where: { $0.name == parameter.name }) {
      return "The parameter \(parameter.name) is there twice: leave one of them out."
    }
    guard let condition = parameter.condition else { return nil }
    guard let other = others.first(where: { $0.name == condition.parameter }) else {
      return
        "The parameter \(parameter.name) depends on \(condition.parameter), which is not a parameter before it."
    }
    if condition.admitted(by: other.range) { return nil }
    return "The parameter \(parameter.name) depends on \(condition), which \(other.name) never is."
  }

  /// The parameter of a name.
  public subscript(name: String) -> Hyperparameter? { places[name].map { parameters[$0] } }

  /// Whether a parameter has a value where those before it have the values given.
  func isActive(_ parameter: Hyperparameter, with values: [String: Double]) -> Bool {
    guard let condition = parameter.condition else { return true }
    guard let value = values[condition.parameter], let other = self[condition.parameter] else { return false }
    return condition.admits(value, of: other.range)
  }

  /// Whether another parameter's condition is about a parameter.
  func hasDependents(_ parameter: Hyperparameter) -> Bool { parents.contains(parameter.name) }

  /// Gives a value to each parameter that is active, in order.
  func values(_ value: (_ parameter: Hyperparameter, _ place: Int) -> Double) -> [String: Double] {
    var values: [String: Double] = [:]
    for (place, parameter) in parameters.enumerated() where isActive(parameter, with: values) {
      values[parameter.name] = value(parameter, place)
    }
    return values
  }
}

/// A hyperparameter of a study.
public struct Hyperparameter: Sendable, Hashable {
  /// The name: `learning_rate`.
  public let name: String
  /// Its values.
  public let range: ParameterRange
  /// What must hold for it to have a value; `nil` if nothing.
  public let condition: ParameterCondition?

  /// Creates a parameter. Default: it always has a value.
  public init(_ name: String, _ range: ParameterRange, if condition: ParameterCondition? = nil) {
    (self.name, self.range, self.condition) = (name, range, condition)
  }
}

/// What must hold of another parameter.
public enum ParameterCondition: Sendable, Hashable {
  /// Its number is this or more.
  case atLeast(String, Double)
  /// It has one of these values.
  case isAny(String, [ParameterValue])

  /// The other parameter's name.
  public var parameter: String {
    switch self {
    case .atLeast(let name, _), .isAny(let name, _): name
    }
  }

  func admits(_ number: Double, of range: ParameterRange) -> Bool {
    switch self {
    case .atLeast(_, let least): range.kind != .choices && number >= least
    case .isAny(_, let values): values.contains { range.number(of: $0) == number }
    }
  }

  /// Whether a range has a value that this admits.
  fileprivate func admitted(by range: ParameterRange) -> Bool {
    switch self {
    case .atLeast: admits(range.upper, of: range)
    case .isAny(_, let values): values.contains { range.number(of: $0) != nil }
    }
  }
}

extension ParameterCondition: CustomStringConvertible {
  public var description: String {
    switch self {
    case .atLeast(let name, let least): "\(name) ≥ \(least)"
    case .isAny(let name, let values): "\(name) = " + values.map(\.description).joined(separator: " or ")
    }
  }
}
