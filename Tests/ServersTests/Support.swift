import Foundation
import TestSupport
import Vintner

@testable import Servers

/// One table, under whatever name.
struct OneTable: TableSource {
  let frame: DataFrame
  func table(_ name: String) -> DataFrame? { frame }

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
  static let wine = Preset.named("red-wine")!.state.with {
    $0.data = tableName
    $0.table = "t"
    $0.target = "quality"
    $0.layers = [16]
    $0.patience = 5
  }
}

extension PlaygroundSession {
  /// What there is to see, brought up to date.
  var now: SessionSnapshot {
    _ = try? frame()
    return snapshot
  }

  /// The frame as JSON's own objects.
  func object() throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(try frame().bytes)) as! [String: Any]
  }

  /// Waits until the run has ended by itself.
  func wait(_ seconds: Double = 60, until isReached: (SessionSnapshot) -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if isReached(now) { return true }
      Thread.sleep(forTimeInterval: 0.005)
    }
    return false
  }
}
