import LinearAlgebra
import Synchronization

/// Finds a learning rate: trains fresh weights once while the rate climbs with every update, and records the
/// loss.
///
///     rateᵢ = lowest · (highest / lowest)^(i / (updates − 1))        i = 0, 1, …
///
/// It ends early where the loss becomes NaN or infinite or, smoothed, four times its lowest so far.
/// Source: L. Smith, "Cyclical learning rates for training neural networks", WACV 2017, section 3.3; the end
/// and the smoothing are fastai's, `Learner.lr_find`.
public struct LearningRateFinder: Sendable, Equatable {
  /// The first rate, above 0.
  public var lowest: Double
  /// The last rate, above the lowest.
  public var highest: Double
  /// How many updates there are at most, 2 or more.
  public var updates: Int

  /// Creates a sweep from one rate to another.
  ///
  /// - Precondition: rates and updates lie in their ranges.
  public init(from lowest: Double = 1e-6, to highest: Double = 10, updates: Int = 200) {
    precondition(
      0 < lowest && lowest < highest, "Rates climb from above 0, received \(lowest) to \(highest).")
    precondition(updates > 1, "A sweep takes 2 updates or more, received \(updates).")
    self.lowest = lowest
    self.highest = highest
    self.updates = updates
  }

  /// Sweeps the rate.
  ///
  /// Shapes: x (rows, inputs), y (rows, outputs)
  /// - Parameter training: how to train; its learning rate, epochs, callbacks and `save` are ignored.
  /// - Parameter network: what is trained; it stays as it is.
  /// - Parameter x: the inputs.
  /// - Parameter y: the targets.
  /// - Parameter sampleWeights: how much each row counts. Default: every row counts 1.
  /// - Parameter precision: the width of the network's numbers. Default: single.
  /// - Returns: the rates and the losses of their updates' batches.
  /// - Throws: ``NetworkError/softmaxOfOneUnit(layer:)`` and ``NetworkError/absentClass(_:present:)``; a loss
  ///   that diverges ends the sweep.
  public func sweep<Scalar: MatrixScalar>(
    _ network: Sequential, on x: Matrix<Scalar>, _ y: Matrix<Scalar>, with training: Training,
    sampleWeights: [Double]? = nil, precision: Precision = .single
  ) throws(NetworkError) -> LearningRateSweep {
    let recorder = SweepRecorder(updates: updates)
    var sweep = training
    sweep.optimizer.learningRate = .schedule(
      ExponentialDecay(
        initialLearningRate: lowest, decaySteps: Double(updates - 1), decayRate: highest / lowest))
    let batches = (x.rows - 1) / training.batchSize + 1
    sweep.epochs = (updates + batches - 1) / batches
    sweep.callbacks = [StopOnNaN(), ClosureCallback(updateEnded: { recorder.record($0) })]
    sweep.save = nil
    _ = try network.fitted(to: x, y, sampleWeights: sampleWeights, with: sweep, precision: precision)
    return recorder.sweep
  }
}

/// The loss against the rate, one place an update.
public struct LearningRateSweep: Sendable, Equatable {
  /// The rates, in the order of the updates.
  public private(set) var rates: [Double] = []
  /// The losses of the updates' batches.
  public private(set) var losses: [Double] = []
  /// The losses as an exponential mean with weight 0.9 for the past, its beginning corrected.
  public private(set) var smoothedLosses: [Double] = []
  private var mean = 0.0

  /// Creates a sweep of known rates and losses.
  ///
  /// - Precondition: equally many rates and losses.
  package init(rates: [Double] = [], losses: [Double] = []) {
    precondition(
      rates.count == losses.count, "Each rate has a loss, received \(rates.count) and \(losses.count).")
    for (rate, loss) in zip(rates, losses) { append(rate: rate, loss: loss) }
  }

  mutating func append(rate: Double, loss: Double) {
    let past = 0.9
    mean = past * mean + (1 - past) * loss
    rates.append(rate)
    losses.append(loss)
    smoothedLosses.append(mean / (1 - Double.power(past, Double(losses.count))))
  }

  /// A rate to begin with: on the steep part of the smoothed loss, before its minimum. `nil` where it never falls.
  ///
  ///     half the first rate at which the loss has made 80 % of its fall
  ///
  /// The fall is that from the highest loss after the sweep's first tenth to the lowest. A tenth of the rate at the
  /// minimum itself, which is usual, is too high where the loss stays low over decades of rates, as that of classes that
  /// are separable does; fastai's `valley` is too low for tables of few rows.
  public var suggestion: Double? {
    let first = rates.count / 10
    let places = rates.indices.filter { $0 >= first && smoothedLosses[$0].isFinite }
    guard let lowest = places.min(by: { smoothedLosses[$0] < smoothedLosses[$1] }) else { return nil }
    let falling = first...lowest
    let (highest, minimum) = (falling.map { smoothedLosses[$0] }.max()!, smoothedLosses[lowest])
    guard highest > minimum else { return nil }
    let steep = falling.first { smoothedLosses[$0] <= highest - 0.8 * (highest - minimum) }!
    // The nearest of the sweep's own rates.
    return rates[...steep].last { $0 <= rates[steep] / 2 } ?? rates[0]
  }
}

/// Records the updates of a sweep.
private final class SweepRecorder: Sendable {
  private let updates: Int
  private let state = Mutex(LearningRateSweep())

  init(updates: Int) { self.updates = updates }

  var sweep: LearningRateSweep { state.withLock { $0 } }

  func record(_ metrics: UpdateMetrics) -> [TrainingRequest] {
    state.withLock { sweep in
      sweep.append(rate: metrics.learningRate, loss: metrics.loss)
      let hasClimbed = sweep.smoothedLosses.last! > 4 * sweep.smoothedLosses.min()!
      return hasClimbed || sweep.rates.count == updates ? [.stop(reason: "the sweep is done")] : []
    }
  }
}
