import Foundation
import Yams

/// A setting of a run, declared once: name, type, allowed values, default, a sentence of help, and what it restarts.
///
/// Everything that handles settings follows from the list of fields (``RunFields``): run files are read, checked,
/// merged and written by it, experiments vary it, `--help` prints it, and the playground's page draws its controls
/// from it.
public struct Field<Value: Sendable & Equatable>: Sendable {
  /// The name in files; the command line writes it with hyphens: `batch_size`, `--batch-size`.
  package let name: String
  /// What it sets, in one sentence.
  package let help: String
  /// The value where a run says nothing; `nil` where there is none, or where it depends on other settings.
  package let defaultValue: Value?
  let allowed: AllowedSetting<Value>
  package let traits: FieldTraits

  /// Declares a field.
  ///
  /// - Parameters:
  ///   - name: in files, lower case with underscores.
  ///   - defaultValue: the value where a run says nothing. Default: none.
  ///   - allowed: the values that it takes. Default: all of its type.
  ///   - help: what it sets, in one sentence.
  ///   - traits: what else belongs to it: where it applies, what it restarts, what help calls its value.
  package init(
    _ name: String, default defaultValue: Value? = nil, _ allowed: AllowedSetting<Value> = .any,
    help: String, _ traits: FieldTraits = FieldTraits()
  ) {
    self.name = name
    self.help = help
    self.defaultValue = defaultValue
    self.allowed = allowed
    self.traits = traits
  }
}

/// What belongs to a field besides its values.
package struct FieldTraits: Sendable {
  /// The data that a setting is for.
  package struct Scope: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// A CSV file.
    package static let table = Scope(rawValue: 1)
    /// A data set of the Playground with Keras's numerics.
    package static let points = Scope(rawValue: 2)
    /// A data set of the Playground with its own numerics.
    package static let playground = Scope(rawValue: 4)

    package static let all: Scope = [.table, .points, .playground]
    package static let keras: Scope = [.table, .points]
    package static let plane: Scope = [.points, .playground]
  }

  /// What restarts when a setting changes while a run continues.
  package enum Restart: String, Sendable {
    /// Nothing: training continues with the new value.
    case nothing
    /// The run: other data, another network or other state than the old one's.
    case run
  }

  /// Where the page shows a setting.
  package enum Group: String, Sendable {
    case data, network, training, stopping, table
    /// Not on the page.
    case hidden
  }

  package let scope: Scope
  package let restarts: Restart
  package let group: Group
  /// What help calls the value: `--batch-size <rows>`.
  package let placeholder: String
  /// What help says in place of the default.
  package let defaultText: String?
  /// Values that the page offers, where it offers some of many.
  package let offers: [Double]
  /// Whether it is an argument of Keras's `fit`, of the same name and with the same values.
  package let isOfFit: Bool
  /// The placeholder of a setting that the command line writes as `--stratify no`, not as `--no-stratify`.
  package static let yesOrNo = "yes|no"

  package init(
    _ scope: Scope = .all, restarts: Restart = .run, in group: Group = .hidden, placeholder: String = "name",
    defaultText: String? = nil, offers: [Double] = [], isOfFit: Bool = false
  ) {
    self.scope = scope
    self.restarts = restarts
    self.group = group
    self.placeholder = placeholder
    self.defaultText = defaultText
    self.offers = offers
    self.isOfFit = isOfFit
  }
}

/// Which values a field takes.
package struct AllowedSetting<Value>: Sendable {
  /// The rest of the sentence about a value that does not fit: `is -1, where 1 or more is expected`.
  let problem: @Sendable (Value) -> String?
  /// The least and the greatest value, where there are such; for the page's controls.
  var bounds: (least: Double?, most: Double?) = (nil, nil)

  package init(problem: @escaping @Sendable (Value) -> String?) { self.problem = problem }

  /// The values that fit.
  ///
  /// - Parameter expected: what they are, for an error.
  package init(_ expected: String, _ fits: @escaping @Sendable (Value) -> Bool) {
    self.init { fits($0) ? nil : "is \($0), where \(expected) is expected" }
  }

  /// Every value.
  package static var any: Self { Self { _ in nil } }

  /// A list whose members fit.
  package static func each<Element>(
    _ expected: String, _ fits: @escaping @Sendable (Element) -> Bool
  ) -> Self where Value == [Element] {
    Self { $0.first { !fits($0) }.map { "holds \($0), where \(expected) is expected" } }
  }

  /// A list of so many members.
  static func members<Element>(_ range: ClosedRange<Int>) -> Self where Value == [Element] {
    Self {
      range.contains($0.count)
        ? nil
        : "has \($0.count) members, where \(range.lowerBound) to \(range.upperBound) are expected"
    }
  }

  /// The values that another rule allows, too.
  func and(_ other: Self) -> Self { Self { problem($0) ?? other.problem($0) } }

  private func bounded(_ least: Double?, _ most: Double?) -> Self {
    var result = self
    result.bounds = (least, most)
    return result
  }
}

extension AllowedSetting<Int> {
  package static func atLeast(_ least: Int) -> Self {
    Self("\(least) or more") { $0 >= least }.bounded(Double(least), nil)
  }

  package static func within(_ range: ClosedRange<Int>) -> Self {
    // The most that a counter holds is nothing that one would be told.
    let expected =
      range.upperBound == Int(Int32.max)
      ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    return Self(expected, range.contains)
      .bounded(Double(range.lowerBound), Double(range.upperBound))
  }
}

extension AllowedSetting<Double> {
  package static var finite: Self { Self("a finite number", \.isFinite) }
  package static var zeroOrMore: Self {
    Self("a number of 0 or more") { $0 >= 0 && $0.isFinite }.bounded(0, nil)
  }
  /// Above 0 and below 1.
  package static var share: Self { Self("a number above 0 and below 1") { $0 > 0 && $0 < 1 }.bounded(0, 1) }
  /// From 0 to below 1.
  package static var fraction: Self { Self("a number from 0 to below 1") { $0 >= 0 && $0 < 1 }.bounded(0, 1) }

  package static func within(_ range: ClosedRange<Double>) -> Self {
    func short(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
    return Self("\(short(range.lowerBound)) to \(short(range.upperBound))", range.contains)
      .bounded(range.lowerBound, range.upperBound)
  }
}

/// A field of any type, for code that handles all of them.
package protocol RunField: Sendable {
  var name: String { get }
  var help: String { get }
  var traits: FieldTraits { get }
  var type: any FieldValue.Type { get }
  var bounds: (least: Double?, most: Double?) { get }
  /// The default as the command line writes it.
  var defaultText: String? { get }

  /// Reads a value and checks it.
  func read(_ node: Node, into run: inout RunConfiguration) throws(FieldFault)
  /// What is wrong with the run's value; `nil` where nothing is, or none is set.
  func problem(in run: RunConfiguration) -> String?
  /// The run's value for a file; `nil` where none is set.
  func node(of run: RunConfiguration) -> Node?
  /// The run's value as the command line writes it; `nil` where none is set.
  func text(of run: RunConfiguration) -> String?
  /// Sets the default.
  func setDefault(in run: inout RunConfiguration)
}

extension Field: RunField where Value: FieldValue {
  package var type: any FieldValue.Type { Value.self }
  package var bounds: (least: Double?, most: Double?) { allowed.bounds }
  package var defaultText: String? { traits.defaultText ?? defaultValue?.text }

  package func read(_ node: Node, into run: inout RunConfiguration) throws(FieldFault) {
    let value = try Value(node)
    if let problem = allowed.problem(value) { throw FieldFault(problem) }
    run[self] = value
  }

  package func problem(in run: RunConfiguration) -> String? { run[self].flatMap(allowed.problem) }
  package func node(of run: RunConfiguration) -> Node? { run[self]?.node }
  package func text(of run: RunConfiguration) -> String? { run[self]?.text }
  package func setDefault(in run: inout RunConfiguration) { run[self] = defaultValue }
}

extension RunField {
  /// What the command line calls it: `--batch-size`.
  package var flag: String { name.replacing("_", with: "-") }

  /// Reads what the command line gives.
  package func read(text: String, into run: inout RunConfiguration) throws(FieldFault) {
    try read(try type.node(ofText: text), into: &run)
  }

  /// Whether its values are numbers, which have ranges.
  package var isNumber: Bool { type is any FieldNumber.Type }
  package var isWhole: Bool { (type as? any FieldNumber.Type)?.isWhole ?? false }

  /// Sets a number of an allowed range; of a field of whole numbers a whole one.
  ///
  /// - Precondition: its values are numbers.
  package func assign(_ number: Double, to run: inout RunConfiguration) {
    do {
      try read(isWhole ? Int(number).node : number.node, into: &run)
    } catch {
      preconditionFailure("\(name) \(error.problem)")
    }
  }
}
