/// Where an update stands in a training: what schedules depend on.
public struct TrainingTime: Sendable, Equatable {
  /// The updates that the optimizer has made before, those of earlier trainings among them: 0 at the first.
  public var updates: Int
  /// How much of the planned updates (epochs · updates an epoch) were made before, 0 at the first and below 1 at
  /// the last. 0 throughout where no end is planned.
  public var progress: Double

  /// A time. Default: the beginning of the plan.
  public init(updates: Int, progress: Double = 0) {
    self.updates = updates
    self.progress = progress
  }

  /// The time after some of a plan's updates, which begin after others.
  ///
  /// - Parameters:
  ///   - made: the plan's updates that were made.
  ///   - planned: all that it has.
  ///   - earlier: the updates before the plan. Default 0.
  init(after made: Int, of planned: Double, earlier: Int = 0) {
    self.init(updates: earlier + made, progress: planned > 0 ? min(Double(made) / planned, 1) : 0)
  }
}
