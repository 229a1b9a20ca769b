import Foundation
import Testing
import Vintner

@testable import Servers

/// States as messages have them.
struct PlaygroundStateTests {
  private func part(_ text: String) throws -> StatePart {
    try JSONDecoder().decode(StatePart.self, from: Data(text.utf8))
  }

  @Test func aStateGoesOutAndComesBack() throws {
    for preset in LessonPreset.all {
      #expect(try part(preset.state.json.line).over(PlaygroundState()) == preset.state)
    }
    for state in CodeSamples.playground + CodeSamples.points + CodeSamples.tables {
      #expect(try part(state.json.line).over(PlaygroundState()) == state)
    }
    let state = PlaygroundState().with {
      $0.stopLoss = 0.1
      $0.features = ["a", "\"<b>", "1.0", "null"]
    }
    #expect(try part(state.json.line).over(PlaygroundState()) == state)
    #expect(try part(#"{"features":null}"#).over(state).run.features == nil)
    #expect(try part(#"{"stop_loss":null}"#).over(state).stopLoss == nil)
    #expect(try part("{}").over(state) == state)
  }

  @Test(arguments: [
    #"{"nois":1}"#, #"{"noise":"1"}"#, #"{"hidden":[1.5]}"#, #"{"hidden":8}"#, #"{"seed":1e40}"#,
    #"{"batch_normalization":1}"#, #"{"data":null}"#, "[]", "1", #"{"activation":null}"#,
    #"{"optimizer":"tiger"}"#, #"{"loss":"l0"}"#, #"{"learning_rate":"never"}"#, #"{"regularization":"l3"}"#,
    #"{"numerics":"torch"}"#, #"{"missing":["guess"]}"#, #"{"scaling":"log"}"#, #"{"task":"ranking"}"#,
    #"{"learning_rate":{"name":"cosine_decay","initial_learning_rate":0.1,"decay_steps":0}}"#,
    #"{"optimizer":{"name":"adam","beta_1":2}}"#, #"{"learning_rate":{"name":"cosine_decay"}}"#,
  ])
  func whatIsNoStateIsRefused(_ text: String) {
    let error = #expect(throws: SessionError.self) { try part(text) }
    #expect(error?.description.hasSuffix(".") == true && error?.description.contains("..") == false)
  }

  /// Names with options, as run files have them.
  @Test func optionsAreRead() throws {
    let text =
      #"{"optimizer":{"name":"sgd","momentum":0.9},"learning_rate":{"name":"linear_warmup","warmup_steps":9,"#
      + #""learning_rate":0.1},"loss":{"name":"huber","delta":0.5}}"#
    let state = try part(text).over(PlaygroundState())
    #expect((state.optimizer.value as? SGD)?.momentum == 0.9)
    #expect(state.learningRate == .schedule(LinearWarmup(steps: 9, following: 0.1)))
    #expect(state.loss.value as? Huber == Huber(delta: 0.5))
  }

  /// Source: the TensorFlow Playground's controls.
  @Test(arguments: [
    ("noise", 0, 0.5), ("train_fraction", 0.1, 0.9), ("batch_size", 1, 30),
  ])
  func thePageOffersWhatThePlaygroundDoes(_ name: String, _ least: Double, _ most: Double) throws {
    let offers = try #require(RunFields.named(name)).traits.offers
    #expect(offers.first == least && offers.last == most && offers == offers.sorted())
  }

  /// Source: the TensorFlow Playground's controls.
  @Test(arguments: [#""layers":[0,6]"#, #""units":[1,8]"#])
  func theNetworkIsAsLargeAsThePlaygrounds(range: String) {
    #expect(String(decoding: Catalogue.json(Catalogue.Start()).bytes, as: UTF8.self).contains(range))
  }

  /// Every setting is in the catalogue, with what the page needs for its control; what it offers is accepted.
  @Test func whatThePageOffersIsAccepted() throws {
    let points = PlaygroundState().with { $0.numerics = .keras }
    let table = PlaygroundState.wine.with { $0.task = .classification }
    for field in PlaygroundState.fields {
      let declared = Catalogue.json(of: field)
      #expect(
        declared["name"]?.text == field.name && declared["help"]?.text?.hasSuffix(".") == true)
      let offered = (declared["choices"]?.array ?? []) + (declared["offers"]?.array ?? [])
      for value in offered where !["data", "task"].contains(field.name) {
        let state = field.traits.scope.contains(.points) ? points : table
        let changed = try part(JSON.object([(field.name, value)] as [(String, JSON)]).line).over(state)
        #expect(throws: Never.self, "\(field.name): \(value.line)") { try changed.check() }
      }
    }
    for rate in Catalogue.json(Catalogue.Start())["schedules"]?.array ?? [] {
      let changed = try part(JSON.object([("learning_rate", rate)] as [(String, JSON)]).line).over(points)
      #expect(throws: Never.self) { try changed.check() }
      #expect(changed.learningRate.base == PlaygroundState().learningRate.base)
    }
  }

  @Test func everySettingIsChecked() {
    let wrong: [(String, (inout PlaygroundState) -> Void)] = [
      ("noise", { $0.noise = 0.51 }), ("noise", { $0.noise = -0.01 }), ("noise", { $0.noise = .nan }),
      ("train_fraction", { $0.trainFraction = 0 }), ("batch_size", { $0.batchSize = 0 }),
      ("batch_size", { $0.batchSize = 65_537 }),
      ("hidden", { $0.hidden = [0] }), ("hidden", { $0.hidden = [9] }),
      ("hidden", { $0.hidden = Array(repeating: 1, count: 7) }),
      ("learning_rate", { $0.learningRate = 0 }), ("learning_rate", { $0.learningRate = .constant(.nan) }),
      ("learning_rate", { $0.learningRate = .constant(.infinity) }),
      ("features", { $0.features = [] }), ("features", { $0.features = ["x1", "x1"] }),
      ("features", { $0.features = ["x3"] }), ("features", { $0.run.features = nil }),
      ("target", { $0.data = "moons" }), ("task", { $0.task = .regression }),
      ("activation", { $0.activation = .softmax }),
      ("optimizer", { $0.optimizer = OptimizerDescription(PlaygroundDescent(learningRate: 0.1)) }),
      ("loss", { $0.loss = .named(loss: "categorical_crossentropy") }),
      (
        "loss",
        {
          ($0.task, $0.data, $0.numerics, $0.loss) = (
            .regression, "plane", .keras, .named(loss: "binary_crossentropy")
          )
        }
      ),
      ("seed", { $0.seed = -1 }), ("seed", { $0.seed = 1 << 40 }), ("split_seed", { $0.splitSeed = -1 }),
      ("dropout", { $0.dropout = 1 }), ("regularization_rate", { $0.regularizationRate = -1 }),
      ("epochs", { $0.run.epochs = 0 }), ("patience", { $0.patience = -1 }),
      ("min_delta", { $0.minDelta = -1 }),
      ("stop_loss", { $0.stopLoss = -1 }),
      ("missing", { ($0.data, $0.run.target, $0.missing) = ("t", "y", [MissingRule("constant=0")!]) }),
      ("encode", { ($0.data, $0.run.target, $0.encode) = ("t", "y", ["a"]) }),
    ]
    #expect(throws: Never.self) { try PlaygroundState().check() }
    for (name, change) in wrong {
      let error = #expect(throws: SessionError.self, "\(name)") {
        try PlaygroundState().with(change).check()
      }
      #expect(error?.description.hasPrefix("`\(name)` ") == true && error?.description.hasSuffix(".") == true)
    }
  }
}
