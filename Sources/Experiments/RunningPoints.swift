import Foundation
import Pipelines
import Synchronization

/// The points of a run that has begun, saved while it goes: `running/3-7.csv` of the variation 3, seed 7.
///
/// They are for who wants to see how far a long run is: a run that ends has its points among the others, and
/// the file is gone. That they cannot be written stops no run.
final class RunningPoints: Sendable {
  /// A run that is shorter never touches the disk.
  private static let pause = Duration.seconds(2)

  private struct State {
    var waiting = "epoch,train_loss,test_loss,train_accuracy,test_accuracy\n"
    var lastWritten = ContinuousClock.now
    var isThere = false
  }

  private let folder: String
  private let path: String
  private let state = Mutex(State())

  init(folder: String, _ variation: Int, _ seed: UInt64) {
    self.folder = folder
    path = (folder as NSString).appendingPathComponent("\(variation)-\(seed).csv")
  }

  /// Adds a point; what was added in the last two seconds may not be on the disk yet.
  func append(_ point: RunPoint) {
    state.withLock { state in
      let accuracies = [point.trainAccuracy, point.testAccuracy].map { $0.map { "\($0)" } ?? "" }
      state.waiting +=
        "\(point.epoch),\(point.trainLoss),\(point.testLoss),\(accuracies.joined(separator: ","))\n"
      guard ContinuousClock.now - state.lastWritten > Self.pause else { return }
      write(&state)
    }
  }

  /// Removes the file: the run has ended.
  func end() {
    state.withLock { state in
      if state.isThere { unlink(path) }
      state.isThere = false
    }
  }

  private func write(_ state: inout State) {
    mkdir(folder, 0o777)
    let descriptor = open(
      path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (state.isThere ? 0 : O_TRUNC), 0o666)
    guard descriptor >= 0 else { return }
    _ = PendingFile.writeAll(Array(state.waiting.utf8), to: descriptor)
    close(descriptor)
    state.waiting = ""
    state.isThere = true
    state.lastWritten = .now
  }
}
