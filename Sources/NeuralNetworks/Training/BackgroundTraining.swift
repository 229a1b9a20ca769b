import LinearAlgebra
import Synchronization

/// A training on its own thread: the sequence of its epochs, and then its model.
///
///     actor Cellar {
///       var progress = 0.0
///
///       func train(_ network: Sequential, _ x: Matrix<Float>, _ y: Matrix<Float>) async throws -> TrainedNetwork {
///         let training = network.training(on: x, y, with: Training(loss: .meanSquaredError, epochs: 20))
///         for try await epoch in training {
///           progress = Double(epoch.epoch) / Double(epoch.lastEpoch)
///         }
///         return try await training.model
///       }
///     }
///
/// It begins when the first epoch or the model is requested, and makes the same updates as the blocking form. Swift's
/// threads for tasks stay free meanwhile. Leaving the loop before its end cancels it, as cancelling the task does that
/// waits for an epoch or for the model; training then ends within fractions of a second, also amid an update.
///
/// An epoch is passed on once, in order. Those that nobody has received yet are kept, up to the newest 1,024: a loop
/// that falls farther behind misses the oldest. ``TrainedNetwork/history`` has all.
///
/// The loop throws what ended training: ``NetworkError``, or a pipeline's `VintnerError`; where it was cancelled, what
/// ``CancellationBehavior`` says.
public struct BackgroundTraining<Model: Sendable>: AsyncSequence, Sendable {
  public typealias Element = EpochMetrics
  public typealias Failure = any Error

  /// The most epochs that are kept for a loop that falls behind.
  private static var mostKept: Int { 1_024 }

  private let work: Work

  /// - Parameter train: what to do on the thread.
  package init(
    onCancellation behavior: CancellationBehavior,
    _ train: @escaping @Sendable (TrainingWatch) throws -> Model
  ) {
    work = Work(behavior, keeping: Self.mostKept, train)
  }

  /// The trained model, once training has ended; it can be requested repeatedly.
  ///
  /// - Throws: as the loop.
  public var model: Model { get async throws { try await work.model } }

  public func makeAsyncIterator() -> Iterator { Iterator(work) }

  /// Receives epochs. Where it is discarded before the last, training is cancelled.
  public struct Iterator: AsyncIteratorProtocol {
    private let work: Work
    private var epochs: AsyncStream<EpochMetrics>.Iterator
    private let departure: Departure

    fileprivate init(_ work: Work) {
      self.work = work
      epochs = work.epochs.makeAsyncIterator()
      departure = Departure(work)
    }

    /// The next epoch; `nil` after the last.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws -> EpochMetrics? {
      work.start()
      if let epoch = await epochs.next(isolation: actor) { return epoch }
      _ = try await work.model
      return nil
    }
  }

  /// Ends with the loop.
  private final class Departure: Sendable {
    private let work: Work

    init(_ work: Work) { self.work = work }

    // A training that has ended cannot be cancelled.
    deinit { work.cancel() }
  }

  /// What copies share.
  fileprivate final class Work: Sendable {
    let epochs: AsyncStream<EpochMetrics>
    private let continuation: AsyncStream<EpochMetrics>.Continuation
    private let behavior: CancellationBehavior
    private let train: @Sendable (TrainingWatch) throws -> Model
    private let task = Mutex<Task<Model, any Error>?>(nil)

    init(
      _ behavior: CancellationBehavior, keeping limit: Int,
      _ train: @escaping @Sendable (TrainingWatch) throws -> Model
    ) {
      (epochs, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(limit))
      self.behavior = behavior
      self.train = train
    }

    @discardableResult
    func start() -> Task<Model, any Error> {
      task.withLock { task in
        if let task { return task }
        let started = Task { [train, continuation, behavior] in
          defer { continuation.finish() }
          return try await SystemThread.run("vintner-fit") { isCancelled in
            try train(
              TrainingWatch(behavior: behavior, isCancelled: isCancelled) { continuation.yield($0) })
          }
        }
        task = started
        return started
      }
    }

    func cancel() { task.withLock { $0?.cancel() } }

    var model: Model {
      get async throws {
        let task = start()
        return try await withTaskCancellationHandler {
          try await task.value
        } onCancel: {
          task.cancel()
        }
      }
    }
  }
}

/// What becomes of a training that is cancelled with its task.
public enum CancellationBehavior: Sendable {
  /// `CancellationError` is thrown.
  case throwError
  /// The model has the weights of the best epoch (or those that a callback kept), and its history says
  /// ``History/Ending/interrupted``. `CancellationError` is thrown where no epoch has ended.
  case keepBest
}

/// Who waits for a training in the background.
package struct TrainingWatch: Sendable {
  let behavior: CancellationBehavior
  let isCancelled: @Sendable () -> Bool
  let report: @Sendable (EpochMetrics) -> Void

  /// A training that reports its epochs and ends when it is cancelled.
  package func watching(_ training: Training) -> Training {
    var watched = training
    let (isCancelled, report, given) = (isCancelled, report, training.isCancelled)
    watched.isCancelled = { isCancelled() || given?() == true }
    watched.callbacks.append(EpochReport(report: report))
    return watched
  }

  /// Reports epochs and requests nothing.
  private struct EpochReport: Callback {
    let report: @Sendable (EpochMetrics) -> Void

    var watchesEnsemble: Bool { true }
    var onlyObserves: Bool { true }

    mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
      report(metrics)
      return []
    }
  }

  /// Makes sure that training is not cancelled before it has begun.
  ///
  /// - Throws: `CancellationError`.
  package func check() throws {
    if isCancelled() { throw CancellationError() }
  }

  /// The network that a training made, if it may be used.
  ///
  /// - Throws: `CancellationError`.
  package func accept(_ network: TrainedNetwork) throws -> TrainedNetwork {
    guard isCancelled(), network.history.ending == .interrupted else { return network }
    guard behavior == .keepBest, network.history.keptEpoch != nil else { throw CancellationError() }
    return network
  }
}
