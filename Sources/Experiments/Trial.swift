import NeuralNetworks
import Pipelines
import Tabular

/// The description of a run, which an experiment repeats with one seed after another.
///
/// The same description and seed give the same outcome, bit for bit, whatever else the machine does.
public protocol Trial: Sendable {
  /// A name and a text for each setting. Descriptions that differ must differ here.
  ///
  /// Default: the stored properties, except one called `seed`.
  var settings: [TrialSetting] { get }

  /// Finds errors before anything is run. Default: nothing is checked.
  ///
  /// - Returns: what the user should know, a sentence each.
  func check() throws(VintnerError) -> [String]

  /// Runs once, on the calling thread alone.
  ///
  /// A loss that becomes NaN or infinite is an outcome, not an error.
  /// - Parameters:
  ///   - seed: the seed of everything random.
  ///   - recording: which points are recorded.
  /// - Throws: `VintnerError` if the description cannot be run.
  func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome

  /// A network's predictions over the plane of x1 and x2: the surface of the outcome that has this network.
  ///
  /// Default: `nil`, as where there is no plane.
  /// - Parameters:
  ///   - network: the network of an outcome.
  ///   - seed: the seed of that outcome.
  /// - Throws: `VintnerError` if the description cannot be run.
  func surface(of network: TrainedNetwork, seed: UInt64) throws(VintnerError) -> DecisionSurface?
}

extension Trial {
  public var settings: [TrialSetting] {
    Mirror(reflecting: self).children.compactMap { label, value in
      guard let label, label != "seed" else { return nil }
      return TrialSetting(label, settingText(of: value))
    }
  }

  public func check() throws(VintnerError) -> [String] { [] }

  public func surface(of network: TrainedNetwork, seed: UInt64) throws(VintnerError) -> DecisionSurface? {
    nil
  }
}

/// A setting of a run, for people and for comparison.
public struct TrialSetting: Sendable, Equatable, Codable {
  /// The name in files or in Swift: `learning_rate`, `learningRate`.
  public let name: String
  /// The value as a text.
  public let value: String

  /// Creates a setting.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// What a trial records while it runs.
public struct TrialRecording: Sendable {
  /// The number of epochs between two recorded points; the last epoch is always recorded.
  public let every: Int
  /// Called before every update; the run ends after it returns `true`.
  public let isCancelled: @Sendable () -> Bool
  /// Whether the outcome should include a decision surface, where there is one.
  public let wantsSurface: Bool
  /// Called with every recorded point and the largest possible number of epochs.
  public let record: @Sendable (_ point: RunPoint, _ epochs: Int) -> Void
  /// Where the run saves its state, and where it is resumed from; `nil` where it does not.
  var checkpoints: RunCheckpoints?

  /// Creates a recording. Default: every 10 epochs, no surface, never cancelled, points not passed on.
  ///
  /// - Precondition: `every` is 1 or more.
  public init(
    every: Int = 10, wantsSurface: Bool = false, isCancelled: @escaping @Sendable () -> Bool = { false },
    record: @escaping @Sendable (_ point: RunPoint, _ epochs: Int) -> Void = { _, _ in }
  ) {
    precondition(every > 0, "A point is recorded every epoch or more rarely, received \(every).")
    self.every = every
    self.wantsSurface = wantsSurface
    self.isCancelled = isCancelled
    self.record = record
  }

  /// The recording of one of several trainings that make up a run: its epochs follow those of the ones before it.
  func part(_ number: Int, of count: Int) -> TrialRecording {
    let record = record
    var part = TrialRecording(
      every: every, wantsSurface: wantsSurface && number == 0, isCancelled: isCancelled
    ) { point, epochs in
      record(point.moved(to: number * epochs + point.epoch), count * epochs)
    }
    part.checkpoints = checkpoints
    return part
  }
}

/// The result of one run.
public struct TrialOutcome: Sendable {
  /// How the run ended.
  public enum Ending: String, Sendable, Codable {
    /// It finished.
    case completed
    /// The loss became NaN or infinite.
    case diverged
    /// It was cancelled, and does not count.
    case interrupted
  }

  /// The recorded points, in the order of their epochs.
  public var curve: [RunPoint]
  /// The metrics of the final weights; `nil` if the run diverged.
  public var final: RunPoint?
  /// How the run ended.
  public var ending: Ending
  /// The final network, if there is one.
  public var network: TrainedNetwork?
  /// The network's predictions over the plane, if the data has the features x1 and x2.
  public var surface: DecisionSurface?
  /// How good the model is on rows that it has not seen; `nil` where that is not measured.
  public var scores: [Score: Double]?

  /// Creates an outcome. Default: no network, no surface and no scores.
  public init(
    curve: [RunPoint], final: RunPoint?, ending: Ending, network: TrainedNetwork? = nil,
    surface: DecisionSurface? = nil, scores: [Score: Double]? = nil
  ) {
    self.curve = curve
    self.final = final
    self.ending = ending
    self.network = network
    self.surface = surface
    self.scores = scores
  }

  /// The outcome of a model that takes no epochs; without scores it could not be fitted.
  init(scores: [Score: Double]?) {
    self.init(curve: [], final: nil, ending: scores == nil ? .diverged : .completed, scores: scores)
  }

  /// The mean of several trainings that make up a run; the surface is that of the first, and there is no network.
  ///
  /// A training that ended before others keeps its last point. One that diverged or was cancelled makes the run so.
  /// - Precondition: there is one or more.
  init(meanOf parts: [TrialOutcome]) {
    let longest = parts.map(\.curve).max { ($0.last?.epoch ?? 0) < ($1.last?.epoch ?? 0) }!
    let curve = longest.compactMap { point in
      RunPoint(meanOf: parts.map { part in part.curve.last { $0.epoch <= point.epoch } })?
        .moved(to: point.epoch)
    }
    let ending = parts.map(\.ending).first { $0 != .completed } ?? .completed
    self.init(
      curve: curve, final: ending == .completed ? RunPoint(meanOf: parts.map(\.final)) : nil,
      ending: ending, surface: parts[0].surface)
  }
}

// MARK: - Texts of settings

/// A setting's value as a short text: `0.3`, `8-8`, `tanh`.
///
/// The text is the same in every process: sets and dictionaries are sorted.
func settingText(of value: Any) -> String {
  switch value {
  case let text as String: return text
  case let numbers as [Int]: return numbers.isEmpty ? "none" : numbers.map(String.init).joined(separator: "-")
  case let penalty as PlaygroundRegularization:
    return penalty.kind == .none ? "none" : "\(penalty.kind.rawValue) \(penalty.rate)"
  case let texts as [String]: return texts.joined(separator: ", ")
  case let convertible as any CustomStringConvertible
  where !(value is [Any]) && !isUnordered(value) && !hasParts(value):
    return convertible.description
  default: return structuredText(of: value)
  }
}

private func isUnordered(_ value: Any) -> Bool {
  switch Mirror(reflecting: value).displayStyle {
  case .dictionary, .set: true
  default: false
  }
}

/// Whether a value is told from others by its parts: those of Vintner print for people, in few words.
private func hasParts(_ value: Any) -> Bool {
  let isOfPerson =
    value is Column.Value || value is FillValue || value is LearningRate || value is TrialSetting
  let modules = ["LinearAlgebra", "Tabular", "NeuralNetworks", "Pipelines", "Experiments"]
  let name = String(reflecting: type(of: value))
  return !isOfPerson && modules.contains { name.hasPrefix($0 + ".") }
}

private func structuredText(of value: Any) -> String {
  let mirror = Mirror(reflecting: value)
  let parts = mirror.children.map { child in
    child.label.map { "\($0): \(settingText(of: child.value))" } ?? settingText(of: child.value)
  }
  switch mirror.displayStyle {
  case .optional: return parts.isEmpty ? "none" : settingText(of: mirror.children.first!.value)
  case .collection: return "[\(parts.joined(separator: ", "))]"
  case .dictionary, .set: return "[\(parts.sorted().joined(separator: ", "))]"
  case .tuple: return "(\(parts.joined(separator: ", ")))"
  case .enum where parts.isEmpty: return "\(value)"
  case .enum: return parts.joined(separator: ", ")
  default: return "\(type(of: value))" + (parts.isEmpty ? "" : "(\(parts.joined(separator: ", ")))")
  }
}
