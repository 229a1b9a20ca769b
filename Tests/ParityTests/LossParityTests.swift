import TestSupport
import Testing
import Vintner

/// Runs recorded from Keras 3.15 with its losses and metrics, replayed with all their columns.
@Suite struct LossParityTests {
  static let traces = [
    "binary", "binary-batch-1", "binary-metrics", "binary-clipped", "binary-saturated", "huber", "log-cosh",
  ]

  @Test(arguments: traces) func passes(_ name: String) throws {
    let folder = Repository.root.appending(path: "Tests/ParityTests/Traces/\(name)").path
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    let replay = try Trace(folder: folder).replay(on: wine)
    #expect(replay.passes, "\(replay)")
    #expect(replay.predictions != nil)
  }
}
