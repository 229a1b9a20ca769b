import Testing
import Vintner
import LinearAlgebra

@Test func speedProbe() throws {
  for precision in Precision.allCases {
    for every in [1, 10, 500] {
      let lesson = PlaygroundRun(
        data: .spiral, features: PlaygroundData.features, hidden: [8], epochs: 500, precision: precision)
      _ = try lesson.fitted(recordEvery: every)
      var times: [Double] = []
      for _ in 0..<20 {
        let start = ContinuousClock.now
        _ = try lesson.fitted(recordEvery: every)
        times.append((ContinuousClock.now - start) / .milliseconds(1))
      }
      print("PROBE \(precision) every \(every): \(times.sorted()[10]) ms, least \(times.min()!)")
    }
    var stepped = try PlaygroundRun(
      data: .spiral, features: PlaygroundData.features, hidden: [8], precision: precision
    ).begun()
    let start = ContinuousClock.now
    for _ in 0..<500 { try stepped.advance() }
    print("PROBE \(precision) one by one: \((ContinuousClock.now - start) / .milliseconds(1)) ms")
  }
}
