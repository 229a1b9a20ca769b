import Foundation
import NeuralNetworks
import Tabular
import Yams

/// Something of a run that has a name and, where it is not as by default, options.
///
///     huber                               a name alone: what it has by default
///     huber:delta=0.5                     on the command line
///     {name: huber, delta: 0.5}           in a run file
///     cosine_decay:initial_learning_rate=0.01,decay_steps=1000
public protocol DescribedSetting: Codable, Equatable, Sendable {
  /// What it is, with its article: `a loss`.
  static var article: String { get }
  /// The names that files can give.
  static var names: [String] { get }
  /// What a name alone stands for; `nil` where it is not known, or needs an option.
  static func named(_ name: String) -> Self?
  var name: String { get }
}

extension LossDescription: DescribedSetting {
  public static let article = "a loss"
  public static func named(_ name: String) -> Self? { loss(named: name).map(Self.init) }
  public var name: String { loss.name }
}

extension OptimizerDescription: DescribedSetting {
  public static let article = "an optimizer"
  public static func named(_ name: String) -> Self? { optimizer(named: name).map(Self.init) }
  public var name: String { type(of: optimizer).kind }
}

/// A number, or a schedule with its options.
extension LearningRate: DescribedSetting {
  public static let article = "a learning rate"
  public static var names: [String] { scheduleNames }
  public static func named(_ name: String) -> Self? { Double(name).map(Self.constant) }
  public var name: String { "\(self)" }
}

extension MetricDescription: DescribedSetting {
  public static let article = "a metric"
  public static var names: [String] { spellings }
  public static func named(_ name: String) -> Self? { metric(named: name).map(Self.init) }
  public var name: String { metric.name }
}

extension DescribedSetting {
  /// Reads what the command line gives.
  ///
  /// - Parameter text: a name, or a name, a colon, and options with commas between them.
  /// - Parameter setting: the setting that an error names.
  /// - Throws: ``RunConfigurationError`` for a name, an option or a value that cannot be.
  public init(_ text: String, setting: String) throws(RunConfigurationError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard Self.names.contains(parts[0]) || Self.named(parts[0]) != nil else {
      throw RunConfigurationError(setting: setting, problem: unknownName(parts[0], among: Self.names))
    }
    if parts.count == 1, let known = Self.named(parts[0]) {
      self = known
      return
    }
    do {
      self = try JSONDecoder().decode(Self.self, from: try Self.json(parts))
    } catch let DecodingError.dataCorrupted(context) {
      let problem = context.debugDescription.trimmingCharacters(in: .init(charactersIn: "."))
      throw RunConfigurationError(setting: setting, problem: "is \"\(text)\": \(problem)")
    } catch {
      throw RunConfigurationError(
        setting: setting, problem: "is \"\(text)\", where \(parts[0]):OPTION=NUMBER is expected")
    }
  }

  /// The description as the command line gives it.
  public var text: String {
    if Self.named(name) == self { return name }
    let pairs = node.mapping?.compactMap { key, value in
      key.string == "name" ? nil : "\(key.string ?? "")=\(value.string ?? "")"
    }
    return "\(name):" + (pairs ?? []).joined(separator: ",")
  }

  /// The description as files have it: a name where there are no options.
  private static func json(_ parts: [String]) throws -> Data {
    guard parts.count == 2 else { return try JSONEncoder().encode(parts[0]) }
    var object: [String: OptionValue] = ["name": .text(parts[0])]
    for option in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
      let pair = option.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard pair.count == 2 else { throw CocoaError(.coderInvalidValue) }
      object[pair[0]] = OptionValue(pair[1])
    }
    return try JSONEncoder().encode(object)
  }

  /// The description for a run file.
  package var node: Node {
    if Self.named(name) == self { return name.node }
    do {
      let text = try YAMLEncoder().encode(self)
      guard let pairs = try Yams.compose(yaml: text)?.mapping else {
        preconditionFailure("No mapping: \(text)")
      }
      return tidied(pairs)
    } catch {
      preconditionFailure("\(Self.article) can be written as YAML: \(error)")
    }
  }
}

/// Options on one line, 0.5 rather than 5e-1.
private func tidied(_ pairs: Node.Mapping) -> Node {
  let values = pairs.map { key, value -> (Node, Node) in
    if case .mapping(let inner) = value { return (key, tidied(inner)) }
    return (key, Int(value.string ?? "") == nil ? value.float?.node ?? value : value)
  }
  return Node(values, .implicit, .flow)
}

/// The value of an option, of the type that it looks like.
private enum OptionValue: Encodable {
  case flag(Bool)
  case number(Double)
  case text(String)

  init(_ text: String) {
    if let flag = Bool(text) {
      self = .flag(flag)
    } else if let number = Double(text), number.isFinite {
      self = .number(number)
    } else {
      self = .text(text)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .flag(let flag): try container.encode(flag)
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    }
  }
}

/// What is said of a name that is none of the known ones.
package func unknownName(_ name: String, among names: [String]) -> String {
  let similar = similarName(to: name, among: names).map { "; the nearest is \"\($0)\"" }
  return "is \"\(name)\", where one of \(names.joined(separator: ", ")) is expected" + (similar ?? "")
}
