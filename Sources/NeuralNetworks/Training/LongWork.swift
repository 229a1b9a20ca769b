import LinearAlgebra
import Synchronization

/// An update or an evaluation that takes so long that a cancelled training leaves it before its end.
///
/// Any lane may find out. Those of a step agree on it where they have waited for each other: between such a wait and
/// the next question lies another wait.
final class LongWork: Sendable {
  /// As many multiplications take some 20 ms on one thread.
  private static let shortest = 200_000_000.0

  private let isCancelled: @Sendable () -> Bool
  private let left = Atomic<Bool>(false)

  /// - Parameters:
  ///   - isCancelled: whether training is cancelled; `nil` where it cannot be.
  ///   - scalars: the network's parameters.
  ///   - rows: those that pass through them.
  /// - Returns: `nil` for work that is finished whatever happens: the next question comes soon enough.
  init?(_ isCancelled: (@Sendable () -> Bool)?, scalars: Int, rows: Int) {
    guard let isCancelled, Double(scalars) * Double(rows) >= Self.shortest else { return nil }
    self.isCancelled = isCancelled
  }

  /// Whether a lane has found that training is cancelled.
  var isLeft: Bool { left.load(ordering: .acquiring) }

  /// Asks whether training is cancelled. For use by every lane, between parts of its work.
  func asks() -> Bool {
    if isLeft { return true }
    guard isCancelled() else { return false }
    left.store(true, ordering: .releasing)
    return true
  }

  /// Lets work begin anew.
  func reset() { left.store(false, ordering: .relaxed) }
}

/// The parameters that layers change in a pass themselves, such as moving means: as they were before an update that may
/// be left.
struct FixedParameters<Scalar: MatrixScalar> {
  private let spans: [(place: UnsafeMutablePointer<Scalar>, kept: AlignedBuffer<Scalar>)]

  init(of parameters: ParameterStore<Scalar>) {
    spans = parameters.layout.entries.filter { !$0.description.isTrainable }.map {
      (parameters.values.pointer + $0.offset, AlignedBuffer(count: $0.description.count))
    }
  }

  func keep() { for span in spans { span.kept.pointer.update(from: span.place, count: span.kept.count) } }

  func restore() { for span in spans { span.place.update(from: span.kept.pointer, count: span.kept.count) } }
}
