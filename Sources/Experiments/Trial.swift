import NeuralNetworks
import Pipelines

/// What an experiment repeats: the description of a run, which a seed makes one run.
///
/// The same description and seed give the same outcome, bit for bit, whatever else the machine does.
public protocol Trial: Sendable {
  /// What the run is: a name and a text for each setting. Two descriptions that differ say so here.
  ///
  /// Default: the stored properties, but for one that is called `seed`.
  var settings: [TrialSetting] { get }

  /// Finds what would go wrong before anything is run. Default: nothing.
  ///
  /// - Throws: ``VintnerError``.
  func check() throws(VintnerError)

  /// Runs once, on the calling thread alone.
  ///
  /// A loss that is no longer a number is an outcome, not an error.
  /// - Parameters:
  ///   - seed: of all that is drawn.
  ///   - recording: what is recorded, and who is told.
  /// - Throws: ``VintnerError`` where the run cannot be.
  func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome
}

extension Trial {
  public var settings: [TrialSetting] {
    Mirror(reflecting: self).children.compactMap { label, value in
      guard let label, label != "seed" else { return nil }
      return TrialSetting(label, settingText(of: value))
    }
  }

  public func check() throws(VintnerError) {}
}

/// What a trial records as it goes.
public struct TrialRecording: Sendable {
  /// A point is recorded after every so many epochs, and after the last.
  public let every: Int
  /// Asked before every update; the run ends after it answers `true`.
  public let isCancelled: @Sendable () -> Bool
  /// Whether the outcome should have a surface, where there is one.
  public let wantsSurface: Bool
  /// Told of every point that is recorded, and of how many epochs there will be at most.
  public let record: @Sendable (_ point: RunPoint, _ epochs: Int) -> Void

  /// Creates a recording.
  ///
  /// - Parameters:
  ///   - every: how many epochs lie between two points, 1 or more. Default 10.
  ///   - isCancelled: whether the run should end. Default: never.
  ///   - wantsSurface: whether the outcome should have a surface. Default `false`.
  ///   - record: told of every point. Default: nobody.
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
}

/// What came of a run.
public struct TrialOutcome: Sendable {
  /// How a run can end.
  public enum Ending: String, Sendable, Codable {
    /// It was run to its end.
    case completed
    /// The loss was no longer a number.
    case diverged
    /// It was cancelled: it counts for nothing.
    case interrupted
  }

  /// The recorded points, in the order of their epochs.
  public var curve: [RunPoint]
  /// The figures of the weights that the run ended with; `nil` where it diverged.
  public var final: RunPoint?
  /// How it ended.
  public var ending: Ending
  /// The network that it ended with, where there is one.
  public var network: TrainedNetwork?
  /// What the network answers over the plane, where its data has the features x1 and x2.
  public var surface: DecisionSurface?

  public init(
    curve: [RunPoint], final: RunPoint?, ending: Ending, network: TrainedNetwork? = nil,
    surface: DecisionSurface? = nil
  ) {
    self.curve = curve
    self.final = final
    self.ending = ending
    self.network = network
    self.surface = surface
  }
}
