import Foundation
import TestSupport
import Testing
import Vintner

/// Runs recorded from the TensorFlow Playground's own network code, replayed in double precision.
@Suite struct PlaygroundParityTests {
  private static let folder = Repository.root.appending(path: "Tests/ParityTests/Traces/playground")

  private static let recordings = try! FileManager.default.contentsOfDirectory(atPath: folder.path)
    .filter { $0.hasSuffix(".json") }.sorted()

  @Test func thereAreRecordings() {
    #expect(
      Set(Self.recordings).isSuperset(of: [
        "circle-relu.json", "plane.json", "spiral-tanh.json", "xor-l1.json",
      ]))
  }

  @Test(arguments: recordings) func passes(_ name: String) throws {
    let replay = try PlaygroundTrace(file: Self.folder.appending(path: name).path).replay()
    #expect(replay.passes, "\(replay)")
    #expect(replay.replayedEpochs >= 20)
    // The recorded losses have nine digits.
    #expect(replay.columns.allSatisfy { $0.largestDifference < 1e-8 }, "\(replay)")
  }

  @Test func stopsAtTheGivenEpoch() throws {
    let path = Self.folder.appending(path: "xor-l1.json").path
    let replay = try PlaygroundTrace(file: path).replay(epochs: 10)
    #expect(replay.passes && replay.replayedEpochs == 10)
    let strict = try PlaygroundTrace(file: path).replay(tolerance: 0)
    #expect(!strict.passes && strict.firstEpochOutside == 0)
  }

  @Test(arguments: [
    (
      #""dataset":"xor""#, #""dataset":"xors""#,
      "`dataset`: there is no data set xors; the nearest name is xor."
    ),
    (
      #""features":["x1","x2"]"#, #""features":["x1","x3"]"#,
      "`features[1]`: there is no feature x3; the nearest name is x1."
    ),
    (#""hidden":[4,2]"#, #""hidden":[4,3]"#, "`initial[1].weights`: are not 4 for each of 3 units."),
    (
      #""hidden":[4,2]"#, #""hidden":[4]"#,
      "`initial`: holds 3 layers, where 1 hidden ones and the output are expected."
    ),
    (
      #""activation":"tanh""#, #""activation":"softmax""#,
      "`activation`: softmax is not one of relu, tanh, sigmoid, linear."
    ),
    (#""batch_size":10"#, #""batch_size":0"#, "`batch_size`: 0 rows, where 1 or more are expected."),
    (#""batch_size":10"#, #""batch_size":"ten""#, "`batch_size`: has the wrong type."),
    (#""learning_rate":0.03"#, #""learning_rates":0.03"#, "`learning_rate`: is missing."),
    (
      #""regularization":"l1""#, #""regularization":"l3""#, "`regularization`: l3 is not one of none, l1, l2."
    ),
    (#""curve":[[0,"#, #""curve":[[0.5,"#, "`curve[0]`: does not begin with an epoch from 0 to 50."),
    (
      #""curve":[[0,"#, #""curve":[[0, 1,"#,
      "`curve[0]`: holds 4 values, where an epoch and two losses are expected."
    ),
    (#""epochs":50"#, #""epochs":20"#, "`curve[6]`: does not begin with an epoch from 0 to 20."),
    (
      #""train":[["#, #""train":[[1, "#,
      "`train[0]`: holds 4 numbers, where x1, x2 and the label are expected."
    ),
    (#""train":[["#, #""train":[[null, "#, "`train[0][0]`: is null, where a value is expected."),
    (#""curve""#, #""curve"#, "it is not JSON: the file is damaged."),
  ])
  func refusesDamage(_ before: String, _ after: String, _ sentence: String) throws {
    try withTemporaryDirectory { folder in
      let copy = folder.appending(path: "copy.json").path
      try Files.copy(Self.folder.appending(path: "xor-l1.json").path, to: copy)
      try Files.replace(before, by: after, in: copy)
      let error = try #require(throws: TraceError.self) { try PlaygroundTrace(file: copy) }
      #expect("\(error)" == "The trace copy cannot be replayed: copy.json: \(sentence)")
    }
  }

  @Test func refusesMissingFiles() throws {
    let error = try #require(throws: TraceError.self) { try PlaygroundTrace(file: "/none.json") }
    #expect("\(error)".hasPrefix("There is no trace at /none.json"))
  }
}
