import Foundation
import Synchronization
import TestSupport
import Vintner

@testable import Servers

/// One table under every id.
struct OneTable: TableSource {
  let frame: DataFrame
  func table(_ id: String) -> DataFrame? { frame }

  static func redWine() throws -> OneTable {
    OneTable(frame: try DataFrame(contentsOfCSVFile: Repository.redWine.path))
  }
}

extension PlaygroundState {
  /// The state with some changes.
  func with(_ change: (inout PlaygroundState) -> Void) -> PlaygroundState {
    var result = self
    change(&result)
    return result
  }

  /// The lesson's red wine, with a network that trains in a moment.
  static let wine = LessonPreset.named("red-wine")!.state.with {
    $0.data = "t"
    $0.hidden = [16]
    $0.patience = 5
  }
}

extension PlaygroundSession {
  /// The current snapshot.
  var now: SessionSnapshot {
    _ = try? frame()
    return snapshot
  }

  /// The bytes of its model's file.
  func modelBytes() throws -> [UInt8] { try modelFile().bytes }

  /// The frame as JSON's own objects.
  func object() throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(try frame().bytes)) as! [String: Any]
  }

  /// Waits for a state of the run. Every burst of training and every command wakes it.
  func wait(_ seconds: Double = 60, until isReached: (SessionSnapshot) -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if isReached(now) { return true }
      lock.lock()
      lock.wait(seconds: 0.02)
      lock.unlock()
    }
    return false
  }
}

/// A clock that a test sets.
final class ManualClock: Sendable {
  private let seconds = Mutex(1_000.0)

  var clock: Clock { Clock { self.seconds.withLock { $0 } } }

  func advance(by step: Double) { seconds.withLock { $0 += step } }
}

/// Values of settings, by their names in files.
extension LossDescription {
  static func named(loss name: String) -> LossDescription {
    LossDescription.named(name)!
  }
}

extension OptimizerDescription {
  static let adam = OptimizerDescription(Adam())
}
