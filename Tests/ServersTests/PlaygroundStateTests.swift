import Foundation
import Testing

@testable import Servers

/// States as messages have them.
struct PlaygroundStateTests {
  private func part(_ text: String) throws -> StatePart {
    try JSONDecoder().decode(StatePart.self, from: Data(text.utf8))
  }

  @Test func aStateGoesOutAndComesBack() throws {
    for preset in Preset.all {
      #expect(try part(preset.state.json.string).over(PlaygroundState()) == preset.state)
    }
    let state = PlaygroundState().with {
      $0.stopLoss = 0.1
      $0.columns = ["a", "\"<b>"]
    }
    #expect(try part(state.json.string).over(PlaygroundState()) == state)
    #expect(try part(#"{"columns":null}"#).over(state).columns == nil)
    #expect(try part("{}").over(state) == state)
  }

  @Test(arguments: [
    #"{"nois":1}"#, #"{"noise":"1"}"#, #"{"layers":[1.5]}"#, #"{"layers":8}"#, #"{"seed":1e40}"#,
    #"{"batchNormalization":1}"#, #"{"features":null}"#, "[]", "1", #"{"activation":null}"#,
  ])
  func whatIsNoStateIsRefused(_ text: String) { #expect(throws: (any Error).self) { try part(text) } }

  /// Source: the TensorFlow Playground's controls.
  @Test(arguments: [
    #""noise":[0.0,50.0]"#, #""trainPercent":[10.0,90.0]"#, #""batchSize":[1,30]"#, #""layers":[0,6]"#,
    #""units":[1,8]"#,
  ])
  func thePageOffersWhatThePlaygroundDoes(range: String) {
    #expect(Catalogue.json(Catalogue.Start()).string.contains(range))
  }

  @Test func everySettingIsChecked() {
    let wrong: [(inout PlaygroundState) -> Void] = [
      { $0.noise = 51 }, { $0.noise = -1 }, { $0.noise = .nan }, { $0.trainPercent = 0 },
      { $0.batchSize = 0 },
      { $0.layers = [0] }, { $0.layers = [9] }, { $0.layers = Array(repeating: 1, count: 7) },
      { $0.learningRate = 0 }, { $0.learningRate = .nan }, { $0.learningRate = .infinity },
      { $0.features = [] }, { $0.features = ["x1", "x1"] }, { $0.features = ["x3"] }, { $0.data = "moons" },
      { $0.problem = "regression" }, { $0.activation = "softmax" }, { $0.optimizer = "lion" },
      { $0.loss = "l0" }, { $0.schedule = "never" }, { $0.seed = -1 }, { $0.seed = 1 << 40 },
      { $0.dropout = 1 }, { $0.regularization = "l3" }, { $0.regularizationRate = -1 },
      { $0.numerics = "torch" }, { $0.missing = "guess" }, { $0.scaling = "log" }, { $0.data = "table" },
      { $0.stopEpoch = -1 }, { $0.patience = -1 }, { $0.scheduleSteps = 0 },
    ]
    #expect(throws: Never.self) { try PlaygroundState().check() }
    for (place, change) in wrong.enumerated() {
      let error = #expect(throws: SessionError.self, "\(place)") {
        try PlaygroundState().with(change).check()
      }
      #expect(error?.description.hasSuffix(".") == true)
    }
  }
}
