import Testing
import Vintner

@testable import Pipelines

/// Names with options, as the command line and files write them.
@Suite struct DescribedValuesTests {
  private func read<Value: FieldValue>(_ text: String, as type: Value.Type = Value.self) throws -> Value {
    try Value(Value.node(ofText: text))
  }

  @Test func readsNamesAndOptions() throws {
    #expect(try read("mae") == LossDescription(.meanAbsoluteError))
    #expect(try read("huber:delta=0.5") == LossDescription(Huber(delta: 0.5)))
    #expect(try read("quantile:quantile=1e-1") == LossDescription(Quantile(0.1)))
    #expect(
      try read("bce:from_logits=true,label_smoothing=0.1")
        == LossDescription(BinaryCrossEntropy(fromLogits: true, labelSmoothing: 0.1)))
    let rmse = try read("rmse", as: MetricDescription.self)
    #expect(rmse.value is RootMeanSquaredError && rmse.name == "rmse")
    #expect(
      try read("piecewise_constant:boundaries=[3],values=[0.05,0.01]")
        == LearningRate.schedule(PiecewiseConstantDecay(boundaries: [3], values: [0.05, 0.01])))
    #expect(try read("leaky_relu:negative_slope=0.1") == Activation.leakyReLU(negativeSlope: 0.1))
    #expect(try read("relu") == Activation.relu)
  }

  @Test func readsLists() throws {
    let layers = try read(
      "dense:units=8,activation=tanh;dropout:rate=0.2;dense:units=1", as: [LayerDescription].self)
    #expect(layers.map(\.name) == ["dense", "dropout", "dense"])
    #expect((layers[0].value as? Dense)?.activation == .tanh)
    let callbacks = try read(
      "reduce_lr_on_plateau:patience=5;terminate_on_nan", as: [CallbackDescription].self)
    #expect((callbacks[0].value as? ReduceLearningRateOnPlateau)?.patience == 5)
    #expect(callbacks[1].value is StopOnNaN)
    #expect(try read("rmse, auc", as: [MetricDescription].self).map(\.name) == ["rmse", "auc"])
    #expect(try read("512,8", as: [Int].self) == [512, 8])
    #expect(try read("", as: [Int].self) == [])
    #expect(throws: FieldFault.self) { try read("8,,8", as: [Int].self) }
  }

  @Test func writesWhatItReads() throws {
    for text in ["mae", "huber", "huber:delta=0.5", "binary_crossentropy"] {
      #expect(try read(text, as: LossDescription.self).text == text)
    }
    #expect(try read("auc:num_thresholds=100", as: MetricDescription.self).text == "auc:num_thresholds=100")
    let rate = "piecewise_constant:boundaries=[3],values=[0.05,0.01]"
    #expect(try read(rate, as: LearningRate.self).text == rate)
  }

  @Test func distinguishesOptionsAndKinds() {
    #expect(LossDescription(Huber(delta: 1)) == LossDescription(.huber))
    #expect(LossDescription(Huber(delta: 2)) != LossDescription(.huber))
    #expect(LossDescription(.meanSquaredError) != LossDescription(.meanAbsoluteError))
    #expect(MetricDescription(MeanLoss(Huber(delta: 2))) != MetricDescription(MeanLoss(.huber)))
    #expect(MetricDescription(.auc) != MetricDescription(.binaryAccuracy))
  }

  @Test(arguments: [
    ("hinge", "is \"hinge\", where one of mae, mse, "),
    ("huber:", "is \"huber:\", where huber:OPTION=VALUE is"),
    ("huber:delta=0", ": huber: delta is above 0, received 0.0"),
    ("", "is \"\", where one of mae, "), ("quantile", ": quantile lacks the option quantile"),
  ])
  func refusesWhatCannotBe(_ text: String, _ problem: String) throws {
    let error = try #require(throws: FieldFault.self) { try read(text, as: LossDescription.self) }
    #expect(error.problem.hasPrefix(problem), "\(error)")
  }

  @Test func theCommandLinesWordsAreTheFiles() throws {
    #expect(
      try read("sgd:momentum=0.9,nesterov=true") == OptimizerDescription(SGD(momentum: 0.9, nesterov: true)))
    #expect(try read("0.3") == LearningRate.constant(0.3))
    #expect(
      try read("cosine_decay:initial_learning_rate=0.1,decay_steps=50")
        == LearningRate.schedule(CosineDecay(initialLearningRate: 0.1, decaySteps: 50)))
    for wrong in ["cosine_decay", "cosine:decay_steps=1", "cosine_decay:decay_steps=x", "fast"] {
      #expect(throws: FieldFault.self) { try read(wrong, as: LearningRate.self) }
    }
  }
}
