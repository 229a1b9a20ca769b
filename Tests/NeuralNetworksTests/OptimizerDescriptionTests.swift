import Foundation
import NeuralNetworks
import TestSupport
import Testing

struct OptimizerDescriptionTests {
  private func decoded(_ json: String) throws -> any Optimizer {
    try JSONDecoder().decode(OptimizerDescription.self, from: Data(json.utf8)).value
  }

  private func encoded(_ optimizer: any Optimizer) throws -> [String: Any] {
    let data = try JSONEncoder().encode(OptimizerDescription(optimizer))
    return try JSONSerialization.jsonObject(with: data) as! [String: Any]
  }

  @Test func readsANameAndItsOptions() throws {
    #expect(try decoded(#"{"name": "adam"}"#) as? Adam == Adam())
    #expect(
      try decoded(#"{"name": "sgd", "learning_rate": 0.02, "momentum": 0.9, "nesterov": true}"#) as? SGD
        == SGD(learningRate: 0.02, momentum: 0.9, nesterov: true))
    #expect(
      try decoded(#"{"name": "adamw", "beta_1": 0.8, "clipnorm": 2, "weight_decay": null}"#) as? AdamW
        == {
          var expected = AdamW(beta1: 0.8, clipping: .norm(2))
          expected.weightDecay = nil
          return expected
        }())
    #expect(
      try decoded(#"{"name": "rmsprop", "rho": 0.5, "centered": true, "global_clipnorm": 1}"#) as? RMSprop
        == RMSprop(rho: 0.5, centered: true, clipping: .globalNorm(1)))
  }

  @Test func readsASchedule() throws {
    let optimizer = try decoded(
      #"""
      {"name": "sgd", "learning_rate": {"name": "exponential_decay", "initial_learning_rate": 0.1,
       "decay_steps": 180, "decay_rate": 0.5, "staircase": true}}
      """#)
    #expect(
      optimizer.learningRate
        == .schedule(
          ExponentialDecay(initialLearningRate: 0.1, decaySteps: 180, decayRate: 0.5, staircase: true)))
  }

  @Test func readsANameAlone() throws {
    let described = try JSONDecoder().decode(
      [OptimizerDescription].self, from: Data(#"["nadam", "adagrad"]"#.utf8))
    #expect(described[0].value as? Nadam == Nadam())
    #expect(described[1].value as? AdaGrad == AdaGrad())
    #expect(OptimizerDescription.named("adamax")?.value as? Adamax == Adamax())
    #expect(OptimizerDescription.named("adamx") == nil)
  }

  @Test(arguments: OptimizerDescription.names.filter { $0 != PlaygroundDescent.kind })
  func hasKerasDefaults(_ name: String) throws {
    let keras = try encoded(try #require(KerasRecord.shared.defaults[name]).value)
    let ours = try encoded(try #require(OptimizerDescription.named(name)?.value))
    #expect(Set(ours.keys) == Set(keras.keys))
    for (key, value) in ours where key != "learning_rate" {
      #expect("\(value)" == "\(keras[key]!)", "\(key)")
    }
    #expect(
      Float(ours["learning_rate"] as! Double) == Float(keras["learning_rate"] as! Double), "learning_rate")
  }

  @Test(arguments: KerasRecord.shared.runs) func readsWhatItWrites(_ run: KerasRecord.Run) throws {
    let once = try JSONEncoder().encode(run.optimizer)
    let again = try JSONDecoder().decode(OptimizerDescription.self, from: once)
    #expect("\(again.value)" == "\(run.optimizer.value)")
  }

  @Test(arguments: [
    (
      #"{"name": "adm"}"#, "name",
      "adm is not an optimizer: the known ones are sgd, adam, adamw, nadam, adamax, rmsprop, adagrad, adadelta,"
        + " lion, playground_descent;"
        + " a program adds its own before it reads the file, Registry.optimizers.add(Adm.self), and the command vintner has only"
        + " those built in."
    ),
    (
      #"{"name": "sgd", "momentun": 0.9}"#, "momentun",
      "sgd has no option momentun: it has learning_rate, momentum, nesterov, weight_decay, weight_decay_schedule, clipnorm, clipvalue,"
        + " global_clipnorm."
    ),
    (
      #"{"learning_rate": 0.1}"#, "",
      "The name is missing: it says which of sgd, adam, adamw, nadam, adamax, rmsprop, adagrad, adadelta,"
        + " lion, playground_descent is meant."
    ),
    (#"{"name": "adam", "beta_1": 1}"#, "beta_1", "adam: beta_1 lies in [0, 1), received 1.0."),
    (
      #"{"name": "adam", "learning_rate": 0}"#, "learning_rate",
      "adam: learning_rate is above 0, received 0.0."
    ),
    (
      #"{"name": "sgd", "weight_decay": -1}"#, "weight_decay",
      "sgd: weight_decay is 0 or more, received -1.0."
    ),
    (#"{"name": "sgd", "clipvalue": 0}"#, "clipnorm", "sgd: clipvalue is above 0, received 0.0."),
    (
      #"{"name": "sgd", "clipvalue": 1, "clipnorm": 1}"#, "clipvalue",
      "Only one of clipnorm and clipvalue can be set."
    ),
    (
      #"{"name": "sgd", "learning_rate": {"name": "step"}}"#, "learning_rate.name",
      "step is not a learning-rate schedule: the known ones are exponential_decay, inverse_time_decay,"
        + " polynomial_decay, cosine_decay, cosine_decay_restarts, piecewise_constant, linear_warmup, coslog, flat_cos;"
        + " a program adds its own before it reads the file, Registry.schedules.add(Step.self), and the command vintner has only"
        + " those built in."
    ),
    (
      #"{"name": "sgd", "learning_rate": {"name": "cosine_decay", "decay_steps": 5}}"#, "learning_rate",
      "cosine_decay lacks the option initial_learning_rate."
    ),
    (
      #"{"name": "sgd", "learning_rate": {"name": "piecewise_constant", "boundaries": [5], "values": [1]}}"#,
      "learning_rate.values", "piecewise_constant: values are one more than boundaries, received 1 and 1."
    ),
  ])
  func refuses(_ json: String, path: String, sentence: String) {
    #expect(refusal(json) == "\(path): \(sentence)")
  }

  private func refusal(_ json: String) -> String? {
    do {
      _ = try decoded(json)
      return nil
    } catch DecodingError.dataCorrupted(let context) {
      return context.codingPath.map(\.stringValue).joined(separator: ".") + ": " + context.debugDescription
    } catch {
      return "\(error)"
    }
  }
}
